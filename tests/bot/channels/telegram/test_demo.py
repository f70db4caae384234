"""`make telegram-demo`: operators see what an adviser gets on Telegram, and are told where something stays silent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.bot.channels.telegram import demo

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[4]


@pytest.mark.usefixtures("models")
def test_the_demo_shows_a_conversation_in_which_everything_gets_an_answer() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "tests.bot.channels.telegram.demo"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "NO_COLOR": "1"}
    run = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    shown = run.stdout.replace("\N{NO-BREAK SPACE}", " ")
    for expected in (
        "Camille     (par un lien) /start hub-na",
        "[ S’inscrire aux modules (La Mednum) → https://lamednum.coop/formation/ ]",
        "complémentaires : s’inscrire ]",
        "Ma source donne cette règle, sans en dire la raison",
        "(modifie sa réponse) Pour le titre complet dans les Landes, c’est La Mêlée",
        "[ ✓ Ce n’est plus à jour ]",
        "Je ne sais ni écouter ni regarder les enregistrements",
        "(une carte à partager) Quel organisme contacter",
        "Réponse d’Aiguilleur, @aiguilleur_bot",
        "Numéro de reçu : EFF-",
        "tous ont eu une réponse",
    ):
        assert expected in shown


@pytest.mark.usefixtures("models")
def test_the_demo_fails_where_something_gets_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "muet.yml"
    script.write_text(
        "turns:\n- {shows: un bonjour, starts: ''}\n- {shows: un changement de photo, sends: new_chat_photo}\n",
        encoding="utf-8",
    )
    with pytest.raises(typer.Exit) as ended:
        demo.main(script)
    assert ended.value.exit_code == 1
    assert "Sans réponse : un changement de photo." in "".join(capsys.readouterr())
