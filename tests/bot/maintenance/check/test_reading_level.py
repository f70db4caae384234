"""How texts are measured."""

from __future__ import annotations

from datetime import date

from bot.maintenance.check.links import latest_date
from bot.maintenance.check.placeholders import blanks_of
from bot.maintenance.check.reading_level import ease, sentences
from tests.support.tables import each_row


@each_row(
    ("text", "count"),
    [
        ("Cela dépend :\n• en formation initiale, deux modules ;\n• ensuite, un par an. C'est tout.", 4),
        ("Écrivez à formation@lamednum.coop pour vous inscrire.", 1),
    ],
)
def test_items_of_a_list_are_sentences_and_an_address_is_one_word(text: str, count: int) -> None:
    assert len(sentences(text)) == count


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


@each_row(
    ("evidence", "latest"),
    [
        ("site officiel du dispositif (avril 2026)", date(2026, 4, 1)),
        ("avant mars 2024, puis août 2025", date(2025, 8, 1)),
        ("code public du dispositif (2026)", date(2026, 12, 1)),
        ("deux fichiers publics", None),
    ],
)
def test_evidence_is_as_old_as_the_latest_date_it_names(evidence: str, latest: date | None) -> None:
    assert latest_date(evidence) == latest


@each_row("text", ["{heures", "heures}", "{heures:d}", "{heures!r}", "{0}", "{}", "{a.b}"])
def test_only_a_name_may_stand_in_braces(text: str) -> None:
    assert blanks_of(text) is None
