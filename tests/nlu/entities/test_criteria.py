"""Criteria: what a question asks of an answer, and what would be a yes."""

from __future__ import annotations

import pytest

from nlu.entities.criteria import CriterionFinder
from tests.support.tables import each_row

CRITERIA = CriterionFinder.load()


def mention(text: str, criterion: str):
    return next(found for found in CRITERIA.find(text) if found.criterion == criterion)


@each_row(
    "text",
    [
        "je commence mes modules sans avoir ma convoc ?",
        "can I begin without the convocation?",
        "un module avant la convocation, on peut ?",
    ],
)
def test_adviser_asks_to_do_without_the_call(text: str) -> None:
    assert mention(text, "convocation").without


@pytest.mark.parametrize("text", ["il faut la convocation ?", "must I wait for the convocation?"])
def test_adviser_asks_if_the_call_is_needed(text: str) -> None:
    assert not mention(text, "convocation").without


def test_one_of_two_things_is_neither_yes_nor_no() -> None:
    assert mention("c'est gratuit ou c'est pour ma mairie ?", "paye").either
    assert not mention("c'est gratuit ou pas ?", "paye").either


@each_row("text", ["alors ma directrice avait raison ?", "alors, qui a tort ?", "il se trompe ?"])
def test_somebody_is_to_be_judged(text: str) -> None:
    assert CRITERIA.asks_only_if_true(text)
