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
    HUB_ROLE,
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


def decide(programme: Programme, question: str, facts: Facts, *, on: date) -> Decision:
    """Answer a question from what the adviser has said, as of a day.

    Args:
        programme: the loaded programme.
        question: the id of a table ("organisme", "financement", …).
        facts: fact id to value; absent means not said. Facts that the table does not read are ignored.
        on: the day the answer is for.

    Returns:
        An Answer or an Unknown; an Ask where one fact that is not said would change the answer.

    Raises:
        KeyError: there is no such question.
        ValueError: a fact's value is outside its domain.
    """
    grid = cast(Grid, programme.grids[question])
    facts = _with_implied(programme, grid, _plain(facts))
    cells = grid.on(on)
    options = [_options(axis, facts.get(axis.fact)) for axis in grid.axes]
    general = [_general(axis, facts) or known for axis, known in zip(grid.axes, options, strict=True)]
    for tried in (general, options):
        found = [(key, cells[key]) for key in product(*tried)]
        if all(rows for _, rows in found):
            return _decided(programme, grid, facts, on, found)
    raise AssertionError(f"table {question!r} was proved complete, yet holds no row for {dict(facts)!r} on {on}")


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
    """One of one value is that value. Of several organisations cited none is meant: that is not said."""
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
    """The facts with what they say of others that the table reads and that are not said."""
    reads = grid.table.reads
    known = {fact: value for fact, value in facts.items() if value != UNSPECIFIED}
    for fact, value in facts.items():
        if fact not in reads and isinstance(value, str):
            implied = dict(programme.facts[fact].implied).get(value, ()) if fact in programme.facts else ()
            known = {**{other: its_value for other, its_value in implied if other in reads}, **known}
    return known


def _general(axis: Axis, facts: Facts) -> tuple[int, ...]:
    """The class "not said", where a row speaks of it and the adviser has said nothing."""
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
    first_key, first_rows = found[0]
    outcomes = _numbered(programme, grid, found, on)
    if len(set(outcomes.values())) > 1:
        fact = _discriminating(grid, outcomes)
        return Ask(
            fact, _choices(programme, grid, fact, facts), _trace(grid, facts, on, (rows[0] for _, rows in found))
        )
    territory = facts.get(FactId.PLACE)
    if territory is None or isinstance(territory, frozenset):
        territory = _any_territory(grid, first_key)
    quoted = facts.get(FactId.CITED_ORGANISATION)
    trace = _trace(grid, facts, on, first_rows[:1])
    return _outcome(programme, first_rows, facts, on, territory, quoted if isinstance(quoted, str) else None, trace)


def _follows(
    programme: Programme, grid: Grid, rows: tuple[Row, ...], key: CellKey, on: date
) -> tuple[tuple[Consequence, str | None], ...]:
    hub = None
    if any(HUB_ROLE in row.then.organisations for row in rows):
        organisation = programme.hub_of(_any_territory(grid, key) or "", on)
        hub = organisation.id if organisation else None
    return tuple((row.then, hub) for row in rows)


def _any_territory(grid: Grid, key: CellKey) -> str | None:
    """A territory of the cell: all of a class get the same answer, so any of them stands for it."""
    for axis, index in zip(grid.axes, key, strict=True):
        if axis.fact == FactId.PLACE and index != axis.open_class:
            return axis.members[index][0]
    return None


def _numbered(
    programme: Programme, grid: Grid, found: list[tuple[CellKey, tuple[Row, ...]]], on: date
) -> dict[CellKey, int]:
    """The cells with a number for what follows in each: the same number where the same follows."""
    distinct: list[tuple[tuple[Consequence, str | None], ...]] = []
    numbers: dict[CellKey, int] = {}
    for key, rows in found:
        follows = _follows(programme, grid, rows, key, on)
        if follows not in distinct:
            distinct.append(follows)
        numbers[key] = distinct.index(follows)
    return numbers


def _discriminating(grid: Grid, outcomes: dict[CellKey, int]) -> str:
    """The first fact, in the table's order, on which the answer depends whatever the others are."""
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
    territory: str | None,
    quoted: str | None,
    trace: Trace,
) -> Answer | Unknown:
    row, others = rows[0], rows[1:]
    organisations = _organisations(programme, row.then.organisations, on, territory, quoted)
    links = _links(programme, row.then.links, organisations)
    contact = _contact(programme, facts, on) if row.then.contact_by_course else None
    if contact:
        organisations += tuple(
            organisation for organisation in contact.organisations if organisation not in organisations
        )
        links += tuple(link for link in contact.links if link not in links)
    notices = tuple(
        Notice(
            other.then.wording,
            _citation(programme, other),
            _links(programme, other.then.links, ()),
            other.then.figures,
            other,
        )
        for other in others
    )
    kind = Answer if row.then.known else Unknown
    return kind(
        row.then.wording,
        organisations,
        links,
        row.then.figures,
        _citation(programme, row),
        notices,
        trace,
        contact.wording if contact else None,
        _items(programme, row, facts, on),
    )


def _items(programme: Programme, row: Row, facts: Facts, on: date) -> tuple[Item, ...]:
    if row.then.items:
        return tuple(programme.items[name] for name in row.then.items)
    about = programme.item_about(facts)
    return (about,) if about and (about.since is None or about.since <= on) else ()


def _contact(programme: Programme, facts: Facts, on: date) -> Answer | Unknown | None:
    contact = decide(programme, QuestionId.CONTACT, facts, on=on)
    if isinstance(contact, Ask):
        # The town is not known for sure: the general contact is right in each of its departments.
        contact = decide(programme, QuestionId.CONTACT, {**facts, contact.fact: UNSPECIFIED}, on=on)
    return None if isinstance(contact, Ask) else contact


def _organisations(
    programme: Programme, names: tuple[str, ...], on: date, territory: str | None, quoted: str | None
) -> tuple[Organisation, ...]:
    organisations: list[Organisation] = []
    for name in names:
        if name == HUB_ROLE:
            hub = programme.hub_of(territory, on) if territory else None
            if hub:
                organisations.append(hub)
        elif name == FactId.CITED_ORGANISATION:
            if quoted:
                organisations.append(programme.organisations[quoted])
        else:
            organisations.append(programme.organisations[name])
    return tuple(organisations)


def _links(
    programme: Programme, names: tuple[str, ...], organisations: tuple[Organisation, ...]
) -> tuple[tuple[Organisation, Link], ...]:
    """`names` are "organisation.purpose"; the roles "hub.…" and "organisme_cite.…" mean those of the answer."""
    found: list[tuple[Organisation, Link]] = []
    for name in names:
        owner, purpose = name.split(".", 1)
        if owner == HUB_ROLE:
            candidates = [organisation for organisation in organisations if programme.is_hub(organisation)]
        elif owner == FactId.CITED_ORGANISATION:
            candidates = list(organisations[:1])
        else:
            candidates = [programme.organisations[owner]]
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
