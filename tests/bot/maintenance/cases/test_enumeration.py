"""Every situation of an adviser is in one case, under the words that describe it, with the answer of the assistant."""

from __future__ import annotations

from datetime import date

import pytest

from bot.maintenance.cases.enumeration import Case, Survey, dimensions, survey
from nlu.resources import project_programme
from rules.decision import Ask
from rules.engine import decide
from rules.ids import FactId
from rules.model import UNSPECIFIED
from tests.support.tables import each_row

PROGRAMME = project_programme()
TODAY = date(2026, 11, 25)
QUESTIONS = sorted(PROGRAMME.tables)


@pytest.fixture(scope="module")
def surveys() -> dict[str, Survey]:
    return {question: survey(PROGRAMME, question, TODAY) for question in QUESTIONS}


def described(case: Case, facts: dict[str, str]) -> bool:
    """Whether a case is described as that of these facts."""
    return any(all(facts[fact] in values for fact, values in stated.items()) for stated in case.when)


@each_row("question", QUESTIONS)
def test_an_adviser_finds_the_own_situation_in_one_case_with_its_answer(question, surveys):
    found = surveys[question]
    cases = found.cases()
    for situation, decision in found.decisions.items():
        if isinstance(decision, Ask):
            continue
        facts = {fact: values[0] for fact, values in zip(found.facts, situation, strict=True)}
        (case,) = [case for case in cases if described(case, facts)]
        stated = {fact: value for fact, value in facts.items() if value != UNSPECIFIED}
        decided = decide(PROGRAMME, question, stated, on=TODAY)
        assert decided.same_for_the_adviser(case.decision)
        assert decided.figures == case.decision.figures


@each_row("question", QUESTIONS)
def test_territories_that_are_treated_alike_are_answered_alike(question, surveys):
    found = surveys[question]
    if FactId.PLACE not in found.facts:
        return
    for code in PROGRAMME.territories:
        for case in found.cases(found.class_of(code)):
            decided = decide(PROGRAMME, question, {**case.facts, FactId.PLACE: code}, on=TODAY)
            assert decided.same_for_the_adviser(case.decision)


@each_row("question", QUESTIONS)
def test_each_day_is_in_one_period_and_nothing_changes_within(question):
    found = dimensions(question, PROGRAMME).periods
    for period in found:
        for day in filter(None, (period.since, period.until, TODAY)):
            assert sum(other.holds_on(day) for other in found) == 1
        if period.since and period.until:
            first, last = (survey(PROGRAMME, question, day) for day in (period.since, period.until))
            assert first.shown == last.shown


def test_an_answer_is_as_old_as_its_oldest_row(surveys):
    for case in surveys["organisme"].cases():
        assert case.review_before == min(row.review_before for row in case.rows)
        assert case.reviewed <= TODAY
