"""The database off the event loop, healthy or not, and back without a hand after a restart of the server."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.storage.database import Database
from bot.storage.engine import THREADS, address, engine
from bot.storage.stores import Stores


async def test_a_slow_statement_does_not_hold_up_the_event_loop(stores):
    go_on = threading.Event()

    def slow(connection):
        connection.execute(text("SELECT 1"))
        return go_on.wait(10)

    waiting = asyncio.create_task(stores.database.read(slow))
    await asyncio.sleep(0.1)
    go_on.set()
    assert await waiting, "the loop came round while the statement went on"


async def test_many_turns_at_once_share_a_bounded_number_of_connections(stores):
    async def turn(number: int) -> None:
        begun = await stores.turns.begin(stores.identifiers.conversation("rest", str(number)))
        begun.kept = b"one"
        await stores.turns.end(begun)

    await asyncio.gather(*(turn(number) for number in range(200)))
    assert stores.database.engine.pool.checkedout() == 0
    assert stores.database.engine.pool.size() == THREADS


async def test_a_writer_waits_for_another_process_that_writes(stores, open_stores):
    other = open_stores()

    def hold(connection):
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        time.sleep(0.5)

    holding = asyncio.create_task(other.database.write(hold))
    await asyncio.sleep(0.1)
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    turn.kept = b"one"
    await stores.turns.end(turn)
    await holding


async def test_a_turn_that_meets_a_lock_does_not_hold_up_the_event_loop(stores, open_stores):
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    turn.kept = b"one"
    locked, go_on = threading.Event(), threading.Event()

    def hold(connection):
        connection.execute(text("LOCK conversations" if connection.dialect.name == "postgresql" else "SELECT 1"))
        locked.set()
        go_on.wait(10)

    holding = asyncio.create_task(open_stores().database.write(hold))
    while not locked.is_set():
        await asyncio.sleep(0.01)
    ending = asyncio.create_task(stores.turns.end(turn))
    await asyncio.sleep(0.1)
    assert not ending.done()
    go_on.set()
    await asyncio.gather(holding, ending)


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


async def test_a_failed_transaction_leaves_nothing(stores):
    def fails(connection):
        connection.execute(text("INSERT INTO tasks (name) VALUES ('half')"))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await stores.database.write(fails)
    assert await stores.database.read(lambda connection: connection.execute(text("SELECT name FROM tasks")).all()) == []


async def test_a_server_restarted_is_found_again_without_a_hand(settings_for, own_postgres):
    stores = Stores.open(settings_for(own_postgres.address))
    conversation_key = stores.identifiers.conversation("rest", "me")
    turn = await stores.turns.begin(conversation_key)
    turn.kept = b"one"
    await stores.turns.end(turn)
    assert await stores.database.healthy()
    own_postgres.stop()
    start = time.perf_counter()
    assert not await stores.database.healthy()
    assert time.perf_counter() - start < 3
    own_postgres.start()
    assert await stores.database.healthy()
    assert (await stores.turns.begin(conversation_key)).state == b"one"
    stores.close()


async def test_a_database_that_hangs_is_not_healthy(stores, monkeypatch):
    monkeypatch.setattr("bot.storage.database.HEALTH_SECONDS", 0.05)
    monkeypatch.setattr(stores.database, "write_sync", lambda _work: time.sleep(0.3))
    assert not await stores.database.healthy()


def test_closing_lets_go_of_the_file(settings_for, sqlite_url, tmp_path):
    database = Database.open(settings_for(sqlite_url))
    database.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aiguilleur.db"]


def test_the_file_of_the_database_is_its_owners_alone(settings_for, sqlite_url, tmp_path):
    (tmp_path / "aiguilleur.db").touch(mode=0o644)
    stores = Stores.open(settings_for(sqlite_url))
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("aiguilleur.db*")}
    stores.close()
    assert len(modes) >= 2, "with what SQLite writes beside it"
    assert set(modes.values()) == {0o600}


async def test_a_database_that_takes_no_row_is_not_healthy(stores):
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
