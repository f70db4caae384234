"""Entities: what an utterance names, and the place that a conversation keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from typing import NamedTuple, Protocol

import msgspec

from rules.ids import FactId, StrEnum


class StatedPlace(msgspec.Struct, frozen=True):
    """A place of an adviser. Several codes: all these departments are meant, or, if `ambiguous`, one of them."""

    codes: tuple[str, ...]
    name: str
    ambiguous: bool = False

    def narrowed(self, *known: StatedPlace | None) -> StatedPlace:
        """The place as one of the known ones, where it is ambiguous and only one of its departments is among these."""
        codes = {code for place in known if place and not place.ambiguous for code in place.codes} & {*self.codes}
        return StatedPlace((*codes,), self.name) if self.ambiguous and len(codes) == 1 else self

    def beside(self, other: StatedPlace) -> StatedPlace:
        """This place and another, as one that is answered for in each department."""
        codes = tuple(dict.fromkeys((*self.codes, *other.codes)))
        return StatedPlace(codes, f"{self.name}, {other.name}", self.ambiguous or other.ambiguous)

    def without(self, codes: tuple[str, ...]) -> StatedPlace | None:
        """The place without some departments, ambiguous where several are left; None where none is."""
        rest = tuple(code for code in self.codes if code not in codes)
        return StatedPlace(rest, self.name, ambiguous=len(rest) > 1) if rest else None


class CourseSpan(NamedTuple):
    """A course, and where the folded text names it."""

    course: str
    start: int
    end: int


class Attribution(Enum):
    """Whose a fact is that an utterance names, and whether it is so."""

    NOBODYS = auto()  # of the question, rather than of a person
    OWN = auto()  # the adviser's
    OTHERS = auto()  # another person's
    SUPPOSED = auto()  # supposed or wished for
    ASKED = auto()  # only asked about


class DateRole(StrEnum):
    """What a date is that an utterance names; as the annotated messages have it (`nlu/annotated/etiquettes.yml`)."""

    ENTRY = "entree"
    TRAINING = "formation"
    MODULE = "module"
    ASKED = "jour"
    OTHER = "autre"


class Hearing(Protocol):
    """How a reader hears what an utterance names, by where the text names it, in characters."""

    def attribution(self, fact: str, start: int, end: int) -> Attribution:
        """Whose a fact is, and whether it is so."""

    def dated(self, start: int, end: int) -> tuple[DateRole, Attribution]:
        """What a date is, and whose."""


@dataclass(frozen=True)
class Entities:
    """What an utterance names. All `courses` are meant if `enumerated`, else the first, the most specific.

    `facts` are those of the question and the adviser's (`states_own`: there are some of these), `others_facts` another
    person's, `differing` those of which several values are stated, of as many persons; `cases`
    are the facts of each other person, where there are several; `supposed` are facts of these
    that hold for this answer alone. `organisations` are all that are named, of which the facts have the first.

    `places_of_two` are the adviser's place and another person's, where both are told of; `places_end` is where
    the text has named the last place. `left_place` is the one that is
    left for `place` ("muté de Dax à Pau"). `is_home`: the place is only where the
    adviser lives; `works_there`: it is that of work; `has_home_beside`: another one is named where the adviser lives.
    `excluded_departments` are those denied where no other place is named; `replaces_place`: a place is set aside for
    another one; `day` is the day to answer for; `names_only`: nothing but entities and fillers ("et pour Pau ?").
    """

    place: StatedPlace | None = None
    places_of_two: tuple[StatedPlace, StatedPlace] | None = None  # « mon frère est dans les Landes et moi en Gironde »
    places_end: int = 0
    left_place: StatedPlace | None = None
    is_home: bool = False  # « j'habite à Dax »
    works_there: bool = False  # « je travaille à Pau »
    has_home_beside: bool = False  # « j'habite à Dax, je travaille à Pau »
    excluded_departments: tuple[str, ...] = ()  # « pas le 93 »
    replaces_place: bool = False  # « oublie Dax, je reste en Gironde »
    organisations: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    course_spans: tuple[CourseSpan, ...] = ()
    enumerated: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    states_own: bool = False
    others_facts: Mapping[str, str] = field(default_factory=dict)
    differing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cases: tuple[Mapping[str, str], ...] = ()
    supposed: frozenset[str] = frozenset()
    day: date | None = None
    names_only: bool = False

    @property
    def has_any(self) -> bool:
        """Whether a place, a course, a fact or a day is named."""
        return bool(self.place or self.courses or self.facts or self.others_facts or self.day)

    @property
    def stated_facts(self) -> tuple[str, ...]:
        """The ids of the facts stated or supposed, whoever's, that of the place included."""
        return (*dict.fromkeys((*self.facts, *self.others_facts)), *([FactId.PLACE] if self.place else ()))

    @property
    def named_facts(self) -> tuple[str, ...]:
        """The ids of the facts stated, and that of the course where one is named."""
        return (*self.stated_facts, *([FactId.COURSE] if self.courses else ()))

    def stating(self, facts: Mapping[str, str]) -> Entities:
        """The entities with more facts."""
        return replace(self, facts={**self.facts, **facts})

    def courses_in(self, start: int, end: int) -> tuple[str, ...]:
        """The courses named within a part of the utterance."""
        inside = {span.course for span in self.course_spans if start <= span.start < end}
        return tuple(course for course in self.courses if course in inside)

    def courses_before(self, position: int) -> tuple[str, ...]:
        """The courses that a part means which names none: the last one named before it, else all of them."""
        before = [span.course for span in self.course_spans if span.start < position]
        return (before[-1],) if before and not self.enumerated else self.courses
