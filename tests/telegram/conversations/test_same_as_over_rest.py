"""What Telegram shows is what REST gives, and it shows that an answer is on its way."""

from __future__ import annotations

import sqlite3

import pytest

from tests.telegram.conversations.running import Running

_TRIES = 20

QUESTIONS = [
    "which organisation for Landes?",
    "quel organisme pour les Landes ?",
    "comment s'inscrire au CCP1 en Gironde ?",
    "qui paie les modules ?",
    "combien de temps dure le titre complet ?",
    "puis-je suivre un deuxième module ?",
    "How do I get the Aidants Connect habilitation?",
    "comment s'inscrire ?",
    "bonjour",
    "quelle heure est-il ?",
    "je veux parler à quelqu'un",
    "asdfgh <b>&amp; « ok » 1 < 2",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_same_over_rest(polling: Running, question: str) -> None:
    camille = polling.double.private(language="fr")
    camille.writes(question)
    [shown] = polling.hear(camille)
    given = polling.over_rest(f"parity-{camille.id}", question)
    assert shown.text == given["text"]
    buttons = [button for button in shown.buttons if not button.get("callback_data", "").startswith("a:")]
    links = [button["url"] for button in buttons if "url" in button]
    choices = [button["callback_data"] for button in buttons if "callback_data" in button]
    assert links == [button["url"] for button in given.get("buttons", ()) if "url" in button]
    assert choices == [button["payload"] for button in given.get("buttons", ()) if "payload" in button]


def test_a_choice_is_answered_as_over_rest(polling: Running) -> None:
    camille = polling.double.private(language="fr")
    camille.starts()
    [welcome] = polling.hear(camille)
    for choice in welcome.buttons:
        camille.presses(welcome, choice["text"])
        [shown] = polling.hear(camille)
        assert shown.text == polling.over_rest(f"choices-{camille.id}", choice["callback_data"])["text"]


def test_an_answer_that_takes_a_moment_is_announced(polling: Running) -> None:
    camille = polling.double.private(language="fr")
    camille.writes("bonjour")
    polling.hear(camille)
    assert camille.state.actions == []
    elsewhere = sqlite3.connect(polling.data / "aiguilleur.db", isolation_level=None, timeout=30)
    try:
        for _ in range(_TRIES):
            camille.writes("qui contacter pour le titre complet dans les Landes ?")
            if _locked_while_it_is_handled(elsewhere):
                # The turn waits for the database, where someone else writes.
                polling.double.wait(lambda: camille.state.actions, "typing")
                elsewhere.execute("ROLLBACK")
                break
    finally:
        elsewhere.close()
    *_, answer = polling.hear(camille)
    assert "La Mêlée" in answer.text
    assert set(camille.state.actions) == {"typing"}


def _locked_while_it_is_handled(connection: sqlite3.Connection) -> bool:
    """Lock the database as soon as an update is being handled; False where it was done before that."""
    handled = "SELECT max(holder IS NOT NULL) FROM inbox WHERE done IS NULL"
    while not connection.execute(handled).fetchone()[0]:
        pass
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute(handled).fetchone()[0]:
        return True
    connection.execute("ROLLBACK")
    return False
