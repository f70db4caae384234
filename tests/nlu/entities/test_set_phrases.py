"""Set phrases of the lexicon: as a whole message, at its end and at its beginning."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.entities.set_phrases import PHRASES, Phrase, Phrases
from nlu.intents import GOODBYE, START_OVER, WHOLE_MESSAGE
from rules.errors import ProgrammeError
from tests.support.copies import replace_in

LOADED = Phrases.load()
SENTENCES = Path(__file__).parents[2] / "evaluation" / "sentences" / "development.yml"
RECALL = 0.8
"""Least share of the development sentences that are recognized; the others get the next best interpretation."""


def development_sentences() -> list[tuple[str, str]]:
    """Sentences of the development set with their intents."""
    by_intent = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return [(text, intent) for intent, languages in by_intent.items() for texts in languages.values() for text in texts]


def phrase_of(text: str) -> str | None:
    """The intent of the set phrase that is the whole text or its last clauses; None if there is none."""
    return next((name for name in WHOLE_MESSAGE if LOADED.before_last(Phrase(name), text) is not None), None)


def test_set_phrases_are_recognized_in_development_sentences_and_no_others_are() -> None:
    sentences = development_sentences()
    # "oublie mon département" is for a fact alone.
    wanted = [(text, intent) for text, intent in sentences if intent in (GOODBYE, START_OVER)]
    missed = [text for text, intent in wanted if phrase_of(text) != intent]
    assert len(missed) <= (1 - RECALL) * len(wanted), missed
    assert [text for text, intent in sentences if intent not in WHOLE_MESSAGE and phrase_of(text)] == []


def test_words_before_or_after_a_phrase_are_kept() -> None:
    assert LOADED.before_last(Phrase.START_OVER, "J'ai tout mélangé, on repart de zéro") == "j'ai tout melange"
    assert LOADED.before_last(Phrase.START_OVER, "On repart de zéro avec mon employeur") is None
    assert LOADED.after_first(Phrase.AGREEMENT, "bon, oui, efface tout") == "efface tout"


def test_sign_by_itself_is_the_phrase_that_lists_it() -> None:
    assert [phrase for phrase in Phrase if LOADED.is_whole(phrase, " 👍 ")] == [Phrase.ACKNOWLEDGEMENT]
    assert not any(LOADED.is_whole(phrase, sign) for phrase in Phrase for sign in ("", "👎", "?!"))


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("oui: [au revoir, ", "oui: [la durée, ", "« la durée » n'est pas reconnu comme « au_revoir »"),
        ("non: [lundi, ", "non: [à lundi, ", "« à lundi » est reconnu comme « au_revoir »"),
        ("  accord:\n", "  accords:\n", "il manque la formule « accord »"),
        ("position: debut\n", "position: partout\n", "partout"),
        ("|quitter|quit|", "|quitter|(quit|", "mal formée"),
        ("{au_debut}", "{a_la_fin}", "le morceau « a_la_fin » n'existe pas"),
        ("- 'reprenons|", "- '(?:reprenons)?|", "peut ne rien contenir"),
    ],
)
def test_mistake_in_the_lexicon_is_a_finding(lexicon: Path, written: str, instead: str, problem: str) -> None:
    file = lexicon / PHRASES
    replace_in(file, written, instead)
    with pytest.raises(ProgrammeError) as raised:
        Phrases.load(lexicon)
    assert any(problem in finding.problem and finding.place.file == file for finding in raised.value.findings)
