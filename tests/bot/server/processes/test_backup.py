"""By the operator's commands: backed up, wiped, restored, and the conversation goes on."""

from __future__ import annotations

import pyrage
import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli.main import app
from bot.process.settings import Settings
from bot.storage.served_database import note_served
from tests.support.services import fresh_database, postgres

HASH_KEY = "ab" * 32


@pytest.fixture
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def assemble(models):
    """Assemble an assistant on a database; all have the same hash key, as a restored database needs it."""
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import trained_model
    from bot.server.assembly import assemble

    assistants = []

    def on(data, database=""):
        settings = load_settings().copy(
            update={"data": data, "database": SecretStr(database), "hash_key": SecretStr(HASH_KEY)}
        )
        assistants.append(assemble(settings, trained_model(models)))
        return assistants[-1]

    yield on
    for assistant in assistants:
        assistant.close()


@pytest.fixture
def run(monkeypatch, identity):
    """A command of the operator's, with the settings of a server."""

    def command(data, database, *arguments, **more):
        monkeypatch.setenv("AIGUILLEUR_DATA", str(data))
        monkeypatch.setenv("DATABASE_URL", database)
        monkeypatch.setenv("AIGUILLEUR_HASH_KEY", HASH_KEY)
        monkeypatch.setenv("BACKUP_RECIPIENT", str(identity.to_public()))
        done = CliRunner().invoke(app, [str(argument) for argument in arguments], **more)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output.strip()

    return command


async def _say(assistant, text):
    from bot.messages import Message

    return (await assistant.reply(Message("backed-up", text))).text


async def test_conversation_goes_on_after_a_postgresql_database_is_lost(assemble, run, identity, tmp_path):
    with postgres() as server:
        with fresh_database(server) as lost:
            await _say(assemble(tmp_path, lost), "quel organisme pour le titre complet en Charente ?")
            saved = run(tmp_path, lost, "backup", tmp_path / "backups")
        with fresh_database(server) as after:
            shown = run(tmp_path, after, "restore-backup", saved, "--cle", "-", input=str(identity))
            assert "conversations 1" in shown
            assert "Charente" in await _say(assemble(tmp_path, after), "que sais-tu de moi ?")


async def test_conversation_goes_on_after_an_sqlite_file_is_lost(assemble, run, identity, tmp_path):
    data = tmp_path / "data"
    await _say(assemble(data), "quel organisme pour le titre complet en Charente ?")
    saved = run(data, "", "backup", tmp_path / "backups")
    for file in data.glob("aiguilleur.db*"):
        file.unlink()
    (tmp_path / "key").write_text(f"# created: today\n{identity}\n")
    run(data, "", "restore-backup", saved, "--cle", tmp_path / "key")
    assert "Charente" in await _say(assemble(data), "que sais-tu de moi ?")


async def test_conversation_moves_from_sqlite_to_postgresql(assemble, run, identity, tmp_path):
    await _say(assemble(tmp_path), "quel organisme pour le titre complet en Charente ?")
    note_served(Settings(data=tmp_path))
    saved = run(tmp_path, "", "backup", tmp_path / "backups")
    with postgres() as server, fresh_database(server) as larger:
        run(tmp_path, larger, "restore-backup", saved, "--cle", "-", input=str(identity))
        assert "Charente" in await _say(assemble(tmp_path, larger), "que sais-tu de moi ?")
