"""PostgreSQL's own log: as it comes, messages get into it; as the documents set it, none does, whatever goes wrong."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import yaml
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs
from typer.testing import CliRunner

from bot.assistant.locks import InProcessLockStore
from bot.assistant.service import Assistant
from bot.cli.main import app
from bot.messages import Message
from bot.process.settings import Settings
from bot.storage.feedback import Opinion
from bot.storage.hub_roles import role_name, role_sql
from bot.storage.schema import feedback, unanswered
from bot.storage.stores import Stores
from bot.storage.update_queue import IncomingUpdate
from tests.support.services import OwnPostgres, answers, own_postgres, statement

ROOT = Path(__file__).parents[3]

HOSTILE = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_min_duration_sample": "0",
    "log_transaction_sample_rate": "1",
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "log_lock_waits": "on",
    "logging_collector": "on",
    "log_destination": "stderr,csvlog,jsonlog",
}
"""A server that serves others too, and tells its administrators all."""

AS_IT_COMES = {"log_min_error_statement": "error", "log_error_verbosity": "default"}


class Administered:
    """A server with a database and a role that owns it, as the documents have them made."""

    def __init__(self, server: OwnPostgres, folder: Path) -> None:
        self.server = server
        self.url = make_url(server.address).set(database="aiguilleur")
        self.settings = Settings(data=folder, database=SecretStr(str(self.url.set(username="aiguilleur"))))
        statement(server.address, "CREATE ROLE aiguilleur LOGIN CREATEROLE")
        statement(server.address, "CREATE DATABASE aiguilleur OWNER aiguilleur")

    def run(self, sql: str) -> None:
        """What an administrator pastes into psql."""
        session = psycopg2.connect(str(self.url))
        session.autocommit = True
        for command in filter(str.strip, sql.split(";")):
            session.cursor().execute(command)
        session.close()
        time.sleep(0.5)  # a process takes up what was reloaded when it gets the signal

    @contextmanager
    def stores(self):
        """Opened as a server does, until the block ends."""
        opened = Stores.open(self.settings)
        try:
            yield opened
        finally:
            opened.close()

    def warnings(self) -> list[dict[str, str]]:
        """What is in the operator's log of a server that starts."""
        with capture_logs() as logged, self.stores():
            pass
        return [line for line in logged if line["event"] == "postgresql_logs_messages"]

    def words_in_log(self) -> set[str]:
        """The words of WORDS that are in the server's log, in clear or as bytes are written."""
        log = self.server.log()
        return {word for word in WORDS if word in log or word.encode().hex() in log}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement waits two seconds for a lock, not five."""
    monkeypatch.setattr("bot.storage.engine._WAIT_SECONDS", 2)


@contextmanager
def administered(folder: Path, options: str = ""):
    with own_postgres(options) as server:
        yield Administered(server, folder)


def hostile(administered: Administered) -> None:
    """The administrators of the whole server want to be told all."""
    settings = "".join(f"ALTER SYSTEM SET {name} = '{value}';" for name, value in HOSTILE.items())
    administered.run(f"LOAD 'auto_explain';{settings}")
    administered.server.stop()
    administered.server.start()


async def an_update_meets_a_lock(stores: Stores, _assistant: Assistant, address: str) -> None:
    """Somebody writes on Telegram while another program holds the inbox for longer than we wait."""
    with psycopg2.connect(address) as other:
        other.cursor().execute("LOCK TABLE inbox")
        with pytest.raises(SQLAlchemyError):
            await stores.update_queue.put([IncomingUpdate(1, "a", b'{"message": {"text": "xylophone"}}')])


async def a_question_meets_a_lock(_stores: Stores, assistant: Assistant, address: str) -> None:
    """A question without answer, with a surname that no list has."""
    with psycopg2.connect(address) as other:
        other.cursor().execute("LOCK TABLE unanswered")
        reply = await assistant.reply(Message("me", "pourquoi la girafe des Zarbulon mange-t-elle du carrelage ?"))
    assert reply.question == "panne"


async def a_row_is_refused(stores: Stores, _assistant: Assistant, _address: str) -> None:
    with pytest.raises(SQLAlchemyError):
        await stores.database.write(lambda connection: connection.execute(unanswered.insert().values(text="cornemuse")))


async def another_role_finds_the_deadlock(stores: Stores, _assistant: Assistant, address: str) -> None:
    """An administrator's session, which another role's settings hold for, tells what ours was doing."""
    await stores.feedback.give(stores.identifiers.conversation("rest", "c"), Opinion(True, "organisme", "c", "c"))

    def work(connection):
        connection.exec_driver_sql("LOCK TABLE tasks")
        time.sleep(0.5)
        connection.execute(feedback.update().where(feedback.c.outcome == "c").values(text="vielle"))

    ours = asyncio.create_task(stores.database.write(work))
    with psycopg2.connect(address, options="-c deadlock_timeout=100") as other:
        other.cursor().execute("LOCK TABLE feedback")
        await asyncio.sleep(1)
        with pytest.raises(psycopg2.Error):
            other.cursor().execute("LOCK TABLE tasks")
    await ours


async def a_hub_waits_too_long(_stores: Stores, _assistant: Assistant, address: str) -> None:
    """A hub drops a question by the role that is its own."""
    statement(address, f"{role_sql('bretagne')}; ALTER ROLE {role_name('bretagne')} SET lock_timeout = 200")
    hub = str(make_url(address).set(username=role_name("bretagne")))
    with psycopg2.connect(address) as other:
        other.cursor().execute("LOCK TABLE unanswered")
        with psycopg2.connect(hub) as own, pytest.raises(psycopg2.Error):
            own.cursor().execute("DELETE FROM unanswered WHERE text = 'clavecin'")


async def a_process_of_postgresql_dies(stores: Stores, _assistant: Assistant, address: str) -> None:
    """As where the machine has no memory left: the server itself tells what it was doing."""
    cursor = psycopg2.connect(address).cursor()
    cursor.execute("LOCK TABLE feedback")
    opinion = Opinion(True, "organisme", "d", "d", text="bombarde")
    ours = asyncio.create_task(stores.feedback.give(stores.identifiers.conversation("rest", "d"), opinion))
    await asyncio.sleep(0.5)
    cursor.execute("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    [(process,)] = cursor.fetchall()
    os.kill(process, signal.SIGKILL)
    with pytest.raises(SQLAlchemyError):
        await ours
    await asyncio.sleep(0.5)
    assert answers(address, within=30)


MISHAPS = {
    an_update_meets_a_lock: "xylophone",
    a_question_meets_a_lock: "Zarbulon",
    a_row_is_refused: "cornemuse",
    another_role_finds_the_deadlock: "vielle",
    a_hub_waits_too_long: "clavecin",
    a_process_of_postgresql_dies: "bombarde",
}
"""What goes wrong, and the word of a message that PostgreSQL was given with it."""

WORDS = {*MISHAPS.values()}


async def go_wrong(administered: Administered, assistant: Assistant) -> set[str]:
    """Everything goes wrong; the words that are in the server's log then."""
    with administered.stores() as stores:
        answering = assistant.on(stores, InProcessLockStore())
        for mishap in MISHAPS:
            await mishap(stores, answering, str(administered.url))
    return administered.words_in_log()


async def test_as_postgresql_comes_every_failure_leaves_words_in_its_log_and_the_operator_is_warned(
    tmp_path, assistant
):
    with administered(tmp_path) as database:
        assert {line["setting"]: line["value"] for line in database.warnings()} == AS_IT_COMES
        assert {line["log_level"] for line in database.warnings()} == {"warning"}
        assert await go_wrong(database, assistant) == WORDS


def options_of_the_containers() -> str:
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8"))
    program, *options = compose["services"]["postgres"]["command"]
    assert program == "postgres"
    return shlex.join(options)


def commands_of_an_installation() -> str:
    document = (ROOT / "docs" / "exploiter.md").read_text(encoding="utf-8")
    commands = re.findall(r"-c '([^']*)'", "".join(re.findall(r'^ {4}su postgres -c "psql .*$', document, re.M)))
    assert len(commands) == 3
    return ";\n".join([*commands, ""])


def commands_on_a_server_of_others() -> str:
    document = (ROOT / "docs" / "rgpd.md").read_text(encoding="utf-8")
    (commands,) = re.findall(r"^(?: {4}(?:ALTER|SELECT) .*;\n)+", document, re.M)
    return str(commands)


@pytest.mark.parametrize(
    "way", ["by the containers", "by the document", "by the document, where all is logged for others"]
)
async def test_a_server_that_is_set_up_as_we_say_logs_no_word(tmp_path, assistant, way):
    with administered(tmp_path, options_of_the_containers() if way == "by the containers" else "") as database:
        if way == "by the document":
            database.run(commands_of_an_installation())
        elif way != "by the containers":
            hostile(database)
            database.run(commands_on_a_server_of_others())
        assert database.warnings() == []
        assert await go_wrong(database, assistant) == set()


async def test_what_the_operator_is_warned_with_mends_it_wherever_it_was_set(tmp_path, assistant):
    with administered(tmp_path) as database:
        hostile(database)
        database.run(
            "ALTER ROLE aiguilleur SET log_min_error_statement = 'error';"
            "ALTER ROLE aiguilleur IN DATABASE aiguilleur SET log_statement = 'mod';"
            "ALTER DATABASE aiguilleur SET log_error_verbosity = 'terse';"  # not the server itself
        )
        warnings = database.warnings()
        assert {line["setting"] for line in warnings} == {
            *AS_IT_COMES,
            *HOSTILE.keys() - {"session_preload_libraries", "log_lock_waits", "logging_collector"},
        }
        database.run("\n".join(line["command"] for line in warnings))
        assert database.warnings() == []
        assert await go_wrong(database, assistant) == set()


def test_the_state_of_the_database_says_what_would_be_logged_and_how_that_is_mended(tmp_path, monkeypatch):
    with administered(tmp_path) as database:
        monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
        monkeypatch.setenv("DATABASE_URL", database.settings.database_url)
        assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0
        shown = CliRunner().invoke(app, ["db", "status"], catch_exceptions=False)
        assert shown.exit_code == 0
        assert "PostgreSQL peut écrire des messages dans son journal" in shown.output
        assert "log_min_error_statement = error : ALTER DATABASE aiguilleur SET" in shown.output
        database.run("\n".join(line.split(" : ", 1)[1] for line in shown.output.splitlines() if " : ALTER" in line))
        assert "journal" not in CliRunner().invoke(app, ["db", "status"]).output
