"""What Telegram shows is what REST gives, and it shows that an answer is on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.bot.channels.telegram.conversations.running import Running
from tests.doubles.telegram import Slow
from tests.support.tables import each_row

QUESTIONS = [
    "which organisation for Landes?",
    "comment s'inscrire au CCP1 en Gironde ?",
    "comment s'inscrire ?",
    "quelle heure est-il ?",
    "asdfgh <b>&amp; « ok » 1 < 2",
]


def _lines(text: str, given: Mapping[str, Any]) -> list[str]:
    """What is said, line by line, without the titles of links: on Telegram those that have no row stand in the text."""
    titles = {button["title"] for button in given.get("buttons", ()) if "url" in button}
    return [line.strip() for line in text.splitlines() if line.strip() and line not in titles]


@each_row("question", QUESTIONS)
def test_the_answer_is_the_same_over_rest(polling: Running, question: str) -> None:
    camille = polling.double.private(language="fr")
    camille.writes(question)
    [shown] = polling.hear(camille)
    given = polling.over_rest(f"parity-{camille.id}", question)
    links = {button["title"]: button["url"] for button in given.get("buttons", ()) if "url" in button}
    assert _lines(shown.text, given) == _lines(given["text"], given)
    buttons = [button for button in shown.buttons if not button.get("callback_data", "").startswith("a:")]
    in_text = {url for title, url in links.items() if title in shown.text.splitlines()}
    choices = [button["callback_data"] for button in buttons if "callback_data" in button]
    assert {button["url"] for button in buttons if "url" in button} | in_text == {*links.values()}
    assert choices == [button["payload"] for button in given.get("buttons", ()) if "payload" in button]


def test_only_an_answer_that_takes_a_moment_is_announced(polling: Running) -> None:
    camille, others = polling.double.private(language="fr"), [polling.double.private() for _ in range(5)]
    for other in others:
        other.writes("bonjour")
        polling.hear(other)
    assert any(not other.state.actions for other in others), "one that comes at once, where the machine is not busy"
    polling.double.fail("sendMessage", Slow(2), chat=camille)
    camille.writes("qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(camille)
    assert "La Mêlée" in answer.text
    assert set(camille.state.actions) == {"typing"}
