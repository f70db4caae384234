"""Who holds which role, where and when: from `roles.yml` to the rows of tables.

A line of `roles.yml` names an organisation, its territory and its first day. The holders it replaces end there the day
before. A later line of the same source replaces by itself; a line of another source must say whom it replaces. Each
role has rows with which its holders answer in the tables, so that all tables name the same organisation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Final

import msgspec

from rules.errors import Finding
from rules.ids import FactId
from rules.model import HUB_ROLE, Holding, Programme
from rules.schema import ConsequenceBlock, HolderBlock, RoleBlock, RoleRowBlock, RolesFile, RowBlock, RowDefaults
from rules.suggestions import choose, choose_place, did_you_mean
from rules.yaml_lines import Document, Key

HOLDER: Final = "qui"
"""In the rows of a role: the organisation that holds it."""

_A_DAY: Final = timedelta(days=1)
_REASONS: Final = ("reponse", "inconnu")


@dataclass(frozen=True)
class WrittenRow:
    """A row of a table, as written in a file.

    Attributes:
        block: the row.
        document: the file.
        at: its path in the file.
        default: the values it takes for keys it does not write.
        first: whether it answers before all sources, because its organisation has taken over from another.
        of_role: the row of a role that it is made from.
    """

    block: RowBlock
    document: Document[Any]
    at: Key
    default: RowDefaults
    first: bool = False
    of_role: str | None = None


@dataclass(frozen=True)
class _HolderLine:
    """A line of a role: an organisation, its territories and its days."""

    block: HolderBlock
    index: int
    codes: frozenset[str]

    @property
    def since(self) -> date:
        return self.block.depuis or date.min

    @property
    def until(self) -> date:
        return self.block.jusqu_a or date.max

    def is_replaced_by(self, other: _HolderLine) -> bool:
        """Whether another line takes over from this one."""
        if (other.since, other.index) <= (self.since, self.index):
            return False
        same_source = other.block.source == self.block.source and other.since > self.since
        return same_source or self.block.organisme in other.block.a_la_place_de


def read_holdings(document: Document[RolesFile], programme: Programme) -> tuple[tuple[Holding, ...], list[Finding]]:
    """Which organisation holds which role, where and when, and the mistakes found."""
    findings: list[Finding] = []
    holdings: list[Holding] = []
    if HUB_ROLE not in document.content.roles:
        remedy = f"le rétablir, avec « {HUB_ROLE}: » et les hubs sous « {HOLDER} »"
        findings.append(Finding(document.place("roles"), f"il manque le rôle « {HUB_ROLE} »", remedy))
    for name, role in document.content.roles.items():
        lines = [_HolderLine(block, index, _codes(block, programme)) for index, block in enumerate(role.qui)]
        findings += [problem for line in lines for problem in _line_findings(name, line, document, programme)]
        found = [holding for line in lines for holding in _held(name, role, line, lines, document)]
        findings += _contested(found, programme)
        findings += _replacing_nobody(name, lines, document)
        holdings += found
    return tuple(holdings), findings


def holders(role: RoleBlock) -> tuple[str, ...]:
    """The holders of a role by its own source, and their replacements; each once, in file order."""
    lines = (line for line in role.qui if line.source is None or line.a_la_place_de)
    return tuple(dict.fromkeys(line.organisme for line in lines))


def rows_of_roles(
    document: Document[RolesFile], programme: Programme, reads: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[WrittenRow]], list[Finding]]:
    """The rows with which holders of roles answer, by table, and the mistakes found.

    Args:
        document: `roles.yml`.
        programme: with its sources, organisations and holdings.
        reads: the facts that each table reads.
    """
    written = _RowsOfRoles(document, programme, reads)
    findings: list[Finding] = []
    for name, role in document.content.roles.items():
        known = {row.id for row in role.lignes}
        for index, row in enumerate(role.lignes):
            if row.table not in reads:
                place = document.place("roles", name, "lignes", index, "table")
                remedy = choose(row.table, reads)
                findings.append(Finding(place, f"rôle « {name} » : il n'y a pas de table « {row.table} »", remedy))
        for index, line in enumerate(role.qui):
            for wrong in (named for named in line.pour if named not in known):
                place = document.place("roles", name, HOLDER, index, "pour", wrong)
                remedy = choose(wrong, known)
                findings.append(Finding(place, f"rôle « {name} » : il n'a pas de ligne « {wrong} »", remedy))
            for row in role.lignes:
                if row.table in reads:
                    written.add(name, row, index)
    return written.rows, findings


def outside_roles(block: RowBlock, programme: Programme, territories: Iterable[str]) -> list[RowBlock]:
    """Restrict a row to places and days where nobody holds the roles of its `sauf_role`: none, one or several rows."""
    if not block.sauf_role:
        return [block]
    spans: dict[tuple[tuple[date, date], ...], list[str]] = {}
    for code in territories:
        taken = [
            (holding.since or date.min, holding.until or date.max)
            for holding in programme.holdings
            if holding.role in block.sauf_role and code in holding.codes
        ]
        spans.setdefault(_left(block.depuis or date.min, block.jusqu_a or date.max, taken), []).append(code)
    pieces = [(span, codes) for free, codes in spans.items() for span in free]
    return [
        msgspec.structs.replace(
            block,
            id=_numbered(block.id, number),
            quand={**block.quand, FactId.PLACE.value: codes},
            depuis=_dated(since),
            jusqu_a=_dated(until),
        )
        for number, ((since, until), codes) in enumerate(pieces)
    ]


def _codes(block: HolderBlock, programme: Programme) -> frozenset[str]:
    """The territories of a line: zones, regions and departments together."""
    return frozenset(
        code for part in _parts(block) for code in programme.zones.get(part, {part} & programme.territories.keys())
    )


def _parts(block: HolderBlock) -> list[str]:
    return block.ou if isinstance(block.ou, list) else [block.ou]


def _line_findings(
    name: str, line: _HolderLine, document: Document[RolesFile], programme: Programme
) -> Iterator[Finding]:
    block, at = line.block, ("roles", name, HOLDER, line.index)
    for key, named in (("organisme", [block.organisme]), ("a_la_place_de", block.a_la_place_de)):
        for organisation in named:
            if organisation not in programme.organisations:
                problem = f"rôle « {name} » : l'organisme « {organisation} » n'existe pas"
                suggestion = did_you_mean(organisation, programme.organisations)
                remedy = f"{suggestion}corriger le nom, ou décrire l'organisme dans organismes.yml"
                yield Finding(document.place(*at, key), problem, remedy)
    for part in _parts(block):
        if part not in programme.zones and part not in programme.territories:
            names = {code: territory.name for code, territory in programme.territories.items()}
            remedy = choose_place(str(part), names, programme.zones)
            yield Finding(document.place(*at, "ou"), f"rôle « {name} » : « {part} » n'est pas un territoire", remedy)
    if block.source is not None and block.source not in programme.sources:
        remedy = choose(block.source, programme.sources, "sources.yml")
        yield Finding(
            document.place(*at, "source"), f"rôle « {name} » : la source « {block.source} » n'existe pas", remedy
        )
    if line.until < line.since:
        problem = f"rôle « {name} » : « {block.organisme} » finit avant de commencer"
        yield Finding(document.place(*at, "jusqu_a"), problem, "corriger « depuis » ou « jusqu_a »")


def _held(
    name: str, role: RoleBlock, line: _HolderLine, lines: Sequence[_HolderLine], document: Document[RolesFile]
) -> Iterator[Holding]:
    """The holdings of a line, without what others take over from it: one for each end date."""
    ends: dict[date, set[str]] = {}
    after = [other for other in lines if line.is_replaced_by(other)]
    for code in line.codes:
        first = min((other.since for other in after if code in other.codes), default=None)
        end = min(line.until, first - _A_DAY) if first and first > date.min else line.until
        ends.setdefault(end, set()).add(code)
    for end, codes in sorted(ends.items()):
        if line.since <= end:
            yield Holding(
                role=name,
                organisation=line.block.organisme,
                codes=frozenset(codes),
                since=_dated(line.since),
                until=_dated(end),
                source=line.block.source or role.par_defaut.source,
                line=line.index,
                place=document.place("roles", name, HOLDER, line.index),
            )


def _contested(holdings: Sequence[Holding], programme: Programme) -> Iterator[Finding]:
    """Two organisations with the same role, place and time, by one source."""
    for first, second in combinations(holdings, 2):
        shared = first.codes & second.codes
        if first.source == second.source and shared and first.line != second.line and _overlap(first, second):
            where = programme.territories[min(shared)].within.fr
            yield Finding(
                second.place,
                f"rôle « {second.role} » : « {first.organisation} » (ligne {first.place.line}) et "
                f"« {second.organisation} » l'ont en même temps {where}",
                "donner à la nouvelle ligne son premier jour (depuis), ou à l'ancienne son dernier (jusqu_a)",
            )


def _overlap(first: Holding, second: Holding) -> bool:
    return (first.since or date.min) <= (second.until or date.max) and (second.since or date.min) <= (
        first.until or date.max
    )


def _replacing_nobody(name: str, lines: Sequence[_HolderLine], document: Document[RolesFile]) -> Iterator[Finding]:
    for line in lines:
        for replaced in line.block.a_la_place_de:
            held = [other.codes for other in lines if other.block.organisme == replaced]
            if held and not any(codes & line.codes for codes in held):
                problem = f"rôle « {name} » : « {replaced} » ne l'a nulle part où « {line.block.organisme} » le prend"
                remedy = "corriger « ou » ou « a_la_place_de », ou retirer cette clé si personne ne l'avait"
                yield Finding(document.place("roles", name, HOLDER, line.index, "a_la_place_de"), problem, remedy)


class _RowsOfRoles:
    """The rows written so far, by table."""

    def __init__(self, document: Document[RolesFile], programme: Programme, reads: Mapping[str, Sequence[str]]) -> None:
        self._document = document
        self._programme = programme
        self._reads = reads
        self._names: Counter[str] = Counter()
        self.rows: dict[str, list[WrittenRow]] = {}

    def add(self, name: str, row: RoleRowBlock, index: int) -> None:
        """Add the rows with which a line of a role answers in a table.

        A table that reads no territory ("who are they?") gets one row for each organisation, by the first role that has
        it. In such a table nobody is replaced.
        """
        role = self._document.content.roles[name]
        filled = _filled(row, role.qui[index], self._programme)
        if filled is None:
            return
        rows, by_place = self.rows.setdefault(row.table, []), FactId.PLACE in self._reads[row.table]
        source = filled.source or role.par_defaut.source
        written = ((other.block.quand, other.block.source or other.default.source) for other in rows)
        if not by_place and (filled.quand, source) in written:
            return
        pieces = [held for held in self._programme.holdings if (held.role, held.line) == (name, index)]
        if not by_place:
            pieces = _together(pieces, self._programme)
        for block in _dated_rows(filled, row, pieces, by_place=by_place):
            rows.append(
                WrittenRow(
                    msgspec.structs.replace(block, id=_numbered(block.id, self._names[block.id])),
                    self._document,
                    ("roles", name, HOLDER, index),
                    role.par_defaut,
                    first=by_place and bool(role.qui[index].a_la_place_de),
                    of_role=row.id,
                )
            )
            self._names[block.id] += 1


def _dated_rows(
    filled: RowBlock, row: RoleRowBlock, pieces: Sequence[Holding], *, by_place: bool
) -> Iterator[RowBlock]:
    """A row for each holding, within the dates of the role's row."""
    for piece in pieces:
        since = max(row.depuis or date.min, piece.since or date.min)
        until_day = min(row.jusqu_a or date.max, piece.until or date.max)
        if since <= until_day:
            where = {FactId.PLACE.value: sorted(piece.codes)} if by_place else {}
            yield msgspec.structs.replace(
                filled, quand={**filled.quand, **where}, depuis=_dated(since), jusqu_a=_dated(until_day)
            )


def _filled(row: RoleRowBlock, line: HolderBlock, programme: Programme) -> RowBlock | None:
    """A role's row with the holder's name filled in; None if the line says that this holder has no such row."""
    own = line.pour.get(row.id, {})
    if own is None:
        return None
    then = msgspec.to_builtins(row.alors)
    if any(reason in own for reason in _REASONS):
        then = {key: value for key, value in then.items() if key not in _REASONS}
    then.update(own)
    then["organismes"] = [line.organisme if body == HOLDER else body for body in then["organismes"]]
    then["liens"] = [link for named in then["liens"] if (link := _link(named, line.organisme, programme))]
    section = row.section
    if line.source:
        known = programme.sources.get(line.source)
        section = known.title.fr if known else None
    return RowBlock(
        id=f"{row.id}-{line.organisme.replace('_', '-')}",
        quand={fact: line.organisme if value == HOLDER else value for fact, value in row.quand.items()},
        alors=msgspec.convert(then, ConsequenceBlock),
        faits=line.faits or row.faits,
        source=line.source or row.source,
        section=line.section or section,
        relu=line.relu or row.relu,
        a_relire_avant=line.a_relire_avant or row.a_relire_avant,
        publie=line.publie or (None if line.source else row.publie),
        sauf_role=row.sauf_role,
    )


def _link(name: str, organisation: str, programme: Programme) -> str | None:
    """A link of a row, with the holder's name filled in; None if the holder has no trusted address for it."""
    owner, _, purpose = name.partition(".")
    if owner != HOLDER:
        return name
    body = programme.organisations.get(organisation)
    return f"{organisation}.{purpose}" if body and body.link(purpose) else None


def _left(since: date, until: date, taken: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """A period minus the spans taken, in order."""
    left = []
    for first, last in sorted(taken):
        if first > until or last < since:
            continue
        if since < first:
            left.append((since, first - _A_DAY))
        if last == date.max:
            return tuple(left)
        since = max(since, last + _A_DAY)
    return (*left, (since, until)) if since <= until else tuple(left)


def _dated(day: date) -> date | None:
    return None if day in (date.min, date.max) else day


def _numbered(name: str, number: int) -> str:
    return f"{name}-{number + 1}" if number else name


def _together(pieces: Sequence[Holding], programme: Programme) -> list[Holding]:
    """Merge into spans without gaps the days on which the holders of pieces hold the role anywhere, by one source."""
    who = {(piece.organisation, piece.role, piece.source) for piece in pieces}
    held = [holding for holding in programme.holdings if (holding.organisation, holding.role, holding.source) in who]
    spans: list[Holding] = []
    for holding in sorted(held, key=lambda holding: holding.since or date.min):
        last = spans[-1].until if spans else date.min
        if spans and (last is None or (holding.since or date.min) <= last + _A_DAY):
            until = None if last is None or holding.until is None else max(last, holding.until)
            spans[-1] = replace(spans[-1], until=until)
        else:
            spans.append(holding)
    return spans
