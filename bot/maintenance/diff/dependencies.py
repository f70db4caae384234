"""What the answers to a question depend on in one version. Two versions with equal dependencies answer alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from bot.answers.by_zone import zones_named
from bot.answers.cards import payer_question
from bot.answers.text_ids import DemandText, InterfaceText
from bot.answers.texts import AnswerText, AnswerTexts
from bot.content.loading import Content
from rules.facts import FactDefinition
from rules.ids import FactId, QuestionId
from rules.model import Place, Programme, Row

_NOWHERE: Final = Place(Path(), 0)
ROLES: Final = "{roles}"
"""Placeholder in a text for what an organisation does, and where."""

_ALWAYS_NAMED: Final = (FactId.PLACE, FactId.COURSE)
"""Facts whose values appear in answers, whatever their table reads."""

AROUND: Final = (
    InterfaceText.SOURCE,
    InterfaceText.SOURCE_DETAIL,
    InterfaceText.NOTICE,
    InterfaceText.IN_PRACTICE,
    InterfaceText.BEFORE,
    InterfaceText.CARD,
    InterfaceText.BY_COURSE,
    InterfaceText.BY_PLACE,
    InterfaceText.ENROL,
    InterfaceText.WEAK_LINK,
    InterfaceText.NO_ADDRESS,
    InterfaceText.SOMEWHERE,
    InterfaceText.EXCEPT,
    InterfaceText.ROLE,
    InterfaceText.ROLE_SINCE,
    InterfaceText.WHY_RULE,
    InterfaceText.WHY_FACTS,
    InterfaceText.WHY_FACT,
    InterfaceText.WHY_SOURCE,
    InterfaceText.WHY_SINCE,
    InterfaceText.WHY_UNTIL,
    InterfaceText.WHY_ALWAYS,
    InterfaceText.WHY_ASKED,
    InterfaceText.WHY_UNKNOWN,
    InterfaceText.WHY_CONFLICT,
)
"""The small words around an answer; a test makes sure that the list is complete."""


@dataclass(frozen=True)
class Basis:
    """What the answers to a question depend on.

    Attributes:
        rows: the rows of its table by id, each with all that its answer shows.
        order: the ids and sources of these rows, in order of precedence.
        cited: the organisations that an adviser can name, if answers depend on them.
        facts: the domains of the facts that tell answers apart or are named.
        frame: everything else.
    """

    rows: Mapping[str, object]
    order: tuple[str, ...]
    cited: Mapping[str, object]
    facts: Mapping[str, FactDomain]
    frame: object


@dataclass(frozen=True)
class FactDomain:
    """The values of a fact: all, those offered, and what a value implies of other facts."""

    values: tuple[str, ...]
    offered: tuple[str, ...]
    implied: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def among(self, values: Iterable[str]) -> FactDomain:
        """The domain restricted to some values."""
        some = frozenset(values)
        return FactDomain(
            tuple(value for value in self.values if value in some),
            tuple(value for value in self.offered if value in some),
            tuple((value, implied) for value, implied in self.implied if value in some),
        )


def tables_behind(question: str, programme: Programme) -> tuple[str, ...]:
    """The tables that an answer uses; empty if there is no such question.

    These are its own; the contact table, if a row leaves whom to ask to it; and the table of who pays, which appears on
    the
    cards of an answer about several trainings.
    """
    if question not in programme.tables:
        return ()
    payer = _payer(question, programme)
    by_contact = any(row.then.contact_by_course for row in programme.tables[question].rows)
    return tuple(map(str, dict.fromkeys((question, *payer, *([QuestionId.CONTACT] if by_contact else [])))))


def _payer(question: str, programme: Programme) -> tuple[str, ...]:
    payer = payer_question(programme) if question == QuestionId.ORGANISATION else None
    return (payer,) if payer else ()


def zones_apart(question: str, content: Content) -> dict[str, frozenset[str]]:
    """The zones for which the answers to a question read differently, by name."""
    rows = (row for name in tables_behind(question, content.programme) for row in content.programme.tables[name].rows)
    return _zones({row.then.wording for row in rows}, content.programme, content.texts.values())


def basis(question: str, content: Content) -> Basis | None:
    """What the answers to a question depend on; None if the version lacks it."""
    return _basis(question, content, content.texts.values())


def rules(question: str, content: Content) -> Basis | None:
    """What the decisions on a question depend on, whatever the words; None if the version lacks it."""
    return _basis(question, content, ())


def _basis(question: str, content: Content, texts: Collection[AnswerTexts]) -> Basis | None:
    programme = content.programme
    table = programme.tables.get(question)
    if table is None:
        return None
    named = {name for row in table.rows for name in (row.id, row.source)}
    contact = None if question == QuestionId.CONTACT else _basis(QuestionId.CONTACT, content, texts)
    offers_path = programme.path is not None and question in programme.path.offered_after
    reads = (fact for name in tables_behind(question, programme) for fact in programme.tables[name].reads)
    facts = tuple(dict.fromkeys((*map(str, _ALWAYS_NAMED), *reads)))
    reads_cited = FactId.CITED_ORGANISATION in table.reads
    return Basis(
        rows={row.id: _row(row, programme, texts, contact) for row in table.rows},
        order=tuple(name for name in table.order if name in named),
        cited=_organisations(programme.organisations if reads_cited else (), programme),
        facts={name: _domain(programme.facts[name]) for name in facts if name in programme.facts},
        frame=(
            (table.reads, table.each, table.about),
            programme.territories,
            [criterion for criterion in programme.criteria.values() if question in criterion.questions],
            [_basis(name, content, texts) for name in _payer(question, programme)],
            [_around(facts, own, offers_path=offers_path) for own in texts],
            [own.path for own in texts if _payer(question, programme)],
        ),
    )


def _domain(fact: FactDefinition) -> FactDomain:
    return FactDomain(fact.values, fact.offered, fact.implied)


def _row(row: Row, programme: Programme, texts: Collection[AnswerTexts], contact: Basis | None) -> object:
    """All that the answer of a row shows, except the row's place in the files."""
    named = {*row.then.organisations, *(link.split(".", 1)[0] for link in row.then.links)}
    says_roles = any(ROLES in str(own.answers[row.then.wording]) for own in texts)
    return (
        replace(row, place=_NOWHERE),
        programme.sources[row.source],
        _organisations(named, programme),
        _roles(named, programme) if says_roles else None,
        [_whole(own.answers[row.then.wording]) for own in texts],
        _zones([row.then.wording], programme, texts),
        contact if row.then.contact_by_course else None,
    )


def _organisations(names: Iterable[str], programme: Programme) -> dict[str, object]:
    """Organisations, and whether each is a hub."""
    bodies = (programme.organisations[name] for name in sorted(names) if name in programme.organisations)
    return {body.id: (body, programme.is_hub(body)) for body in bodies}


def _roles(names: Collection[str], programme: Programme) -> object:
    """What organisations do, where and since when, without places in the files."""
    held = (holding for holding in programme.holdings if holding.organisation in names)
    return programme.roles, [replace(holding, place=_NOWHERE, line=0) for holding in held]


def _around(facts: Iterable[str], texts: AnswerTexts, *, offers_path: bool) -> tuple[object, ...]:
    """The texts of one language that surround answers."""
    return (
        {fact: texts.demands.get(fact) for fact in (*facts, DemandText.AMONG_PLACES)},
        {name: texts.interface.get(name) for name in AROUND},
        texts.dates,
        texts.questions.get(QuestionId.MY_PATH) if offers_path else None,
    )


def _zones(wordings: Iterable[str], programme: Programme, texts: Collection[AnswerTexts]) -> dict[str, frozenset[str]]:
    """The zones that the texts of some answers distinguish."""
    answers = (own.answers[wording] for wording in wordings for own in texts)
    written = (text for answer in answers for text in msgspec.structs.astuple(answer) if isinstance(text, str))
    named = frozenset[str]().union(*map(zones_named, written))
    return {zone: programme.zones[zone] for zone in sorted(named)}


def _whole(answer: AnswerText) -> AnswerText:
    """An answer without the forms that no full answer uses."""
    return msgspec.structs.replace(answer, en_bref=None, encore=None)
