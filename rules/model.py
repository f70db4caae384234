"""The programme model: what `programme/*.yml` becomes once loaded. Plain frozen data, no behaviour but look-ups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from rules.facts import FactDefinition
from rules.stages import PathDefinition

UNSPECIFIED = "non_precise"
"""Value that a row may require of a fact: "the adviser has not said". Such a row answers in general, without asking."""

HUB_ROLE = "hub"
"""The role of regional hubs in `roles.yml`. Among the holders of an item's role, the hub of the adviser's place."""

Confidence = Literal["confirmed", "weak", "none"]
Figure = int | float


@dataclass(frozen=True)
class Place:
    """A place in the maintainers' files; `line` counts from 1."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Text:
    """A short label in both languages."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in "fr" or "en"."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True)
class Source:
    """A public document the programme rests on.

    Attributes:
        id: its name in `sources.yml`.
        title: the full title.
        published: shown as it is: a month, a year or a season.
        url: its address, if it has one.
        short_title: its name within a sentence; the title if it has no other.
    """

    id: str
    title: Text
    published: Text
    url: str | None
    short_title: Text


@dataclass(frozen=True)
class Territory:
    """A department, overseas department or collectivity. `code` is INSEE's ("40", "2A", "971")."""

    code: str
    name: str
    within: Text
    region: str
    kind: Literal["departement", "drom", "collectivite"]


@dataclass(frozen=True)
class Link:
    """An address of an organisation for one purpose (`inscription`, `site`, …), with the evidence for it."""

    purpose: str
    url: str
    confidence: Confidence
    evidence: str
    label: Text


@dataclass(frozen=True)
class Takeover:
    """A task taken over from another organisation.

    Attributes:
        predecessor: the organisation that had the task.
        since: the first day.
        source: the later source that says so.
    """

    predecessor: str
    since: date
    source: str


@dataclass(frozen=True)
class Organisation:
    """A body an adviser can be sent to. It serves only its `territories`, or every place if it has none."""

    id: str
    name: Text
    short_name: str
    links: tuple[Link, ...]
    email: str | None = None
    takeover: Takeover | None = None
    territories: frozenset[str] = frozenset()

    def serves(self, codes: Collection[str]) -> bool:
        """Whether it serves at least one of some places; true if no place is given."""
        return not codes or not self.territories or not self.territories.isdisjoint(codes)

    def link(self, purpose: str) -> Link | None:
        """The link for `purpose`, or None where no trustworthy address was found."""
        return next((link for link in self.links if link.purpose == purpose and link.confidence != "none"), None)


@dataclass(frozen=True)
class Hub:
    """An organisation as the regional hub of some departments, between two dates (both included)."""

    organisation: str
    departments: frozenset[str]
    since: date | None = None
    until: date | None = None

    def active(self, on: date) -> bool:
        """Whether the hub works on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Holding:
    """A role that an organisation holds in some territories.

    Attributes:
        role: the role.
        organisation: its holder.
        codes: the territories.
        since: the first day, included.
        until: the last day, included.
        source: the source that says so.
        line: its line within the role, from 0.
        place: file and line.
    """

    role: str
    organisation: str
    codes: frozenset[str]
    since: date | None
    until: date | None
    source: str
    line: int
    place: Place

    def holds_on(self, day: date) -> bool:
        """Whether the organisation has the role on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


AttributeValue = Figure | str | Text | tuple[int, int] | None
"""A figure, a range (minimum, maximum), an id or words; None if no source gives it."""


@dataclass(frozen=True)
class Item:
    """What can be compared: a course, a track of it, a family of modules, a part of enrolment.

    Attributes:
        about: the facts that make a question be about this item.
        attributes: by their names in the YAML, inherited ones included.
        roles: the organisations that hold each role.
        parts: the ids of its parts, in file order.
        inherited: the attributes it has only from the item it is part of.
        follows: the id of the item that it replaces, by the later `source`.
    """

    id: str
    name: Text
    about: tuple[tuple[str, str], ...]
    attributes: tuple[tuple[str, AttributeValue], ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[str, ...]
    since: date | None
    facts: tuple[str, ...]
    inherited: frozenset[str] = frozenset()
    follows: str | None = None
    source: str | None = None

    def attribute(self, name: str) -> AttributeValue:
        """The value of an attribute; None if no source gives it."""
        return dict(self.attributes).get(name)


@dataclass(frozen=True)
class Criterion:
    """What a question asks about an answer or an item ("obligatoire", "à distance", "le plus court").

    A criterion is judged by the verdicts of rows, or by an attribute of items.

    Attributes:
        questions: the tables that answer on it, the main one first.
        opposite_of: the criterion whose verdicts, inverted, apply to this one.
        attribute: the attribute that decides, if it is not the rows' verdicts.
        verdicts: the verdict of each value of the attribute.
        extreme: whether the item with the least or the most of the attribute is chosen.
        chooses: whether "which one" may ask by it.
        other_attribute: a second attribute to rank by (weeks besides hours).
    """

    id: str
    questions: tuple[str, ...]
    opposite_of: str | None
    attribute: str | None
    verdicts: tuple[tuple[str, str], ...]
    extreme: Literal["le_moins", "le_plus"] | None
    chooses: bool
    other_attribute: str | None = None


@dataclass(frozen=True)
class Consequence:
    """What follows when a row holds: an answer, or the honest "not known".

    Attributes:
        wording: the name of the text in `stories/answers`.
        known: whether it is an answer.
        organisations: the organisations named.
        links: the links shown, as "organisation.purpose".
        figures: the figures of the items, and `own_figures`.
        contact_by_course: whether the contact table says whom to name.
        own_figures: the figures written with the row.
        items: the items that the text shows, in its order.
        verdicts: answers to yes/no questions, by criterion: "oui", "non", "en_partie", "selon" (it depends), "inconnu"
            (no source says).
        casts_doubt: whether what other sources say of the case may no longer hold.
        line: of a cell of the matrix, what it says.
        values: of a cell of the matrix, the values that are right, where they can be compared with what is claimed.
    """

    wording: str
    known: bool
    organisations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    figures: tuple[tuple[str, Figure], ...] = ()
    contact_by_course: bool = False
    own_figures: tuple[tuple[str, Figure], ...] = ()
    items: tuple[str, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    casts_doubt: bool = False
    line: Text | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of a decision table: for which facts, what follows, between which dates, by which source.

    Attributes:
        first: whether it comes before all sources.
        otherwise: whether it holds only if no other row does.
        of_role: the row of a role that it is made from.
    """

    id: str
    when: tuple[tuple[str, frozenset[str]], ...]
    then: Consequence
    source: str
    section: str
    published: Text | None
    since: date | None
    until: date | None
    facts: tuple[str, ...]
    reviewed: date
    review_before: date
    place: Place
    first: bool = False
    otherwise: bool = False
    of_role: str | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def review_due(self, day: date) -> bool:
        """Whether the review is overdue: it must happen before `review_before`, not on it."""
        return self.review_before <= day


@dataclass(frozen=True)
class Table:
    """All rows that answer one question.

    Attributes:
        reads: the facts it depends on.
        order: sources by precedence, and rows that come before the rest of their source.
        each: for a fact not stated, the values answered one after the other.
        about: facts that the answer implies for the questions that follow ("and how long is it?").
        then: for a question asked just after this one ("why?", "how do I reach them?"), the question that answers it.
        prerequisites: courses named only as a condition ("must I have passed the CCP1 to take the modules?").
        of_no_adviser: questions that this one answers for people who are not advisers.
        for_several: the question answered instead when several persons are asked about at once.
    """

    question: str
    title: Text
    reads: tuple[str, ...]
    rows: tuple[Row, ...]
    order: tuple[str, ...]
    each: tuple[tuple[str, tuple[str, ...]], ...]
    place: Place
    about: tuple[tuple[str, str], ...] = ()
    then: tuple[tuple[str, str], ...] = ()
    prerequisites: tuple[str, ...] = ()
    of_no_adviser: tuple[str, ...] = ()
    for_several: str | None = None

    def rank(self, row: Row) -> int:
        """The precedence of a row, by its name or its source; 0 answers before 1."""
        if row.first:
            return 0
        return 1 + self.order.index(row.id if row.id in self.order else row.source)


@dataclass(frozen=True)
class AskedAttribute:
    """What can be asked of an element, and the question that speaks of it in general."""

    name: Text
    question: str


@dataclass(frozen=True)
class AskedElement:
    """What something can be asked of, and the course that it belongs to."""

    name: Text
    course: str


@dataclass(frozen=True)
class Programme:
    """Everything `rules/programme` says, checked. Build it with :func:`rules.loading.load_programme`."""

    sources: dict[str, Source]
    territories: dict[str, Territory]
    regions: dict[str, Text]
    zones: dict[str, frozenset[str]]
    organisations: dict[str, Organisation]
    facts: dict[str, FactDefinition]
    tables: dict[str, Table]
    items: dict[str, Item] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    path: PathDefinition | None = None
    roles: dict[str, Text] = field(default_factory=dict)
    holdings: tuple[Holding, ...] = ()
    grids: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    attributes: dict[str, AskedAttribute] = field(default_factory=dict)
    elements: dict[str, AskedElement] = field(default_factory=dict)
    narrower: frozenset[str] = frozenset()
    said: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    cells: dict[tuple[str, str], object] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def codes_of_regions(self) -> dict[str, frozenset[str]]:
        """The territories of each region, by its name."""
        codes: dict[str, set[str]] = {region: set() for region in self.regions}
        for code, territory in self.territories.items():
            codes[territory.region].add(code)
        return {region: frozenset(found) for region, found in codes.items()}

    @cached_property
    def contacts(self) -> dict[tuple[object, ...], object]:
        """The engine's cache of contacts, by the day and the facts they depend on."""
        return {}

    @cached_property
    def hubs(self) -> tuple[Hub, ...]:
        """The regional hubs, past and present."""
        held = (holding for holding in self.holdings if holding.role == HUB_ROLE)
        return tuple(Hub(each.organisation, each.codes, each.since, each.until) for each in held)

    def is_hub(self, organisation: Organisation) -> bool:
        """Whether an organisation is, or was, the hub of some departments."""
        return any(hub.organisation == organisation.id for hub in self.hubs)

    def item_about(self, facts: Mapping[str, object]) -> Item | None:
        """The most specific item that facts are about, or None."""
        fitting = (item for item in self._items_about if all(facts.get(fact) == value for fact, value in item.about))
        return next(fitting, None)

    @cached_property
    def _items_about(self) -> tuple[Item, ...]:
        """The items with facts they are about, the most specific first."""
        about = (item for item in self.items.values() if item.about)
        return tuple(sorted(about, key=lambda item: -len(item.about)))

    def successors(self, item: Item, on: date) -> tuple[Item, ...]:
        """The items that replace an item on a day, by later sources."""
        return tuple(other for other in self.items.values() if other.follows == item.id and (other.since or on) <= on)

    def hub_of(self, code: str, on: date) -> Organisation | None:
        """The hub active in a department on a day, or None."""
        for hub in self.hubs:
            if code in hub.departments and hub.active(on):
                return self.organisations[hub.organisation]
        return None
