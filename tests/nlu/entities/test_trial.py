"""Maintainers' expressions are tried before they serve: on texts that keep them busy, and on the examples."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from nlu.entities.expressions import Alternative, Expression, collected, watch
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.patterns import together
from nlu.entities.trial import freezing, greedy
from nlu.training_data.examples import FAQ, read_examples
from rules.errors import Finding
from rules.loading import load_programme
from rules.model import Place
from tests.support.tables import each_row

PLACE = Place(Path("parcours.yml"), 12)


@pytest.fixture(scope="module")
def own() -> list[Expression]:
    """The expressions of the lexicon."""
    facts = load_programme().facts
    with collected() as expressions:
        Lexicon.load()
        FactFinder.load(facts)
    return expressions


@pytest.fixture(scope="module")
def examples() -> list[list[str]]:
    """The examples of each question."""
    of_intents = defaultdict(list)
    for example in read_examples(faq=FAQ):
        of_intents[example.intent].append(example.text)
    return [*of_intents.values()]


def found_in(text: str) -> Expression:
    """An expression as the words of a course have it, beside another."""
    written = [
        Alternative(each, each, Place(PLACE.file, PLACE.line + index)) for index, each in enumerate(("pix", text))
    ]
    findings: list[Finding] = []
    found = together(written, r"\W(?=\w){}(?!\w)", "pix", PLACE, findings)
    assert found
    return found


@each_row(
    "expression",
    [
        r"(?:\w+\s?){1,9}capsule",
        r"\w+.*\w+.*\w+capsule",
        r"(?:z?){25}y",
        r"(a|aa)+b",
    ],
)
def test_what_freezes_on_some_message_is_found_with_that_message(expression: str) -> None:
    watch()
    whole = found_in(expression)
    (finding,) = freezing([whole])
    assert finding.place.line == PLACE.line + 1
    assert f"« {expression} » bloque l'assistant plus d'un quart de seconde sur « " in finding.problem
    assert "en place de" in finding.remedy
    assert whole.search(" capsule pix")


@each_row("expression", [r"capsules?", r"modules?.{0,60}payes?", r"ateliers? (?:\w+ ){0,3}flash"])
def test_what_takes_a_moment_is_not_found(expression: str) -> None:
    watch()
    assert list(freezing([found_in(expression)])) == []


@each_row("expression", [r".*", r"[a-z]{3,}", r"(?:\w+ ){1,3}\w+"])
def test_what_is_found_in_most_examples_is_told_with_its_share_and_three_of_them(
    expression: str, examples: list[list[str]]
) -> None:
    (finding,) = greedy([found_in(expression)], examples)
    assert finding.place.line == PLACE.line + 1
    share = int(finding.problem.split(" % des exemples")[0].rsplit(" ", 1)[1])
    assert 75 < share <= 100
    assert finding.problem.count("« ") == 4


def test_the_expressions_of_the_lexicon_stay(own: list[Expression], examples: list[list[str]]) -> None:
    """Negations and question words, which legitimately are in half of what is asked, and what ends a clause."""
    watch()
    assert len(own) > 350
    assert list(freezing(own)) == []
    assert list(greedy(own, examples)) == []
