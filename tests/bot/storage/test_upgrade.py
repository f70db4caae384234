"""A database is made, brought up to date, or refused with a reason; it is never half-used."""

from __future__ import annotations

import subprocess
import sys

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
from tests.support.tables import each_row

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


def test_migrations_make_the_tables_of_the_schema(settings):
    database = Database.open(settings)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.close()


async def test_a_database_goes_down_step_by_step_and_up_again_with_its_conversations(settings, database_url):
    stores = Stores.open(settings)
    turn = await stores.turns.begin(stores.identifiers.conversation("rest", "me"))
    turn.kept = b"state"
    await stores.turns.end(turn)
    stores.close()
    url = address(database_url)
    upgrade.downgrade(url, "0002")
    later = {"inbox", "deliveries", "keys", "subscriptions", "announced", "group_places", "tallies"}
    assert tables(database_url) == TABLES - later
    upgrade.downgrade(url, "0001")
    assert tables(database_url) == {"conversations", "alembic_version"}
    upgrade.downgrade(url, "base")
    assert upgrade.state(url) == (None, "0006")
    stores = Stores.open(settings)
    assert tables(database_url) == TABLES
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


@each_row(
    ("url", "remedy"),
    [
        ("sqlite:////dev/null/aiguilleur.db", "Vérifier que le dossier"),
        ("postgresql://someone:hunter2@127.0.0.1:1/base", "Vérifier que PostgreSQL répond"),
        ("mysql://someone:hunter2@b/c", "postgresql://"),
        ("nonsense", "postgresql://"),
    ],
)
def test_database_that_cannot_be_opened_is_told_with_a_remedy_and_without_its_password(settings_for, url, remedy):
    with pytest.raises(StorageError, match=remedy) as caught:
        Database.open(settings_for(url))
    assert "hunter2" not in str(caught.value)


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
