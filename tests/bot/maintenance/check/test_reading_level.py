"""How texts are measured."""

from __future__ import annotations

from bot.maintenance.check.reading_level import ease
from tests.support.tables import each_row


@each_row(
    ("language", "easy", "hard"),
    [
        ("fr", "Le module dure un jour. Vous payez peu.", "L'habilitation préalable des structures employeuses "
         "conditionne systématiquement l'inscription administrative des professionnels concernés."),
        ("en", "The course is one day. You pay little.", "Preliminary institutional authorisation systematically "
         "conditions administrative registration of professionals concerned."),
    ],
)  # fmt: skip
def test_short_words_in_short_sentences_read_more_easily(language: str, easy: str, hard: str) -> None:
    assert ease(easy, language) > 70 > 40 > ease(hard, language)
