"""The matrix of the programme: for every territory and training, the organisation an adviser is sent to."""

from __future__ import annotations

from datetime import date

from rules.decision import Ask, Unknown
from rules.engine import decide
from rules.ids import FactId, QuestionId
from rules.model import Programme

_NOT_KNOWN = "?"


def courses(programme: Programme) -> tuple[str, ...]:
    """The trainings that advisers are offered to choose from."""
    return programme.facts[FactId.COURSE].offered


def matrix(programme: Programme, on: date) -> list[list[str]]:
    """Rows of code, name and one cell for each training; "?" marks what the programme does not know."""
    return [
        [code, territory.name, *(_cell(programme, code, course, on) for course in courses(programme))]
        for code, territory in programme.territories.items()
    ]


def _cell(programme: Programme, code: str, course: str, on: date) -> str:
    decision = decide(programme, QuestionId.ORGANISATION, {FactId.PLACE: code, FactId.COURSE: course}, on=on)
    if isinstance(decision, Ask):
        return _NOT_KNOWN
    names = " + ".join(organisation.short_name for organisation in decision.organisations)
    return f"{_NOT_KNOWN} ({names})" if isinstance(decision, Unknown) else names or decision.wording
