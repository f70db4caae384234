"""Backups by the script of deploy/: a restored backup holds the state of the conversations."""

from __future__ import annotations

import os
import subprocess

import pytest
from pydantic import SecretStr

from tests.support.redis_server import installed
from tests.support.server import ROOT
from tests.support.services import fresh_database, postgres


@pytest.fixture
def assemble(models):
    """Assemble an assistant on a database; all have the same hash key, as a restored database needs it."""
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import trained_model
    from bot.server.assembly import assemble

    assistants = []

    def on(data, database=""):
        settings = load_settings().copy(
            update={"data": data, "database": SecretStr(database), "hash_key": SecretStr("ab" * 32)}
        )
        assistants.append(assemble(settings, trained_model(models)))
        return assistants[-1]

    yield on
    for assistant in assistants:
        assistant.close()


async def _say(assistant, text):
    from bot.messages import Message

    return (await assistant.reply(Message("backed-up", text))).text


def _backup(folder, **settings):
    installed("pg_dump", "postgresql-client")
    environment = {**os.environ, **settings}
    done = subprocess.run(
        [ROOT / "deploy" / "sauvegarder", folder], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


async def test_restored_postgresql_backup_keeps_conversations(assemble, tmp_path):
    with postgres() as server, fresh_database(server) as before, fresh_database(server) as after:
        await _say(assemble(tmp_path, before), "quel organisme pour le titre complet en Charente ?")
        saved = _backup(tmp_path / "backups", DATABASE_URL=before)
        restore = installed("pg_restore", "postgresql-client")
        subprocess.run([restore, "--no-owner", f"--dbname={after}", saved], check=True)
        assert "Charente" in await _say(assemble(tmp_path, after), "que sais-tu de moi ?")


async def test_sqlite_backup_of_a_running_server_keeps_conversations(assemble, tmp_path):
    await _say(assemble(tmp_path / "before"), "quel organisme pour le titre complet en Charente ?")
    saved = _backup(tmp_path / "backups", AIGUILLEUR_DATA=str(tmp_path / "before"), DATABASE_URL="")
    (tmp_path / "after").mkdir()
    os.rename(saved, tmp_path / "after" / "aiguilleur.db")
    assert "Charente" in await _say(assemble(tmp_path / "after"), "que sais-tu de moi ?")
