"""Criteria: what a question asks of an answer, and what would be a yes."""

from __future__ import annotations

from nlu.entities.criteria import CriterionFinder
from tests.support.tables import each_row

CRITERIA = CriterionFinder.load()


def mention(text: str, criterion: str):
    return next(found for found in CRITERIA.find(text) if found.criterion == criterion)


@each_row(
    ("text", "without"),
    [
        ("je commence mes modules sans avoir ma convoc ?", True),
        ("can I begin without the convocation?", True),
        ("il faut la convocation ?", False),
    ],
)
def test_adviser_asks_to_do_without_the_call_or_if_it_is_needed(text: str, without: bool) -> None:
    assert mention(text, "convocation").without == without


def test_one_of_two_things_is_neither_yes_nor_no() -> None:
    assert mention("c'est gratuit ou c'est pour ma mairie ?", "paye").either
    assert not mention("c'est gratuit ou pas ?", "paye").either


@each_row("text", ["alors ma directrice avait raison ?", "il se trompe ?"])
def test_somebody_is_to_be_judged(text: str) -> None:
    assert CRITERIA.asks_only_if_true(text)
