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
    """A place of an adviser. Several codes mean all these departments, or, if `ambiguous`, one of them."""

    codes: tuple[str, ...]
    name: str
    ambiguous: bool = False

    def narrowed(self, *known: StatedPlace | None) -> StatedPlace:
        """The place narrowed to a known one, if it is ambiguous and only one of its departments is known."""
        codes = {code for place in known if place and not place.ambiguous for code in place.codes} & {*self.codes}
        return StatedPlace((*codes,), self.name) if self.ambiguous and len(codes) == 1 else self

    def beside(self, other: StatedPlace) -> StatedPlace:
        """This place and another as one, answered for in each department."""
        codes = tuple(dict.fromkeys((*self.codes, *other.codes)))
        return StatedPlace(codes, f"{self.name}, {other.name}", self.ambiguous or other.ambiguous)

    def without(self, codes: tuple[str, ...]) -> StatedPlace | None:
        """The place without some departments: None if none is left, ambiguous if several are."""
        rest = tuple(code for code in self.codes if code not in codes)
        return StatedPlace(rest, self.name, ambiguous=len(rest) > 1) if rest else None


class CourseSpan(NamedTuple):
    """A course, and its span in the folded text."""

    course: str
    start: int
    end: int


class Attribution(Enum):
    """Whose a fact is, and whether it is real."""

    NOBODYS = auto()  # of the question, rather than of a person
    OWN = auto()  # the adviser's
    OTHERS = auto()  # another person's
    SUPPOSED = auto()  # supposed or wished for
    ASKED = auto()  # only asked about


class DateRole(StrEnum):
    """What a date means, as in the annotated messages (`nlu/annotated/etiquettes.yml`)."""

    ENTRY = "entree"
    TRAINING = "formation"
    MODULE = "module"
    ASKED = "jour"
    OTHER = "autre"


class Hearing(Protocol):
    """Interprets facts and dates by their position in the text, in characters."""

    def attribution(self, fact: str, start: int, end: int) -> Attribution:
        """Whose a fact is, and whether it is real."""

    def dated(self, start: int, end: int) -> tuple[DateRole, Attribution]:
        """What a date means, and whose it is."""


@dataclass(frozen=True)
class Entities:
    """What an utterance names.

    Attributes:
        place: the place to answer for.
        places_of_two: the adviser's place and another person's, if both are stated.
        places_end: where the last place ends in the text.
        left_place: the place left for `place` ("muté de Dax à Pau").
        is_home: whether the adviser only lives at `place`.
        works_there: whether `place` is the workplace.
        has_home_beside: whether another place is named as the home.
        excluded_departments: departments denied, if no other place is named.
        replaces_place: whether a place is set aside for another one.
        organisations: all organisations named; `facts` has the first.
        courses: the courses named, the most specific first.
        course_spans: where they are named.
        enumerated: whether all courses are meant; if not, only the first.
        facts: facts of the question and of the adviser.
        states_own: whether some of them are the adviser's.
        others_facts: another person's facts.
        differing: facts with several values, for as many persons.
        cases: the facts of each other person, if there are several.
        supposed: facts that hold for this answer only.
        day: the day to answer for.
        names_only: whether there are only entities and fillers ("et pour Pau ?").
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
        """The ids of the facts stated or supposed, whoever's, including the place."""
        return (*dict.fromkeys((*self.facts, *self.others_facts)), *([FactId.PLACE] if self.place else ()))

    @property
    def named_facts(self) -> tuple[str, ...]:
        """The ids of the facts stated, including the course."""
        return (*self.stated_facts, *([FactId.COURSE] if self.courses else ()))

    def stating(self, facts: Mapping[str, str]) -> Entities:
        """The entities with more facts."""
        return replace(self, facts={**self.facts, **facts})

    def courses_in(self, start: int, end: int) -> tuple[str, ...]:
        """The courses named within a part of the utterance."""
        inside = {span.course for span in self.course_spans if start <= span.start < end}
        return tuple(course for course in self.courses if course in inside)
