"""`make telegram-demo`: operators see what an adviser gets on Telegram, and are told where something stays silent."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram import demo

pytestmark = pytest.mark.thorough


@pytest.mark.usefixtures("models")
def test_the_demo_shows_a_conversation_in_which_everything_gets_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    demo.main(demo.SCRIPT)
    shown = " ".join(capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ").split())
    for expected in ("(modifie sa réponse)", "[ ✓ Ce n’est plus à jour ]", "(une carte à partager)", "EFF-"):
        assert expected in shown
