"""What a message names: its territory, the trainings, the facts, and whether it says anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from nlu.dialogue.state import Territory
from nlu.entities.cues import Words
from nlu.entities.fact_finder import FactFinder, Statement
from nlu.entities.places.finder import Mention, TerritoryFinder
from nlu.text import fold, tokens

_SHORT_GAP = 25
"""Characters between two names that still read as a list ("à Pau et à Dax")."""

_SHORTEST_CLAUSE = 7
"""Between two names, fewer characters only list them ("oublie Pau et les Landes")."""

_LONGEST_CUE = 60
"""How far before a place the words about it may stand."""


@dataclass(frozen=True)
class Mentions:
    """What was named. `courses` are in order of relevance; all are meant where `listed`, else the first."""

    territory: Territory | None = None
    courses: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    listed: bool = False
    bare: bool = False
    """Nothing but names and small words: "et pour Pau ?"."""
    follow_up: bool = False
    refers: bool = False
    opposite: bool = False
    """"And if not?", "the other kind?": the fact just spoken of, turned round."""
    this_module: bool = False
    """It says "the module", the one spoken of before where that was one."""
    of_self: bool = False
    """"And for me?"."""
    of_them: bool = False
    """It speaks of the organisation just spoken of ("ils ont un site ?")."""
    of_other: bool = False
    """It speaks of someone else's place ("une collègue à Biarritz")."""
    replaced: bool = False
    """A place is set aside for another one ("oublie Dax, je reste en Gironde")."""
    denied: tuple[str, ...] = ()
    """Departments said not to be meant, where no other place is named ("pas le 93")."""
    day: date | None = None
    """The day to answer for, where one is asked about."""
    places: tuple[tuple[str, int, int], ...] = ()
    """The trainings with their place in the message."""

    @property
    def any(self) -> bool:
        """Whether anything was named."""
        return bool(self.territory or self.courses or self.facts or self.day)

    @property
    def stated(self) -> tuple[str, ...]:
        """The facts of the adviser's situation that were told, the territory among them."""
        return (*self.facts, *(["territoire"] if self.territory else ()))

    def with_facts(self, facts: Mapping[str, str]) -> Mentions:
        """The same with more facts."""
        return replace(self, facts={**self.facts, **facts})

    def courses_in(self, start: int, end: int) -> tuple[str, ...]:
        """The trainings named within a part of the message."""
        inside = {course for course, at, _ in self.places if start <= at < end}
        return tuple(course for course in self.courses if course in inside)


class Finder:
    """Finds what a message names."""

    def __init__(self, territories: TerritoryFinder, facts: FactFinder, words: Words) -> None:
        self._territories = territories
        self._facts = facts
        self._words = words

    def find(
        self,
        text: str,
        *,
        expected: bool,
        language: str | None,
        awaited: Iterable[str] = (),
        today: date | None = None,
    ) -> Mentions:
        """Everything a message names.

        Args:
            text: the message.
            expected: whether the assistant has just asked for a territory.
            language: the language of the message, where it is known.
            awaited: the facts that the answer before depends on.
            today: what counts as today; the calendar's day where it is not given.
        """
        places = self._territories.find(text, expected=expected, language=language)
        statements = self._facts.find(text, awaited)
        meant = self._meant(text, places)
        folded = fold(text)
        named = self._courses(folded, statements)
        courses = tuple(dict.fromkeys(statement.value for statement in named))
        said = [one for one in statements if one.said]
        facts = {one.fact: one.value for one in said if one.fact != "parcours"}
        day = self._words.days.find(text, today or date.today())
        of_other = self._words.of_other(text)
        denied = self._denied(text, places)
        of_self = self._words.of_self(text)
        spans = [(one.start, one.end) for one in (*said, *([day] if day else ()))] + ([of_self] if of_self else [])
        bare = self._bare(text, folded, places, spans)
        if of_self and of_other:
            facts = {}  # What is said of the one does not hold for the other: both cases are told.
        return Mentions(
            territory=None if denied else self._territory(text, meant),
            denied=denied,
            courses=_by_relevance(courses),
            facts=facts,
            listed=len(courses) > 1 and self._is_list(folded, [(one.start, one.end) for one in named]),
            bare=bare,
            follow_up=self._words.follows(text),
            refers=self._words.refers(text),
            opposite=self._words.opposes(text),
            this_module=self._words.of_this_module(text),
            of_self=of_self is not None,
            of_other=of_other and not (of_self and len(meant) < len(places)),
            replaced=len(meant) < len(places),
            of_them=self._words.of_them(text),
            day=day.day if day and (bare or self._words.asks_for(day, text)) else None,
            places=tuple((one.value, one.start, one.end) for one in named),
        )

    def _is_list(self, folded: str, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether names stand one after the other, joined by a comma or "and"."""
        gaps = [folded[end:start] for (_, end), (start, _) in pairwise(spans)]
        return all(len(gap) <= _SHORT_GAP and self._words.lists(gap) for gap in gaps)

    def _territory(self, text: str, meant: Sequence[Mention]) -> Territory | None:
        if not meant:
            return None
        # "Partout en métropole, mais ici à Wallis": the zone is said in passing.
        kept = [place for place in meant if place.kind != "zone"] or meant
        # "Mourenx et Artix": there are two Artix, one of them in the department of Mourenx.
        sure = {place.codes[0] for place in kept if len(place.codes) == 1}
        kept = [place for place in kept if not (place.ambiguous and sure & set(place.codes))]
        codes = tuple(dict.fromkeys(code for place in kept for code in place.codes))
        if len(kept) == 1 or any(set(place.codes) == set(codes) for place in kept):
            whole = next((place for place in kept if set(place.codes) == set(codes)), kept[0])
            return Territory(codes, whole.name, ambiguous=whole.ambiguous)
        narrow = min(kept, key=lambda place: len(place.codes))
        if all(set(narrow.codes) <= set(place.codes) for place in kept):
            return Territory(narrow.codes, narrow.name, narrow.ambiguous)
        listed = self._is_list(fold(text), [(place.start, place.end) for place in kept])
        together = listed or self._words.compares(text)
        return Territory(codes, ", ".join(place.name for place in kept), ambiguous=not together)

    def _denied(self, text: str, places: Sequence[Mention]) -> tuple[str, ...]:
        """The departments of the places named, where each is only denied."""
        if not all(self._words.denied(before) for before in _said_before(text, places).values()):
            return ()
        return tuple(dict.fromkeys(code for place in places for code in place.codes))

    def _meant(self, text: str, places: Sequence[Mention]) -> Sequence[Mention]:
        """The places that the adviser means, of several.

        Not those left, denied, said by mistake or of someone else; before all others that of a colleague for whom the
        message asks, and those said to be the ones now; nor a home beside a workplace.
        """
        said = _said_before(text, places)
        words = self._words
        kept = [place for place in places if not words.of_other_by(said[place], text[place.end :])] or places
        kept = [place for place in kept if not words.negated(said[place])]
        left = self._said_of(kept, said, words.left, self._plain_list, text)
        gone = {place.codes for place in left}  # "dans le 33 ? non, oublie le 33, je suis dans le 47"
        kept = [place for place in kept if place.codes not in gone] or kept
        nearby = [place for place in kept if words.near(said[place]) and not words.workplace(said[place])]
        kept = [place for place in kept if place not in nearby] or kept
        for_other = [place for place in kept if words.asked_for_other(said[place])]
        if for_other:
            return for_other
        kept = self._said_of(kept, said, words.preferred, words.lists, text) or kept
        homes = [place for place in kept if words.home(said[place])]
        if any(words.workplace(said[place]) for place in kept if place not in homes):
            kept = [place for place in kept if place not in homes]
        return kept or places

    def _plain_list(self, gap: str) -> bool:
        return len(gap.strip()) < _SHORTEST_CLAUSE and self._words.lists(gap)

    @staticmethod
    def _said_of(
        places: Sequence[Mention],
        said: Mapping[Mention, str],
        true: Callable[[str], bool],
        lists: Callable[[str], bool],
        text: str,
    ) -> list[Mention]:
        """The places of which the words before say so, with those listed after them ("maintenant à Pau et à Dax")."""
        folded = fold(text)
        found: list[Mention] = []
        for place in places:
            gap = folded[found[-1].end : place.start] if found else ""
            if true(said[place]) or (found and len(gap) <= _SHORT_GAP and lists(gap)):
                found.append(place)
        return found

    def _courses(self, folded: str, statements: Sequence[Statement]) -> list[Statement]:
        facts = [one for one in statements if one.fact in ("examen_ccp1", "convocation")]
        named = [one for one in statements if one.fact == "parcours"]
        inside = [
            one
            for one in named
            if one.value == "ccp1" and any(fact.start <= one.start and one.end <= fact.end for fact in facts)
        ]
        kept = [one for one in named if one not in inside] or named
        # "le CCP1 du titre REMN" names the CCP1, "le titre et le CCP1" both.
        without_title = []
        for index, one in enumerate(kept):
            before = kept[index - 1] if index else None
            gap = folded[before.end : one.start] if before and before.value == "ccp1" else None
            if one.value != "titre_complet" or gap is None or not self._words.title_of_ccp1(gap):
                without_title.append(one)
        wanted = [one for one in without_title if not self._words.negated(folded[max(0, one.start - 25) : one.start])]
        return wanted or without_title

    def _bare(self, text: str, folded: str, places: Sequence[Mention], spans: Sequence[tuple[int, int]]) -> bool:
        """Whether only small words stand outside the places (of the text) and the spans (of the folded text)."""
        if not (places or spans) or any(self._words.asks(folded[start:end]) for start, end in spans):
            return False
        words = [
            token
            for token in tokens(text)
            if token.folded not in self._words.empty and not any(p.start <= token.start < p.end for p in places)
        ]
        if len(folded) != len(text):
            named = {word for start, end in spans for word in folded[start:end].split()}
            return all(token.folded in named for token in words)
        return all(any(start <= token.start < end for start, end in spans) for token in words)


def _said_before(text: str, places: Sequence[Mention]) -> dict[Mention, str]:
    """The words before each place, back to the place before it."""
    ends = [0, *(place.end for place in places)]
    return {p: text[max(end, p.start - _LONGEST_CUE) : p.start] for p, end in zip(places, ends, strict=False)}


def _by_relevance(courses: tuple[str, ...]) -> tuple[str, ...]:
    """The course meant first: the narrower of two that name the same thing."""
    if "aidants_connect" in courses:
        courses = tuple(course for course in courses if course != "modules")
    if "modules" in courses:
        courses = tuple(course for course in courses if course != "formation_initiale")
    if "formation_initiale" in courses:
        courses = tuple(course for course in courses if course not in ("ccp1", "pix"))
    return courses
