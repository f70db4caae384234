"""The coverage matrix: the organisation and the reply for every territory and course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.answers.answerer import Answerer
from bot.answers.place_names import department
from bot.maintenance.cases.enumeration import rows_of
from bot.messages import Reply
from nlu.dialogue.frames import Frame
from rules.decision import Answer, Ask, Decision
from rules.engine import decide
from rules.ids import FactId, QuestionId
from rules.matrix import courses
from rules.model import Row


@dataclass(frozen=True)
class Cell:
    """One territory and course on a day: the decision, and the reply to an adviser."""

    code: str
    course: str
    decision: Decision
    reply: Reply

    @property
    def organisations(self) -> tuple[str, ...]:
        """The short names of the organisations in charge, or of those to ask."""
        return (
            ()
            if isinstance(self.decision, Ask)
            else tuple(organisation.short_name for organisation in self.decision.organisations)
        )

    @property
    def known(self) -> bool:
        """Whether the programme names the organisation."""
        return isinstance(self.decision, Answer)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows behind it: the one that answers, then those of the notices."""
        return () if isinstance(self.decision, Ask) else rows_of(self.decision)


@dataclass(frozen=True)
class OrganisationGroup:
    """The territories of a training with the same organisations; no organisations if the programme does not say."""

    number: int
    organisations: tuple[str, ...]
    known: bool
    codes: tuple[str, ...]


def matrix(answerer: Answerer, language: str, on: date) -> Mapping[str, tuple[Cell, ...]]:
    """The cells of each training, in the order of the territories, in "fr" or "en", on a day."""
    programme = answerer.programme

    def cell(code: str, course: str) -> Cell:
        decision = decide(programme, QuestionId.ORGANISATION, {FactId.COURSE: course, FactId.PLACE: code}, on=on)
        question = Frame(QuestionId.ORGANISATION, {FactId.COURSE: course}, department(programme, code))
        return Cell(code, course, decision, answerer.answer(question, language, on))

    return {course: tuple(cell(code, course) for code in programme.territories) for course in courses(programme)}


def groups(cells: Iterable[Cell]) -> list[OrganisationGroup]:
    """The groups of a training, numbered from 1 in the order of the territories; the unknown ones are the last."""
    found: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for cell in cells:
        found.setdefault((cell.known, cell.organisations if cell.known else ()), []).append(cell.code)
    ordered = sorted(found.items(), key=lambda entry: not entry[0][0])
    return [
        OrganisationGroup(number, organisations, known, tuple(codes))
        for number, ((known, organisations), codes) in enumerate(ordered, start=1)
    ]
