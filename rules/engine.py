"""The engine: which row answers a question, which fact is missing, and why. Pure, no I/O, a few microseconds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import cast

from rules.decision import Answer, Ask, Citation, Decision, Facts, FactValue, Notice, Trace, Unknown
from rules.grid import Axis, CellKey, Grid
from rules.ids import FactId, QuestionId
from rules.model import (
    UNSPECIFIED,
    Consequence,
    Item,
    Link,
    Organisation,
    Programme,
    Row,
)

MOST_CHOICES = 12
"""More values than this are not offered as choices: the adviser types the answer (a department)."""

_MOST_CONTACTS = 4096
"""Contacts cached at most: a few days of every territory and course."""


def decide(programme: Programme, question: str, facts: Facts, *, on: date) -> Decision:
    """Answer a question from what the adviser has said, as of a day.

    Args:
        programme: the loaded programme.
        question: the id of a table ("organisme", "financement", …).
        facts: fact id to value; absent means not said. Facts that the table does not read are ignored.
        on: the day the answer is for.

    Returns:
        An Answer or an Unknown; an Ask if the answer depends on a fact that is not said.

    Raises:
        KeyError: there is no such question.
        ValueError: a fact's value is outside its domain.
    """
    return decide_by(programme, cast(Grid, programme.grids[question]), facts, on=on)


def decide_cell(programme: Programme, element: str, attribute: str, facts: Facts, *, on: date) -> Answer | Unknown:
    """The line of a cell of the matrix for what the adviser has said.

    Raises:
        KeyError: there is no such cell.
        ValueError: a fact's value is outside its domain.
    """
    grid = cast(Grid, programme.cells[element, attribute])
    # A cell never asks back: of a town that may lie in several departments it says what it says without a place.
    certain = {fact: value for fact, value in facts.items() if isinstance(value, str)}
    for known in (facts, certain):
        decision = decide_by(programme, grid, known, on=on)
        if not isinstance(decision, Ask):
            return decision
    raise AssertionError(f"cell {grid.table.question!r} was proved to have a line for what is not said")


def decide_by(programme: Programme, grid: Grid, facts: Facts, *, on: date) -> Decision:
    """As :func:`decide`, by a table of one's own."""
    facts = _with_implied(programme, grid, _plain(facts))
    cells = grid.on(on)
    options = [_options(axis, facts.get(axis.fact)) for axis in grid.axes]
    general = [_general(axis, facts) or known for axis, known in zip(grid.axes, options, strict=True)]
    for tried in (general, options):
        found = [(key, cells[key]) for key in product(*tried)]
        if all(rows for _, rows in found):
            return _decided(programme, grid, facts, on, found)
    raise AssertionError(
        f"table {grid.table.question!r} was proved complete, yet holds no row for {dict(facts)!r} on {on}"
    )


def decide_each(
    programme: Programme, question: str, facts: Facts, *, over: str, values: Iterable[str], on: date
) -> list[tuple[tuple[str, ...], Decision]]:
    """Answer a question for several values of one fact at once (all departments of a region, all courses).

    Returns:
        Groups of values that get the same answer, in the order of their first value, each with its decision.
    """
    groups: list[tuple[list[str], Decision]] = []
    for value in values:
        decision = decide(programme, question, {**facts, over: value}, on=on)
        for members, known in groups:
            if _same(known, decision):
                members.append(value)
                break
        else:
            groups.append(([value], decision))
    return [(tuple(members), decision) for members, decision in groups]


def _plain(facts: Facts) -> Facts:
    """The facts with sets of one value unpacked. Several cited organisations count as not said."""
    plain: dict[str, FactValue] = {}
    for fact, value in facts.items():
        if not isinstance(value, frozenset):
            plain[fact] = value
        elif not value:
            raise ValueError(f"one of no values is not a value of {fact!r}")
        elif len(value) == 1:
            plain[fact] = next(iter(value))
        elif fact != FactId.CITED_ORGANISATION:
            plain[fact] = value
    return plain


def _with_implied(programme: Programme, grid: Grid, facts: Facts) -> Facts:
    """The facts, plus those that the table reads, are not said and follow from the others."""
    reads = grid.table.reads
    known = {fact: value for fact, value in facts.items() if value != UNSPECIFIED}
    for fact, value in facts.items():
        if fact not in reads and isinstance(value, str):
            implied = dict(programme.facts[fact].implied).get(value, ()) if fact in programme.facts else ()
            known = {**{other: its_value for other, its_value in implied if other in reads}, **known}
    return known


def _general(axis: Axis, facts: Facts) -> tuple[int, ...]:
    """The class "not said", if a row mentions it and the adviser has not stated the fact; else empty."""
    if axis.open_class is None or facts.get(axis.fact) not in (None, UNSPECIFIED):
        return ()
    return (axis.open_class,)


def _options(axis: Axis, value: FactValue | None) -> tuple[int, ...]:
    if value is None or value == UNSPECIFIED:
        return axis.known_classes()
    try:
        if isinstance(value, frozenset):
            return tuple(sorted({axis.class_of[element] for element in value}))
        return (axis.class_of[value],)
    except KeyError as error:
        raise ValueError(f"{error.args[0]!r} is not a value of {axis.fact!r}") from error


def _decided(
    programme: Programme,
    grid: Grid,
    facts: Facts,
    on: date,
    found: list[tuple[CellKey, tuple[Row, ...]]],
) -> Decision:
    first_rows = found[0][1]
    outcomes = _numbered(found)
    if len(set(outcomes.values())) > 1:
        fact = _discriminating(grid, outcomes)
        return Ask(
            fact, _choices(programme, grid, fact, facts), _trace(grid, facts, on, (rows[0] for _, rows in found))
        )
    quoted = facts.get(FactId.CITED_ORGANISATION)
    trace = _trace(grid, facts, on, first_rows[:1])
    return _outcome(programme, first_rows, facts, on, quoted if isinstance(quoted, str) else None, trace)


def _numbered(found: list[tuple[CellKey, tuple[Row, ...]]]) -> dict[CellKey, int]:
    """A number for each cell; cells with the same consequences have the same number."""
    distinct: list[tuple[Consequence, ...]] = []
    numbers: dict[CellKey, int] = {}
    for key, rows in found:
        follows = tuple(row.then for row in rows)
        if follows not in distinct:
            distinct.append(follows)
        numbers[key] = distinct.index(follows)
    return numbers


def _discriminating(grid: Grid, outcomes: dict[CellKey, int]) -> str:
    """The first fact, in the table's order, that changes the answer while the others stay the same."""
    for position, axis in enumerate(grid.axes):
        groups: dict[CellKey, set[int]] = {}
        for key, follows in outcomes.items():
            groups.setdefault((*key[:position], *key[position + 1 :]), set()).add(follows)
        if any(len(group) > 1 for group in groups.values()):
            return axis.fact
    raise AssertionError("outcomes differ, so one fact tells them apart")


def _choices(programme: Programme, grid: Grid, fact: str, facts: Facts) -> tuple[str, ...]:
    value = facts.get(fact)
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    definition = programme.facts[fact]
    offered = definition.offered or definition.values
    if len(offered) > MOST_CHOICES:
        return ()
    read = {wanted for row in grid.table.rows for name, condition in row.when if name == fact for wanted in condition}
    return tuple(value for value in offered if value in read)


def _trace(grid: Grid, facts: Facts, on: date, outcomes: Iterable[Row]) -> Trace:
    used = tuple((fact, facts[fact]) for fact in grid.table.reads if fact in facts)
    return Trace(grid.table.question, on, used, grid.tried, tuple({row.id: row for row in outcomes}.values()))


def _outcome(
    programme: Programme,
    rows: tuple[Row, ...],
    facts: Facts,
    on: date,
    quoted: str | None,
    trace: Trace,
) -> Answer | Unknown:
    row, others = rows[0], rows[1:]
    organisations = _organisations(programme, row.then.organisations, quoted)
    notices = tuple(
        Notice(
            other.then.wording,
            _citation(programme, other),
            _links(programme, other.then.links, ()),
            other.then.figures,
            other,
            _organisations(programme, other.then.organisations, quoted),
        )
        for other in others
    )
    kind = Answer if row.then.known else Unknown
    outcome = kind(
        row.then.wording,
        organisations,
        _links(programme, row.then.links, organisations),
        row.then.figures,
        _citation(programme, row),
        notices,
        trace,
        items=_items(programme, row, facts, on),
    )
    if not row.then.contact_by_course:
        return outcome
    return outcome.asking(whom_to_ask(programme, trace.question, facts, on=on))


def _items(programme: Programme, row: Row, facts: Facts, on: date) -> tuple[Item, ...]:
    if row.then.items:
        return tuple(programme.items[name] for name in row.then.items)
    about = programme.item_about(facts)
    return (about,) if about and (about.since is None or about.since <= on) else ()


def whom_to_ask(programme: Programme, question: str, facts: Facts, *, on: date) -> Answer | Unknown | None:
    """The contact table's answer on whom to ask about a question; None if it has none.

    If the contact depends on an unknown fact, the general contact is given.
    """
    grid = cast(Grid, programme.grids[QuestionId.CONTACT])
    telling = _with_implied(programme, grid, _plain({**dict(programme.tables[question].about), **facts}))
    known = {fact: telling[fact] for fact in grid.table.reads if fact in telling}
    key = (on, *(known.get(fact) for fact in grid.table.reads))
    if key not in programme.contacts:
        if len(programme.contacts) >= _MOST_CONTACTS:
            programme.contacts.clear()
        programme.contacts[key] = _decided_contact(programme, known, on)
    return cast("Answer | Unknown | None", programme.contacts[key])


def _decided_contact(programme: Programme, facts: Facts, on: date) -> Answer | Unknown | None:
    # If a town may be in several departments, the general contact of the course is right in each of them.
    certain = {fact: value for fact, value in facts.items() if isinstance(value, str)}
    for known in (facts, certain, {}):
        contact = decide(programme, QuestionId.CONTACT, known, on=on)
        if not isinstance(contact, Ask):
            return contact
    return None


def _organisations(programme: Programme, names: tuple[str, ...], quoted: str | None) -> tuple[Organisation, ...]:
    named = (quoted if name == FactId.CITED_ORGANISATION else name for name in names)
    return tuple(programme.organisations[name] for name in named if name)


def _links(
    programme: Programme, names: tuple[str, ...], organisations: tuple[Organisation, ...]
) -> tuple[tuple[Organisation, Link], ...]:
    """Resolve links named "organisation.purpose"; "organisme_cite" stands for the answer's first organisation."""
    found: list[tuple[Organisation, Link]] = []
    for name in names:
        owner, purpose = name.split(".", 1)
        candidates = organisations[:1] if owner == FactId.CITED_ORGANISATION else (programme.organisations[owner],)
        for organisation in candidates:
            link = organisation.link(purpose)
            if link:
                found.append((organisation, link))
    return tuple(found)


def _citation(programme: Programme, row: Row) -> Citation:
    source = programme.sources[row.source]
    return Citation(source, row.section, row.published or source.published)


def _same(decision: Decision, other: Decision) -> bool:
    if isinstance(decision, Ask) or isinstance(other, Ask):
        return isinstance(decision, Ask) and isinstance(other, Ask) and decision.fact == other.fact
    return decision.same_for_the_adviser(other)
