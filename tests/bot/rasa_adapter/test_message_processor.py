"""The message processor: a process that answers loads none of the libraries that only training needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.content.project_files import PROJECT

_ANSWERS = """
import asyncio, sys
from bot.server.assembly import assemble
from bot.messages import Message
from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model

settings = load_settings()
assistant = assemble(settings, trained_model(settings.models))

async def talk():
    for text in ("qui forme au CCP1 en Gironde ?", "et pour les modules ?", "pourquoi ?"):
        print((await assistant.reply(Message("rest-1", text))).text)

asyncio.run(talk())
print([name for name in ("tensorflow", "keras", "jax", "matplotlib") if name in sys.modules])
"""


def test_answers_come_without_tensorflow(models: Path, tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(models.resolve())
    environment = {**os.environ, "AIGUILLEUR_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _ANSWERS],
        cwd=PROJECT.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Gironde" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
