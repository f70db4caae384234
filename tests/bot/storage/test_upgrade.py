"""A database is made, brought up to date, or refused with a reason; it is never half-used."""

from __future__ import annotations

import hmac
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.storage import upgrade
from bot.storage.database import Database
from bot.storage.engine import address, engine
from bot.storage.errors import StorageError
from bot.storage.schema import metadata
from bot.storage.stores import Stores

EARLIER = "CREATE TABLE conversations (id VARCHAR(64) PRIMARY KEY, state {blob} NOT NULL, updated TIMESTAMP NOT NULL)"
TABLES = {
    *("conversations", "seen", "unanswered", "feedback", "receipts", "tasks", "inbox", "deliveries", "keys"),
    *("subscriptions", "announced", "group_places", "tallies"),
    "alembic_version",
}


def run(url: str, *statements: str) -> None:
    made = engine(address(url), migrating=True)
    with made.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    made.dispose()


def tables(url: str) -> set[str]:
    made = engine(address(url), migrating=True)
    found = set(inspect(made).get_table_names())
    made.dispose()
    return found


def test_a_new_database_gets_every_table(settings, database_url):
    Database.open(settings).close()
    assert tables(database_url) == TABLES


def test_migrations_make_the_tables_of_the_schema(settings):
    database = Database.open(settings)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_a_database_goes_down_step_by_step_and_up_again(settings, database_url):
    Database.open(settings).close()
    url = address(database_url)
    upgrade.downgrade(url, "0002")
    later = {"inbox", "deliveries", "keys", "subscriptions", "announced", "group_places", "tallies"}
    assert tables(database_url) == TABLES - later
    upgrade.downgrade(url, "0001")
    assert tables(database_url) == {"conversations", "alembic_version"}
    upgrade.downgrade(url, "base")
    assert upgrade.state(url) == (None, "0006")
    Database.open(settings).close()
    assert tables(database_url) == TABLES


def test_an_older_database_is_brought_up_to_date(settings, database_url):
    upgrade.migrate(address(database_url), "0001")
    run(
        database_url,
        "INSERT INTO conversations (id, channel, state, updated, version) "
        "VALUES ('a', 'rest', '1', '2026-01-01 00:00:00', 3)",
    )
    database = Database.open(settings)
    assert (
        database.read_sync(lambda connection: connection.execute(text("SELECT version FROM conversations")).scalar())
        == 3
    )
    database.close()


async def test_the_table_of_before_migrations_is_taken_over(settings, database_url):
    settings.data.joinpath("hash.key").write_bytes(bytes(range(32)))
    known = hmac.new(bytes(range(32)), b"rest:me", sha256).hexdigest()
    blob, state = ("BLOB", "x'01'") if "sqlite" in database_url else ("BYTEA", r"'\x01'")
    run(
        database_url,
        EARLIER.format(blob=blob),
        f"INSERT INTO conversations VALUES ('{known}', {state}, '2026-01-01 00:00:00')",  # noqa: S608
    )
    stores = Stores.open(settings)
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    assert bytes(turn.state) == b"\x01"
    stores.close()


async def test_going_down_to_before_migrations_keeps_the_conversations(settings, database_url):
    stores = Stores.open(settings)
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    turn.kept = b"state"
    await stores.turns.end(turn)
    stores.close()
    upgrade.downgrade(address(database_url), "base")
    stores = Stores.open(settings)
    again = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    assert bytes(again.state) == b"state"
    stores.close()


def test_a_table_of_someone_else_is_left_alone(settings, database_url):
    run(database_url, "CREATE TABLE conversations (id INTEGER PRIMARY KEY, title VARCHAR(10))")
    with pytest.raises(StorageError, match="qui n'est pas celle d'Aiguilleur"):
        Database.open(settings)
    assert tables(database_url) == {"conversations"}


def test_a_database_of_a_newer_version_is_refused_and_left_alone(settings, database_url):
    Database.open(settings).close()
    run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="une version plus récente l'a faite"):
        Database.open(settings)
    with pytest.raises(StorageError, match="9999"):
        upgrade.downgrade(address(database_url), "base")
    assert tables(database_url) == TABLES


def test_unknown_revision_is_refused_with_a_list_of_the_known(settings, database_url):
    Database.open(settings).close()
    with pytest.raises(StorageError, match="0001, 0002, 0003, 0004, 0005, 0006, base"):
        upgrade.downgrade(address(database_url), "0815")


def test_processes_that_start_together_make_one_database(settings, database_url):
    code = (
        "import sys; from bot.process import logs; from bot.process.settings import Settings;"
        "from bot.storage.stores import Stores; logs.configure();"
        "stores = Stores.open(Settings(data=sys.argv[1], database=sys.argv[2]));"
        "print(stores.identifiers.conversation('rest', 'me').id); stores.close()"
    )
    command = [sys.executable, "-c", code, str(settings.data), database_url]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(5)]
    ended = [(*process.communicate(timeout=90), process.returncode) for process in running]
    assert [code for _, _, code in ended] == [0] * 5, ended
    assert len({out for out, _, _ in ended}) == 1, "one hash key for all"
    assert tables(database_url) == TABLES


def test_database_file_that_cannot_be_created_is_reported_with_a_remedy(settings_for, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="Vérifier que le dossier"):
        Database.open(settings_for(f"sqlite:///{tmp_path / 'file' / 'aiguilleur.db'}"))


def test_unreachable_server_is_reported_without_its_password(settings_for):
    with pytest.raises(StorageError, match="Vérifier que PostgreSQL répond") as caught:
        Database.open(settings_for("postgresql://someone:hunter2@127.0.0.1:1/base"))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("written", ["mysql://a@b/c", "nonsense", "oracle://x"])
def test_address_of_an_unsupported_database_is_refused(settings_for, written):
    with pytest.raises(StorageError, match="postgresql://"):
        Database.open(settings_for(written))


async def test_a_state_that_cannot_be_read_begins_the_conversation_anew(settings):
    from bot.content.active import ActiveContent
    from bot.content.loading import project_content
    from bot.rasa_adapter.tracker_store import CompactTrackerStore
    from bot.storage.conversations import StoredTurn

    store = CompactTrackerStore(None)
    conversation_key = Stores.open(settings).identifiers.conversation("rest", "me")
    for state in (b"\x01", b"", msgspec.msgpack.encode([1, {}, []]), b"\xff" * 9):
        with ActiveContent(project_content()).message(begins=True) as exchange:
            exchange.begin(StoredTurn(conversation_key, state=state), exchange.context)
            assert await store.retrieve("me") is None


def test_the_migrations_are_in_the_package():
    folder = Path(upgrade.__file__).parent / "migrations"
    assert (folder / "env.py").is_file()
    assert sorted(path.name for path in (folder / "versions").glob("0*.py"))
