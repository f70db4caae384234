"""A maintainer writes plain words in the lexicon, and advisers are understood however they type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.entities.criteria import CRITERIA, CriterionFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.set_phrases import PHRASES, Phrase, Phrases
from rules.errors import ProgrammeError
from rules.loading import load_programme
from tests.support.copies import replace_in

FACTS = load_programme().facts


def with_words(lexicon: Path, words: str) -> FactFinder:
    """The finder, once Histya is named by these words alone."""
    replace_in(lexicon / "parcours.yml", "  histya:\n  - 'h[iy]st[iy]a'\n", f"  histya:\n    mots: {words}\n")
    return FactFinder.load(FACTS, lexicon)


def organisations(finder: FactFinder, text: str) -> list[str]:
    return [span.value for span in finder.each("organisme_cite", text)]


@pytest.mark.parametrize(
    "text",
    [
        "c'est qui Cap Numérique Poitou ?",
        "cap-numérique poitou, c'est quoi",
        "les caps numériques poitou",
        "l'Écoute en ligne",
        "L’ÉCOUTE EN LIGNE",
    ],
)
def test_words_are_understood_whatever_their_case_accents_hyphens_and_plural(lexicon: Path, text: str) -> None:
    finder = with_words(lexicon, '[Cap Numérique Poitou, "l\'écoute en ligne"]')
    assert organisations(finder, text) == ["histya"]


@pytest.mark.parametrize("text", ["cap ou pas cap", "recap numerique poitou"])
def test_words_within_other_words_are_not_those(lexicon: Path, text: str) -> None:
    assert organisations(with_words(lexicon, "[Cap Numérique Poitou]"), text) == []


@pytest.mark.parametrize(
    ("words", "problem", "remedy"),
    [
        ("['caps?']", "« caps? » n'est pas un mot : « ? » est un signe d'expression", ""),
        ("['…']", "« … » ne contient aucun mot", ""),
        ("histya", "« organisme_cite.histya.mots » devrait être une liste, c'est un texte", "['histya']"),
        ("on", "« organisme_cite.histya.mots » devrait être une liste, c'est oui ou non", "['on']"),
        ("[histya, 40]", "« organisme_cite.histya.mots.1 » devrait être un texte", "entre guillemets ('40')"),
        ("[[histya]]", "« organisme_cite.histya.mots.0 » devrait être un texte, c'est une liste", "corriger la valeur"),
        ("", "« organisme_cite.histya.mots » devrait être une liste, c'est vide", "écrire ce qui manque"),
    ],
)
def test_what_is_no_list_of_words_is_refused_at_its_line_with_what_to_do(
    lexicon: Path, words: str, problem: str, remedy: str
) -> None:
    with pytest.raises(ProgrammeError) as error:
        with_words(lexicon, words)
    (finding,) = error.value.findings
    text = (lexicon / "parcours.yml").read_text(encoding="utf-8")
    lines_above = text[: text.index(f"    mots: {words}\n")].count("\n")
    assert (finding.place.file.name, finding.place.line) == ("parcours.yml", lines_above + 1)
    assert problem in finding.problem
    assert finding.remedy
    assert remedy in finding.remedy


def test_words_serve_in_every_file_of_the_lexicon_that_has_expressions(lexicon: Path) -> None:
    replace_in(lexicon / CRITERIA, "  obligatoire:\n", "  obligatoire:\n    mots: [passage obligé]\n", count=1)
    replace_in(lexicon / PHRASES, "  au_revoir:\n", "  au_revoir:\n    mots: [Salutations Distinguées]\n", count=1)
    assert [found.criterion for found in CriterionFinder.load(lexicon).find("un passage obligé ?")] == ["obligatoire"]
    assert Phrases.load(lexicon).is_whole(Phrase.GOODBYE, "merci, salutations distinguees")
