"""The operator's commands, as docs/rgpd.md gives them."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli.main import app
from bot.process.settings import Settings
from bot.storage.errors import StorageError
from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.served_database import note_served
from bot.storage.stores import Stores

DOCUMENT = Path(__file__).parents[3] / "docs" / "rgpd.md"
COMMANDS = re.findall(r"^ {4,}\.venv/bin/aiguilleur (.+)$", DOCUMENT.read_text(encoding="utf-8"), re.M)


@pytest.fixture
def run(monkeypatch, tmp_path, database_url):
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)

    def command(line: str, **more):
        done = CliRunner().invoke(app, shlex.split(line), **more)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return command


@pytest.fixture
def settings(tmp_path, database_url):
    return Settings(data=tmp_path, database=database_url)


@pytest.fixture
async def kept(settings):
    """What an adviser left."""
    stores = Stores.open(settings)
    conversation_key = stores.identifiers.conversation("rest", "IDENTIFIANT")
    turn = await stores.turns.begin(conversation_key, "m1")
    turn.kept, turn.reply = b"\x92\x02\xc0", b"\x81\xa4text\xa2ok"
    turn.unanswered = UnansweredQuestion("no_rule", "fr", "et la cantine ?", "prix", (("prix", 0.4),))
    await stores.turns.end(turn)
    await stores.feedback.give(
        conversation_key, Opinion(False, "prix", "inconnu", "abc", "incomplet", "écrire à a@b.fr")
    )
    await stores.sent_messages.note(conversation_key, "815", [816])
    stores.close()


@pytest.mark.usefixtures("kept")
def test_every_command_of_the_document_works_in_its_order(run):
    assert {line.split()[0] for line in COMMANDS} == {"purge", "export", "erase", "db", "inbox"}
    for line in COMMANDS:
        done = run(line.partition(" | ")[0])
        assert done.exit_code == 0, done.output
        assert done.output.strip()


@pytest.mark.usefixtures("kept")
def test_the_export_shows_all_that_is_kept(run):
    shown = json.loads(run("export rest IDENTIFIANT").output)
    assert {name: len(rows) for name, rows in shown.items()} == {
        "conversations": 1,
        "seen": 1,
        "unanswered": 1,
        "feedback": 1,
        "deliveries": 1,
        "subscriptions": 0,
        "group_places": 0,
    }
    assert shown["seen"][0]["reply"] == {"text": "ok"}
    assert shown["unanswered"][0]["text"] == "et la cantine ?"
    assert shown["feedback"][0]["text"] == "écrire à [e-mail]"
    assert set(shown["deliveries"][0]) == {"conversation", "sent", "at"}
    assert set(map(len, json.loads(run("export web nobody").output).values())) == {0}


COMMANDS_OF_A_SERVER = ("erase rest me", "export rest me", "purge", "db status", "db downgrade base --oui", "inbox")


@pytest.mark.parametrize("line", COMMANDS_OF_A_SERVER)
def test_no_command_makes_a_database_or_a_key(run, tmp_path, monkeypatch, line):
    monkeypatch.delenv("DATABASE_URL")
    with pytest.raises(StorageError, match=r"Il n'y a pas de base de données .*aiguilleur\.db : rien n'a été fait"):
        run(line)
    assert not [*tmp_path.glob("aiguilleur.db*"), *tmp_path.glob("hash.key")]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("line", COMMANDS_OF_A_SERVER)
def test_a_command_refuses_another_database_than_the_servers(run, settings, monkeypatch, tmp_path, line):
    note_served(settings)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    monkeypatch.setenv("DATABASE_URL", other)
    with pytest.raises(StorageError, match=r"Le serveur de .* utilise la base .*other\.db : rien n'a été fait"):
        run(line)
    assert not (tmp_path / "other.db").exists()


@pytest.mark.usefixtures("kept")
def test_the_database_that_is_meant_is_named(run, settings, monkeypatch):
    note_served(Settings(data=settings.data, database="postgresql://somewhere/else"))
    monkeypatch.delenv("DATABASE_URL")
    assert ": 5 lignes" in run(f"erase rest IDENTIFIANT --database {settings.database_url}").output


def test_the_user_and_the_password_make_no_other_database(settings):
    user = "postgresql://{}@127.0.0.1:5432/a"
    note_served(settings.copy(update={"database": SecretStr(user.format("aiguilleur:secret"))}))
    noted = (settings.data / "base-en-service").read_text()
    note_served(settings.copy(update={"database": SecretStr(user.format("hub"))}))
    assert (settings.data / "base-en-service").read_text() == noted == "postgresql://127.0.0.1:5432/a\n"


@pytest.mark.usefixtures("kept")
def test_a_command_refuses_an_unknown_key_and_leaves_keys_of_the_environment_alone(run, monkeypatch):
    monkeypatch.setenv("AIGUILLEUR_HASH_KEY", "0a" * 32)
    with pytest.raises(StorageError, match="La clé des identifiants n'est pas de cette base"):
        run("erase rest IDENTIFIANT")
    with pytest.raises(StorageError, match="AIGUILLEUR_HASH_KEY est définie"):
        run("db rotate-key")


@pytest.mark.usefixtures("kept")
def test_a_lost_key_is_forgotten_once_the_operator_agrees(run, settings):
    assert run("db forget-keys", input="n\n").exit_code == 1
    assert "1 clés oubliées" in run("db forget-keys --oui").output
    Stores.open(settings.copy(update={"hash_key": SecretStr("0a" * 32)})).close()


@pytest.mark.usefixtures("kept")
def test_erasing_tells_what_went_and_a_second_time_finds_nothing(run):
    first = run("erase rest IDENTIFIANT").output
    assert re.search(r"EFF(-[2-9A-Z]{4}){3} : 5 lignes effacées", first)
    assert ": 0 lignes" in run("erase rest IDENTIFIANT").output
    with pytest.raises(StorageError, match="rest, web, telegram"):
        run("erase fax me")
    assert set(map(len, json.loads(run("export rest IDENTIFIANT").output).values())) == {0}


def test_the_database_tells_whether_it_is_up_to_date(run):
    assert "révision 0006" in run("db upgrade").output
    assert run("db status").exit_code == 0
    assert run("db downgrade 0001", input="n\n").exit_code == 1
    assert "révision 0001" in run("db downgrade 0001 --oui").output
    assert run("db status").exit_code == 1


def test_a_password_is_never_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone:hunter2@127.0.0.1:1/base")
    with pytest.raises(StorageError) as caught:
        CliRunner().invoke(app, ["db", "status"], catch_exceptions=False)
    assert "hunter2" not in str(caught.value)
