"""By commands: backed up from SQLite, restored in a PostgreSQL database, and the conversation goes on."""

from __future__ import annotations

import pyrage
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli.main import app
from bot.process.settings import Settings, load_settings
from bot.storage.served_database import note_served

HASH_KEY = "ab" * 32
"""Of both, as a restored database needs it."""


async def _said(models, data, database, text):
    """What an assistant on a database answers."""
    from bot.messages import Message
    from bot.rasa_adapter.training import trained_model
    from bot.server.assembly import assemble

    update = {"data": data, "database": SecretStr(database), "hash_key": SecretStr(HASH_KEY)}
    assistant = assemble(load_settings().copy(update=update), trained_model(models))
    try:
        return (await assistant.reply(Message("backed-up", text))).text
    finally:
        assistant.close()


async def test_conversation_goes_on_in_another_database(models, postgres_url, monkeypatch, tmp_path):
    identity = pyrage.x25519.Identity.generate()
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("AIGUILLEUR_HASH_KEY", HASH_KEY)
    monkeypatch.setenv("BACKUP_RECIPIENT", str(identity.to_public()))

    def run(database, *arguments, **more):
        monkeypatch.setenv("DATABASE_URL", database)
        done = CliRunner().invoke(app, [str(argument) for argument in arguments], **more)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output.strip()

    await _said(models, tmp_path, "", "quel organisme pour le titre complet en Charente ?")
    note_served(Settings(data=tmp_path))
    saved = run("", "backup", tmp_path / "backups")
    shown = run(postgres_url, "restore-backup", saved, "--cle", "-", input=str(identity))
    assert "conversations 1" in shown
    assert "Charente" in await _said(models, tmp_path, postgres_url, "que sais-tu de moi ?")
