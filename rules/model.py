"""The programme model: what `programme/*.yml` becomes once loaded. Plain frozen data, no behaviour but look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

UNSPECIFIED = "non_precise"
"""Value that a row may require of a fact: "the adviser has not said". It answers in general instead of asking."""

HUB_ROLE = "hub"
"""Organisation id in a row that stands for the regional hub of the adviser's territory; `FactId.CITED_ORGANISATION`
stands for the organisation the adviser named."""

Confidence = Literal["confirmed", "weak", "none"]
Figure = int | float


@dataclass(frozen=True)
class Place:
    """Where something stands in the maintainers' files; `line` counts from 1."""

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
    """A public document the programme rests on. `published` is shown as it is: a month, a year or a season.

    `short_title` names it within a sentence; the title where it has none of its own.
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
    """The organisation whose task another one has, by a later source, since a day."""

    predecessor: str
    since: date
    source: str


@dataclass(frozen=True)
class Organisation:
    """A body an adviser can be sent to."""

    id: str
    name: Text
    short_name: str
    links: tuple[Link, ...]
    email: str | None = None
    takeover: Takeover | None = None

    def link(self, purpose: str) -> Link | None:
        """The link for `purpose`, or None where no trustworthy address was found."""
        return next((link for link in self.links if link.purpose == purpose and link.confidence != "none"), None)


@dataclass(frozen=True)
class Hub:
    """The regional hub of some departments, an organisation of its own, between two dates (both included)."""

    organisation: str
    departments: frozenset[str]
    since: date | None = None
    until: date | None = None

    def active(self, on: date) -> bool:
        """Whether the hub works on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class DatedValue:
    """The value of a fact that a date says: one of that role, in a year from `since` to `until`, both included.

    `year` is the same counted from today: -1 for an earlier year, 0 for this one, 1 for a later one.
    """

    role: str
    value: str
    since: int | None = None
    until: int | None = None
    year: int | None = None

    def is_said_by(self, day: date, role: str, today: date) -> bool:
        """Whether a day of a role says this value."""
        return (
            role == self.role
            and (self.since is None or day.year >= self.since)
            and (self.until is None or day.year <= self.until)
            and (self.year is None or self.year == (day.year > today.year) - (day.year < today.year))
        )


@dataclass(frozen=True)
class FactDefinition:
    """A thing an adviser can state: its finite domain, in the order choices are offered.

    `yes` and `no` are the values that a plain "oui" and "non" mean, where the fact is asked for as a yes/no question.
    `about` maps another fact to the value that stating this one speaks of ("habilitée": of Aidants Connect), `question`
    is what answers the fact stated out of the blue, `alone` what answers some of its values instead. `implied`: what a
    value says of other facts, where a table does not read this one. `of_question`: the fact does not outlive the
    question it was stated for; `compared`: two values named are as good as none; `transient` values say what is asked
    about, and are not kept; `precedence` maps a value to those that it makes superfluous where both are named; `dated`
    are the values that a date says ("suivi en 2025").
    """

    id: str
    values: tuple[str, ...]
    offered: tuple[str, ...]
    yes: str | None = None
    no: str | None = None
    about: tuple[tuple[str, str], ...] = ()
    question: str | None = None
    of_question: bool = False
    compared: bool = False
    transient: tuple[str, ...] = ()
    precedence: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dated: tuple[DatedValue, ...] = ()
    alone: tuple[tuple[str, str], ...] = ()
    implied: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def question_of(self, value: str) -> str | None:
        """What answers a value that is stated out of the blue."""
        return dict(self.alone).get(value, self.question)

    def said_by_date(self, day: date, role: str, today: date) -> str | None:
        """The value that a date of a role says; None where it says none."""
        return next((dated.value for dated in self.dated if dated.is_said_by(day, role, today)), None)

    def most_specific(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """The values meant where several are named: each drops those that it takes precedence over, in file order."""
        for value, superfluous in self.precedence:
            if value in values:
                values = tuple(other for other in values if other not in superfluous)
        return values


AttributeValue = Figure | str | Text | tuple[int, int] | None
"""A figure, the least and the most, an id, words; None where no source gives it."""


@dataclass(frozen=True)
class Item:
    """What can be compared: a course, a track of it, a family of modules, a part of enrolment.

    Attributes:
        about: the facts that make a question be about this item.
        attributes: by their names in the YAML; those that it has from the item it is part of included.
        roles: the organisations that hold each role.
        parts: the ids of the items that are part of it, in file order.
        inherited: the attributes that it has from the item it is part of alone.
        follows: the id of the item that it stands for by a `source` of a later date.
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
        """The value of an attribute, None where no source gives it."""
        return dict(self.attributes).get(name)


@dataclass(frozen=True)
class Criterion:
    """What a question asks about an answer or an item ("obligatoire", "à distance", "le plus court").

    `questions` are the tables that answer on it, the main one first: their rows have verdicts on it, or on what it is
    the opposite of; or it is a matter of an `attribute`: of its value, by `verdicts`, or the item that has least or
    most of it is chosen, or of `other_attribute`. `chooses`: "which one" may ask by it.
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
    """What follows when a row holds: either an answer or the honest "not known".

    `wording` names the text in `stories/answers`; `contact_by_course` asks the contact table for whom to name. `items`
    are those that the text shows, in its order; `figures` are theirs and `own_figures`. `verdicts` are what a yes/no
    question is answered, by criterion: "oui", "non", "selon" (that depends), "inconnu" (no source says).
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


@dataclass(frozen=True)
class Row:
    """One line of a decision table: for which facts, what follows, between which dates, by which source."""

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

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def review_due(self, day: date) -> bool:
        """Whether the row should have been reviewed: it is to be before `review_before`, not on it."""
        return self.review_before <= day


@dataclass(frozen=True)
class Table:
    """All rows that answer one question.

    `each` maps a fact to the values answered one after the other when the adviser has not said which; `about` to the
    value that the answer speaks of anyhow, for the questions that follow ("and how long is it?"). `yields` maps a fact
    to the question that answers instead, where the adviser states that fact; `then` maps what is asked just after this
    question ("why?", "how do I reach them?") to the question that answers it here. `order` names sources, and
    rows that come before the rest of their source. `prerequisites` are courses that are named here as a condition of
    another only ("must I have passed the CCP1 to take the modules?").
    """

    question: str
    title: Text
    reads: tuple[str, ...]
    rows: tuple[Row, ...]
    order: tuple[str, ...]
    each: tuple[tuple[str, tuple[str, ...]], ...]
    place: Place
    about: tuple[tuple[str, str], ...] = ()
    yields: tuple[tuple[str, str], ...] = ()
    then: tuple[tuple[str, str], ...] = ()
    prerequisites: tuple[str, ...] = ()

    def rank(self, row: Row) -> int:
        """The place of a row in the table's order, by its own name or by its source; 0 answers before 1."""
        return self.order.index(row.id if row.id in self.order else row.source)


Condition = tuple[tuple[str, frozenset[str]], ...]
"""Facts, each with the values that fulfil it; UNSPECIFIED among them where the fact need not be stated."""


@dataclass(frozen=True)
class PathStage:
    """One stage of an adviser's path through the training.

    `when`: for whom there is such a stage; `done` and `begun` are alternatives, fulfilled by any of them. `details`
    maps what is told of the stage ("qui", "duree", "payeur"…) to the question that tells it, asked with the adviser's
    facts and those `given` by the stage itself.
    """

    id: str
    when: Condition
    done: tuple[Condition, ...]
    begun: tuple[Condition, ...]
    optional: bool
    details: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str], ...]

    @property
    def course(self) -> str:
        """The course that the stage is about."""
        return dict(self.given)["parcours"]


@dataclass(frozen=True)
class PathDefinition:
    """The stages of the path in order, since a day; the facts to ask for; the questions after which it is offered."""

    since: date
    stages: tuple[PathStage, ...]
    asked: tuple[str, ...]
    offered_after: tuple[str, ...]


@dataclass(frozen=True)
class Programme:
    """Everything `rules/programme` says, checked. Build it with :func:`rules.loading.load_programme`."""

    sources: dict[str, Source]
    territories: dict[str, Territory]
    regions: dict[str, Text]
    zones: dict[str, frozenset[str]]
    organisations: dict[str, Organisation]
    hubs: tuple[Hub, ...]
    facts: dict[str, FactDefinition]
    tables: dict[str, Table]
    items: dict[str, Item] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    path: PathDefinition | None = None
    grids: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    def is_hub(self, organisation: Organisation) -> bool:
        """Whether an organisation is, or was, the hub of some departments."""
        return any(hub.organisation == organisation.id for hub in self.hubs)

    def item_about(self, facts: Mapping[str, object]) -> Item | None:
        """The item that facts are about, the most specific; None where they name none."""
        fitting = (
            item
            for item in self.items.values()
            if item.about and all(facts.get(fact) == value for fact, value in item.about)
        )
        return max(fitting, key=lambda item: len(item.about), default=None)

    def successors(self, item: Item, on: date) -> tuple[Item, ...]:
        """What later sources say in place of an item on a day."""
        return tuple(other for other in self.items.values() if other.follows == item.id and (other.since or on) <= on)

    def hub_of(self, code: str, on: date) -> Organisation | None:
        """The hub active in a department on a day, or None where there is none."""
        for hub in self.hubs:
            if code in hub.departments and hub.active(on):
                return self.organisations[hub.organisation]
        return None
