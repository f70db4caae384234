"""`aiguilleur stats`, as an operator reads it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.process.settings import Settings
from bot.storage.stores import Stores


@pytest.fixture(autouse=True)
async def _asked(monkeypatch, tmp_path, sqlite_url):
    """A database in which seven advisers asked what a training costs, and one what Pix is."""
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    stores = Stores.open(Settings(data=tmp_path, database=sqlite_url))
    for number, question in enumerate(["prix"] * 7 + ["pix_score"]):
        turn = await stores.turns.begin(stores.identifiers.conversation("telegram", str(number)))
        turn.kept, turn.question = b"state", question
        await stores.turns.end(turn)
    stores.close()


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["stats", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_an_operator_reads_what_was_asked_but_no_small_number():
    output = run("--par", "jour", "--jours", "2")
    assert "Par jour" in output
    [telegram] = [line for line in output.splitlines() if line.startswith("  telegram")]
    assert telegram.split() == ["telegram", "8", "8", "0", "0", "0"]
    [pix] = [line for line in output.splitlines() if line.startswith("  pix_score")]
    assert "< 5" in pix
    [prix] = [line for line in output.splitlines() if line.startswith("  prix")]
    assert "7" not in prix, "it would tell the other one"
    assert "Par hub\n  rien" in output
    assert output.endswith("Abonnés aux alertes de Telegram, aujourd'hui : 0\n")


def test_a_program_reads_the_same_in_json():
    data = json.loads(run("--json"))
    assert data["channels"]["telegram"]["questions"] == "8"
    assert data["topics"]["pix_score"]["questions"] == "< 5"
    assert data["subscribers"] == "0"
