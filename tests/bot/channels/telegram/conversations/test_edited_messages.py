"""A message that is edited: its answer changes with it."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Person


@pytest.fixture
def camille(polling: Running) -> Person:
    return polling.double.private(language="fr")


def test_the_answer_to_an_edited_question_is_edited(polling: Running, camille: Person) -> None:
    asked = camille.writes("qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(camille)
    camille.edits(asked, "qui contacter pour le titre complet en Charente ?")
    assert polling.hear(camille) == []
    edited = camille.message(answer.id)
    assert "en Charente, c'est l'Espace Numérique Sud-Charente" in plain(edited)
    # Its buttons are those of what it says now.
    press = camille.presses(edited, "👍 Utile")
    assert polling.double.answer(press)["text"].startswith("Merci de votre avis")


def test_an_edit_of_the_same_text_is_not_read_again(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    asked = camille.writes("qui contacter pour le titre complet ?")
    _, answer = polling.hear(camille)
    camille.presses(answer, "👍 Utile")
    polling.quiet()
    rated = camille.message(answer.id)
    camille.writes("/departement 16")
    polling.hear(camille)
    # As Telegram tells of a preview that it made.
    camille.edits(asked, "qui contacter pour le titre complet ?")
    assert polling.hear(camille) == []
    assert camille.message(answer.id) == rated
    assert "✓ 👍 Utile" in rated.titles


def test_a_message_that_was_never_answered_is_answered_once_it_is_edited(polling: Running) -> None:
    group, someone = polling.double.group(), polling.double.user()
    asked = group.writes(someone, "quelqu'un sait pour les Landes ?")
    assert polling.hear(group) == []
    group.edits(someone, asked, "@aiguilleur_bot qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(group)
    assert answer.reply_to == asked
    assert "La Mêlée" in answer.text
