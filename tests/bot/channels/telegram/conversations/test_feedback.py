"""The buttons under answers: useful or not, why, and with the question or without."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running, button
from tests.doubles.telegram import Message, Person

QUESTION = "qui contacter pour le titre complet dans les Landes ? dites-le à jeanne.dupont@example.org"
_MASKED = "qui contacter pour le titre complet dans les Landes"


@pytest.fixture
def camille(polling: Running) -> Person:
    return polling.double.private(language="fr")


@pytest.fixture
def answer(polling: Running, camille: Person) -> Message:
    camille.writes(QUESTION)
    [answer] = polling.hear(camille)
    return answer


def _opinions(polling: Running) -> list[tuple[object, ...]]:
    """The opinions of this test: those that came after all that there were."""
    polling.quiet()
    return polling.rows("SELECT useful, reason, text, question, outcome, trace FROM feedback ORDER BY id")


def _last_row(message: Message) -> list[str]:
    assert message.keyboard
    return [button["text"] for button in message.keyboard[-1]]


def test_a_useful_answer_is_noted_once_without_its_question(polling: Running, camille: Person, answer: Message) -> None:
    before = len(_opinions(polling))
    presses = [camille.presses(answer, "👍 Utile") for _ in range(2)]
    for press in presses:
        assert polling.double.answer(press)["text"].startswith("Merci de votre avis")
    [(useful, reason, text, question, outcome, trace)] = _opinions(polling)[before:]
    assert (useful, reason, text, question) == (1, None, None, "organisme")
    assert outcome == "titre_la_melee"
    assert trace
    assert _last_row(camille.message(answer.id)) == ["✓ 👍 Utile"]
    assert polling.hear(camille) == []


def test_an_answer_of_no_use_gets_its_reason_and_the_question_where_it_is_given(
    polling: Running, camille: Person, answer: Message
) -> None:
    before = len(_opinions(polling))
    press = camille.presses(answer, "👎 Pas utile")
    assert polling.double.answer(press)["text"]
    polling.quiet()
    reason = button(camille.message(answer.id), "La réponse est fausse")["callback_data"]
    for _ in range(2):
        camille.presses(answer, data=reason)
    [offer] = polling.hear(camille)
    assert _last_row(camille.message(answer.id)) == ["✓ La réponse est fausse"]
    assert [row[:3] for row in _opinions(polling)[before:]] == [(0, "fausse", None)]
    camille.presses(offer, "Oui, la joindre")
    [(useful, reason, text, *_)] = _opinions(polling)[before:]
    assert (useful, reason) == (0, "fausse")
    assert str(text).startswith(_MASKED)
    assert "jeanne" not in str(text)
    assert "example.org" not in str(text)
    assert _last_row(camille.message(offer.id)) == ["✓ Oui, la joindre"]


def test_a_question_that_is_not_given_is_not_kept(polling: Running, camille: Person, answer: Message) -> None:
    before = len(_opinions(polling))
    camille.presses(answer, "👎 Pas utile")
    polling.quiet()
    camille.presses(answer, "Ce n’est pas clair")
    [offer] = polling.hear(camille)
    press = camille.presses(offer, "Non merci")
    assert polling.double.answer(press)["text"].startswith("Merci de votre avis")  # nothing was handed on
    assert [row[:3] for row in _opinions(polling)[before:]] == [(0, "pas_claire", None)]
    assert _last_row(camille.message(offer.id)) == ["✓ Non merci"]


def test_an_opinion_of_an_answer_that_is_forgotten_is_not_kept(
    polling: Running, camille: Person, answer: Message
) -> None:
    camille.writes("/oublier")
    [sure] = polling.hear(camille)
    camille.presses(sure, "Oui")
    polling.hear(camille)
    before = len(_opinions(polling))
    press = camille.presses(answer, "👍 Utile")
    assert polling.double.answer(press)["text"].startswith("Ce bouton n’est plus valable")
    assert len(_opinions(polling)) == before
