"""The database off the event loop, healthy or not."""

from __future__ import annotations

import asyncio
import threading

from sqlalchemy import text
from structlog.testing import capture_logs

from bot.storage.database import Database
from bot.storage.engine import address, engine
from bot.storage.stores import Stores
from tests.support.waiting import all_has_begun


async def test_a_turn_that_meets_a_lock_does_not_hold_up_the_event_loop(stores, open_stores):
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    turn.kept = b"one"
    locked, go_on = threading.Event(), threading.Event()

    def hold(connection):
        connection.execute(text("LOCK conversations" if connection.dialect.name == "postgresql" else "SELECT 1"))
        locked.set()
        return go_on.wait(60)

    holding = asyncio.create_task(open_stores().database.write(hold))
    await asyncio.to_thread(locked.wait, 60)
    ending = asyncio.create_task(stores.turns.end(turn))
    await all_has_begun()
    go_on.set()
    assert await holding, "the loop went on while the turn waited"
    await ending


async def test_turns_do_not_let_the_write_ahead_log_grow(settings_for, sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.storage.database.WRITES_A_CHECKPOINT", 10)
    stores = Stores.open(settings_for(sqlite_url))
    for number in range(100):
        turn = await stores.turns.begin(stores.identifiers.conversation("rest", str(number)))
        turn.kept = b"one"
        await stores.turns.end(turn)
        await stores.database.write(lambda _connection: None)  # after what the turn left to do
    assert (tmp_path / "aiguilleur.db-wal").stat().st_size < 400_000
    stores.close()


def test_the_file_of_the_database_is_its_owners_alone(settings_for, sqlite_url, tmp_path):
    (tmp_path / "aiguilleur.db").touch(mode=0o644)
    stores = Stores.open(settings_for(sqlite_url))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("aiguilleur.db*")}
    stores.close()
    assert len(modes) >= 2, "with what SQLite writes beside it"
    assert set(modes.values()) == {0o600}


async def test_a_database_that_hangs_or_takes_no_row_is_not_healthy(stores, monkeypatch):
    assert await stores.database.healthy()
    go_on = threading.Event()
    with monkeypatch.context() as hangs:
        hangs.setattr("bot.storage.database.HEALTH_SECONDS", 0.05)
        hangs.setattr(stores.database, "write_sync", lambda _work: go_on.wait(60))
        assert not await stores.database.healthy()
        go_on.set()
    assert await stores.database.healthy()
    await stores.database.write(lambda connection: connection.execute(text("ALTER TABLE tasks RENAME TO gone")))
    assert not await stores.database.healthy()


async def test_damaged_pages_are_told_with_what_to_do(settings_for, sqlite_url, tmp_path):
    stores = Stores.open(settings_for(sqlite_url))
    await stores.database.settle()
    await stores.database.examine()
    assert await stores.database.healthy()
    file = tmp_path / "aiguilleur.db"
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\x5a" * len(content[8192:-4096])
    file.write_bytes(content)
    damaged = Database(engine(address(sqlite_url)))
    with capture_logs() as logged:
        await damaged.examine()
    assert logged[0]["event"] == "database_damaged"
    assert "remettre la dernière sauvegarde" in logged[0]["problem"]
    assert not await damaged.healthy()
    damaged.close()
    stores.close()
