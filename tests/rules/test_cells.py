"""Every cell of the matrix has its line, whatever was said: nothing that can be asked is left without answer."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rules.cells import MOST_WORDS, line_of
from rules.decision import Unknown
from rules.engine import decide_cell
from rules.loading import load_programme
from tests.rules.test_engine_properties import FACTS
from tests.support.tables import each_row

PROGRAMME = load_programme()
TODAY = date(2026, 12, 7)
CELLS = st.sampled_from(sorted(PROGRAMME.cells))


def says(element: str, attribute: str, **facts: str) -> str:
    return line_of(decide_cell(PROGRAMME, element, attribute, facts, on=TODAY)).fr


def test_each_element_has_each_attribute():
    assert PROGRAMME.elements
    assert set(PROGRAMME.cells) == {(element, name) for element in PROGRAMME.elements for name in PROGRAMME.attributes}


@given(cell=CELLS, facts=FACTS)
def test_a_cell_says_one_short_line_whatever_is_known_of_the_adviser(cell, facts):
    decision = decide_cell(PROGRAMME, *cell, facts, on=TODAY)
    line = line_of(decision)
    assert 0 < len(line.fr.split()) <= MOST_WORDS
    assert 0 < len(line.en.split()) <= MOST_WORDS
    assert len(decision.trace.outcomes) == 1
    if isinstance(decision, Unknown):
        assert decision.organisations or decision.links, "who may know"


@each_row(
    ("element", "attribute", "facts", "words"),
    [
        ("modules", "payeur", {"entree": "depuis_2025"}, "deux modules la première année"),
        ("modules", "payeur", {"entree": "avant_2025"}, "un module par année civile"),
        ("modules", "payeur", {"module_deja_paye": "a_rattraper"}, "ne se rattrape pas"),
        ("ccp1", "qui", {"territoire": "974"}, "Francil'IN"),
        ("ccp1", "qui", {"territoire": "2A"}, "La Fabrik"),
        ("titre_complet", "qui", {"territoire": "64"}, "La Mêlée"),
        ("titre_complet", "qui", {"territoire": "33"}, "Sud-Charente"),
        ("ccp1", "obligation", {}, "obligatoire"),
        ("titre_complet", "obligation", {}, "facultatif"),
        ("prise_en_main", "heures", {}, "7 h"),
    ],
)
def test_the_line_is_the_one_of_the_case(element, attribute, facts, words):
    assert words in says(element, attribute, **facts)


def test_of_a_town_in_one_of_several_departments_the_line_without_a_place_is_said():
    somewhere = decide_cell(PROGRAMME, "titre_complet", "qui", {"territoire": frozenset({"64", "33"})}, on=TODAY)
    assert line_of(somewhere).fr == says("titre_complet", "qui")
