"""The database refuses what a turn is to keep, or a group the answer: it comes once it is taken, else an apology."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from bot.channels.telegram.worker import MAX_ATTEMPTS
from tests.bot.channels.telegram.conversations.running import Running, button, plain
from tests.doubles.telegram import Person

APOLOGY = "Désolé, un incident m'empêche de répondre"
INITIAL = "La formation initiale, CCP1\xa0: s’inscrire"
CHOSEN = "✓ La formation initiale, … s’inscrire"


@pytest.fixture
def camille(troubled: Running) -> Person:
    return troubled.double.private(language="fr")


@contextmanager
def _turns_fail(troubled: Running) -> Iterator[None]:
    """No reply can be kept, as when the disk is full; the inbox still works."""
    path = troubled.data / "aiguilleur.db"
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("CREATE TRIGGER fails BEFORE INSERT ON seen BEGIN SELECT RAISE(ABORT, 'full'); END")
        try:
            yield
        finally:
            database.execute("DROP TRIGGER fails")


def _failed(troubled: Running) -> int:
    """How many attempts have."""
    return len(troubled.server.events("update_failed"))


def test_a_button_pressed_meanwhile_gets_its_answer_and_its_mark_afterwards(troubled: Running, camille: Person) -> None:
    camille.writes("quel organisme pour la Gironde ?")
    [offer] = troubled.hear(camille)
    before = _failed(troubled)
    with _turns_fail(troubled):
        camille.presses(offer, INITIAL)
        troubled.wait(lambda: _failed(troubled) > before, "an attempt that fails")
        assert [message.id for message in camille.shown] == [offer.id], "no apology yet"
        assert camille.message(offer.id).titles == offer.titles
    [answer] = troubled.hear(camille)
    assert "Vous vous inscrivez directement sur le site de La Fabrik" in plain(answer)
    assert CHOSEN in camille.message(offer.id).titles
    camille.presses(offer, data=button(offer, INITIAL.replace("\xa0", " "))["callback_data"])
    assert troubled.hear(camille) == []


def test_failing_edit_gets_an_apology_under_the_earlier_answer(troubled: Running, camille: Person) -> None:
    asked = camille.writes("qui contacter pour le titre complet dans les Landes ?")
    [answer] = troubled.hear(camille)
    before = _failed(troubled)
    with _turns_fail(troubled):
        camille.edits(asked, "qui contacter pour le titre complet en Charente ?")
        [apology] = troubled.hear(camille)
    assert _failed(troubled) == before + MAX_ATTEMPTS
    assert plain(apology).startswith(APOLOGY)
    assert apology.reply_to == asked
    assert camille.message(answer.id).text == answer.text
