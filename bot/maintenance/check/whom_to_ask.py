"""Answers "not known" that name nobody to ask, today or from some day on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.answers.texts import AnswerTexts
from bot.content.loading import ANSWER_TEXTS, PROGRAMME
from bot.maintenance.cases.enumeration import Case, Period, dimensions, survey
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.diff import phrases
from rules.decision import Unknown
from rules.engine import whom_to_ask
from rules.errors import Finding
from rules.ids import FactId, QuestionId
from rules.model import Programme, Row


@dataclass(frozen=True)
class _DeadEnd:
    """A row that names nobody to ask from a day on, and the cases that it then answers."""

    row: Row
    since: date
    cases: tuple[Case, ...]


def contact_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Rows that name nobody themselves, each once, and days from which the contact table names nobody in general, each
    once
    whatever the number of rows concerned.
    """
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if programme is None or texts is None:
        return
    is_general = all(
        whom_to_ask(programme, QuestionId.CONTACT, {}, on=period.day(inputs.today))
        for period in _to_come(programme, QuestionId.CONTACT, inputs.today)
    )
    by_day: dict[date, list[_DeadEnd]] = {}
    for question, table in programme.tables.items():
        if any(_may_name_nobody(row, is_general=is_general) for row in table.rows):
            for dead_end in _dead_ends(programme, question, inputs.today):
                if dead_end.row.then.contact_by_course:
                    by_day.setdefault(dead_end.since, []).append(dead_end)
                else:
                    yield _of_row(programme, dead_end, inputs.today, texts["fr"])
    for dead_ends in by_day.values():
        yield _of_contacts(programme, dead_ends, inputs.today, texts["fr"])


def _to_come(programme: Programme, question: str, today: date) -> list[Period]:
    """The current and future periods of a question."""
    return [period for period in dimensions(question, programme).periods if (period.until or date.max) >= today]


def _may_name_nobody(row: Row, *, is_general: bool) -> bool:
    """Whether a row may name nobody; `is_general` says that the contact table always has a general answer."""
    return not row.then.known and not (is_general if row.then.contact_by_course else row.then.organisations)


def _dead_ends(programme: Programme, question: str, today: date) -> Iterator[_DeadEnd]:
    """The dead ends of a question, each row once, at its first day."""
    known: set[Row] = set()
    for period in _to_come(programme, question, today):
        day = period.day(today)
        found: dict[Row, list[Case]] = {}
        for case in survey(programme, question, day).cases():
            row = case.decision.trace.deciding
            if row and row not in known and _names_nobody(case, row):
                found.setdefault(row, []).append(case)
        known |= found.keys()
        yield from (_DeadEnd(row, day, tuple(cases)) for row, cases in found.items())


def _names_nobody(case: Case, row: Row) -> bool:
    decision = case.decision
    named = decision.contact if row.then.contact_by_course else decision.organisations
    return isinstance(decision, Unknown) and not named


def _in_words(programme: Programme, dead_end: _DeadEnd, texts: AnswerTexts) -> str:
    """The dead end of a row in words: the question and the cases."""
    first = dead_end.cases[0]
    stated = (
        phrases.where(values, programme) if fact == FactId.PLACE else phrases.fact(fact, values, programme, texts)
        for fact, values in first.when[0].items()
    )
    whom = " ; ".join(filter(None, stated))
    others = sum(len(case.when) for case in dead_end.cases) - 1
    more = f" (et {others} autre{'s' if others > 1 else ''} cas)" if others else ""
    return (
        f"question « {programme.tables[first.question].title.fr} » : la ligne « {dead_end.row.id} » dit que l'on ne "
        f"sait pas, sans dire à qui le demander, {f'pour {whom}' if whom else 'dans tous les cas'}{more}"
    )


def _since(dead_end: _DeadEnd, today: date) -> str:
    return "dès aujourd'hui" if dead_end.since <= today else f"à partir du {dead_end.since:%Y-%m-%d}"


def _of_row(programme: Programme, dead_end: _DeadEnd, today: date, texts: AnswerTexts) -> Finding:
    problem = f"{_in_words(programme, dead_end, texts)}, {_since(dead_end, today)}"
    remedy = "lui ajouter « contact: selon_le_parcours », ou nommer sous « organismes » à qui le demander"
    return Finding(dead_end.row.place, problem, remedy)


def _of_contacts(programme: Programme, dead_ends: list[_DeadEnd], today: date, texts: AnswerTexts) -> Finding:
    first = dead_ends[0]
    others = len({dead_end.cases[0].question for dead_end in dead_ends}) - 1
    more = f" ; de même pour {others} autre{'s' if others > 1 else ''} question{'s' if others > 1 else ''}"
    problem = f"{_since(first, today)}, la table « {QuestionId.CONTACT} » ne dit plus à qui poser une question : "
    problem += f"{_in_words(programme, first, texts)} ({first.row.place}){more if others else ''}"
    add = f"ajouter une ligne « quand: {{{FactId.COURSE}: non_precise}} » qui commence le {first.since:%Y-%m-%d}"
    before = whom_to_ask(programme, QuestionId.CONTACT, {}, on=first.since - timedelta(days=1))
    ended = before.trace.deciding if before else None
    if ended is None:
        return Finding(programme.tables[QuestionId.CONTACT].place, problem, add)
    return Finding(ended.place, problem, f"{add}, ou repousser « jusqu_a » de « {ended.id} »")
