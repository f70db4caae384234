"""All entities of an utterance: its place, courses, facts and day, by the finders of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import islice

from nlu.entities.cues import Cue
from nlu.entities.dates import DateSpan
from nlu.entities.fact_finder import FactFinder, FactSpan
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Attribution, CourseSpan, DateRole, Entities, Hearing
from nlu.entities.place_roles import find_roles, is_enumeration, stated_place
from nlu.entities.places.finder import PlaceFinder, PlaceSpan
from nlu.text import fold, tokens
from rules.ids import CourseId, FactId

MAX_DATES = 6
"""That state facts, of an utterance: nobody tells more of themselves in one breath."""

MAX_PLACES = 40
"""Of an utterance, from its beginning: more are a copied table, of which each is weighed against the others."""

_UNREAL = (Attribution.SUPPOSED, Attribution.ASKED)
"""Facts that hold for this answer, and are not kept."""

_QUOTE = re.compile(r"""["«“][^"«»“”]{20,}["»”]""")
"""Words in quotation marks that are more than a name."""

_MARK = re.compile(r"[,.;:!?\n]")

_MAX_WORDS_BESIDE = 2
"""Beside a date that stands alone: "et moi en 2025"."""

_MAX_CHARACTERS_BEFORE = {Cue.SET_ASIDE: 25, Cue.MILESTONE: 60}
"""How far before a course the words may stand that set it aside, or make it a step after which another is asked."""


class EntityFinder:
    """Finds the entities of utterances."""

    def __init__(self, places: PlaceFinder, facts: FactFinder, lexicon: Lexicon) -> None:
        self._places = places
        self._facts = facts
        self._lexicon = lexicon
        self._cues = lexicon.cues

    def find(
        self,
        text: str,
        *,
        expected: bool,
        language: str | None,
        awaited: Iterable[str] = (),
        today: date | None = None,
        hearing: Hearing | None = None,
    ) -> Entities:
        """Everything that an utterance names.

        Args:
            text: the utterance.
            expected: whether the assistant has just asked for a place.
            language: "fr" or "en" where it is known.
            awaited: the facts that the reply before depends on.
            today: what counts as today; the calendar's day where it is not given.
            hearing: tells whose a fact is, and what a date is; without it facts are nobody's, and dates state none.
        """
        folded = fold(text)
        places = self._places.find(text, expected=expected, language=language)[:MAX_PLACES]
        roles = find_roles(text, places, self._cues)
        quotes = [quote.span() for quote in _QUOTE.finditer(folded)]
        fact_spans = [span for span in self._facts.find(text, awaited) if not _is_quoted(span, quotes)]
        asserted = [span for span in fact_spans if span.asserted]
        course_spans = self._course_spans(folded, fact_spans)
        courses = tuple(dict.fromkeys(span.course for span in course_spans))
        enumerated = len(courses) > 1 and is_enumeration(
            folded, [(span.start, span.end) for span in course_spans], self._cues
        )
        today = today or date.today()
        date_span = self._lexicon.dates.find(text, today)
        self_span = self._cues.span(Cue.SELF, text)
        spans = [(span.start, span.end) for span in (*asserted, *([date_span] if date_span else ()))]
        names_only = self._names_only(text, folded, places, spans + ([self_span] if self_span else []))
        # "Et en 2023 ?" says nothing but the day to answer for.
        is_bare = names_only and not asserted
        dates = list(islice(self._lexicon.dates.find_dates(text), MAX_DATES))
        dated = [] if is_bare else self._dated_facts(text, dates, today, hearing, asserted)
        # "Arrived in March 2025" is a fact, not the day to answer for.
        is_told = date_span and _is_within(date_span, asserted)
        is_day = date_span and not is_told and (is_bare or self._is_asked_about(date_span, text, hearing))
        known = {span.fact for span, _ in dated}
        spoken = [span for span in fact_spans if span.fact != FactId.COURSE and span.fact not in known]
        facts = [
            (span, Attribution.SUPPOSED if self._is_supposed(span, folded) else attribution)
            for span, attribution in _attributed(spoken, hearing) + dated
        ]
        supposed = {span.fact for span, attribution in facts if attribution in _UNREAL}
        return Entities(
            place=None if roles.excluded_departments else stated_place(roles.own),
            excluded_departments=roles.excluded_departments,
            replaces_place=len(roles.own) < len(places),
            organisations=self._facts.values(FactId.CITED_ORGANISATION, text),
            courses=self._facts.most_specific(FactId.COURSE, courses),
            course_spans=tuple(course_spans),
            enumerated=enumerated,
            facts=_values(span for span, attribution in facts if attribution is not Attribution.OTHERS),
            states_own=any(attribution is Attribution.OWN for _, attribution in facts),
            others_facts=_values(span for span, attribution in facts if attribution is Attribution.OTHERS),
            differing=_differing(dates, asserted, [span for span, _ in dated]),
            supposed=frozenset(supposed | ({FactId.PLACE.value} if roles.supposed else set())),
            day=date_span.day if date_span and is_day else None,
            names_only=names_only,
        )

    def facts(self, text: str) -> dict[str, str]:
        """The facts that a text states, whoever's they are."""
        return _values(span for span in self._facts.find(text) if span.asserted and span.fact != FactId.COURSE)

    def _course_spans(self, folded: str, fact_spans: Sequence[FactSpan]) -> list[CourseSpan]:
        """The courses that an utterance means: not those within a fact, nor the title of which the CCP1 is a part."""
        facts = [span for span in fact_spans if span.fact in (FactId.CCP1_EXAM, FactId.CONVOCATION)]
        named = [CourseSpan(span.value, span.start, span.end) for span in fact_spans if span.fact == FactId.COURSE]
        inside = [
            span
            for span in named
            if span.course == CourseId.CCP1 and any(fact.start <= span.start and span.end <= fact.end for fact in facts)
        ]
        kept = [span for span in named if span not in inside]
        # "le CCP1 du titre REMN" names the CCP1, "le titre et le CCP1" both.
        without_title = []
        for index, span in enumerate(kept):
            before = kept[index - 1] if index else None
            gap = folded[before.end : span.start] if before and before.course == CourseId.CCP1 else None
            if span.course != CourseId.TITLE or gap is None or not self._cues.matches(Cue.TITLE_OF_CCP1, gap):
                without_title.append(span)
        asserted = [span for span in without_title if not self._stands_after(Cue.SET_ASIDE, span, folded)]
        asked: list[CourseSpan] = []
        since = 0
        for span in asserted or without_title:
            if not self._stands_after(Cue.MILESTONE, span, folded, since):
                asked.append(span)
            since = span.end  # "after the CCP1 I can take the modules": the first alone is a step
        return asked

    def _stands_after(self, cue: Cue, span: CourseSpan, folded: str, since: int = 0) -> bool:
        start = max(since, span.start - _MAX_CHARACTERS_BEFORE[cue])
        return self._cues.matches(cue, folded[start : span.start])

    def _is_supposed(self, span: FactSpan, folded: str) -> bool:
        """Whether the words before a fact suppose it ("imaginons que j'aie ma convocation")."""
        return self._cues.matches(Cue.SUPPOSED, folded[: span.start + 1])

    def _is_asked_about(self, span: DateSpan, text: str, hearing: Hearing | None) -> bool:
        """Whether a date is the day to answer for; it may be that of a fact where it stands in a part that tells one.

        "he took up his post in 2023, is it paid for?", not "en 2023, qui payait ?" nor "qui payait en 2023 ?".
        """
        if not self._lexicon.dates.is_asked_about(span, text):
            return False
        if span.as_of or hearing is None or len(fold(text)) != len(text):
            return True
        start, end = _part_around(span, text)
        tells = any(character.isalnum() for character in text[start : span.start] + text[span.end : end])
        if not tells or self._asks(text[start:end]):
            return True
        role, _ = hearing.dated(span.start, span.end)
        return role in (DateRole.ASKED, DateRole.OTHER)

    def _asks(self, part: str) -> bool:
        return any(clause.interrogative for clause in self._lexicon.clauses.split(part))

    def _dated_facts(
        self,
        text: str,
        named: Sequence[DateSpan],
        today: date,
        hearing: Hearing | None,
        spoken: Collection[FactSpan],
    ) -> list[tuple[FactSpan, Attribution]]:
        """The facts that dates state, and whose ("entrée en mars 2025", "elle a fait un module l'an dernier").

        A denial says more than its date ("pas pris l'an dernier", "aucun en 2023"); a date within what states a fact
        ("recrutée en 2025") is of that one; "combien en 2026 ?" tells of no module taken.
        """
        if hearing is None or len(fold(text)) != len(text):
            return []
        dates = [span for span in named if not self._is_asked_about(span, text, hearing)]
        if last_year := self._cues.span(Cue.LAST_YEAR, text):
            dates.append(DateSpan(date(today.year - 1, 12, 31), *last_year, as_of=False, cued=False))
        denied = {fact.fact for fact in spoken if not self._facts.is_yes(fact)}
        found = []
        before: tuple[DateSpan, DateRole] | None = None
        for span in dates:
            role, whose = hearing.dated(span.start, span.end)
            if before and _stands_alone(span, before[0].end, text):
                role = before[1]  # "he was hired in 2022, and I in 2025"
            before = span, role
            asks_only = role == DateRole.MODULE and self._asks(text[slice(*_part_around(span, text))])
            if not asks_only and not _is_within(span, spoken):
                stated = self._facts.said_by_date(span, role, today)
                found += [(fact, whose) for fact in stated if fact.fact not in denied]
        return found

    def _names_only(
        self, text: str, folded: str, places: Sequence[PlaceSpan], spans: Sequence[tuple[int, int]]
    ) -> bool:
        """Whether only fillers stand outside the places (of the text) and the other spans (of the folded text)."""
        asks = self._lexicon.clauses.asks
        if not (places or spans) or any(asks(folded[start:end]) for start, end in spans):
            return False
        in_places = {position for span in places for position in range(span.start, span.end)}
        rest = [
            token
            for token in tokens(text)
            if token.folded not in self._lexicon.fillers and token.start not in in_places
        ]
        if len(folded) != len(text):
            named = {word for start, end in spans for word in folded[start:end].split()}
            return all(token.folded in named for token in rest)
        return all(any(start <= token.start < end for start, end in spans) for token in rest)


def _part_around(span: DateSpan, text: str) -> tuple[int, int]:
    """Where the part of a text begins and ends, mark to mark, in which a date stands."""
    start = max((mark.end() for mark in _MARK.finditer(text, 0, span.start)), default=0)
    mark = _MARK.search(text, span.end)
    return start, mark.end() if mark else len(text)


def _stands_alone(span: DateSpan, after: int, text: str) -> bool:
    """Whether a part of a text after a position says no more than a date, and of whom."""
    start, end = _part_around(span, text)
    return len(tokens(text[max(start, after) : span.start] + text[span.end : end])) <= _MAX_WORDS_BESIDE


def _differing(
    dates: Sequence[DateSpan], spoken: Sequence[FactSpan], dated: Sequence[FactSpan]
) -> dict[str, tuple[str, ...]]:
    """The facts of which dates state several values, by themselves or within words, in the order of the text."""
    spans = [*dated, *(fact for fact in spoken if any(_is_within(span, [fact]) for span in dates))]
    found: dict[str, dict[str, None]] = {}
    for span in sorted(spans, key=lambda span: span.start):
        found.setdefault(span.fact, {})[span.value] = None
    return {fact: tuple(values) for fact, values in found.items() if len(values) > 1}


def _is_quoted(span: FactSpan, quotes: Iterable[tuple[int, int]]) -> bool:
    """Whether somebody else's words in quotation marks name a fact ("she writes: “wait until you have passed”")."""
    return span.fact != FactId.COURSE and any(start < span.start < end for start, end in quotes)


def _is_within(span: DateSpan, facts: Iterable[FactSpan]) -> bool:
    """Whether a date stands within what states a fact ("recrutée en 2025")."""
    return any(fact.start <= span.start and span.end <= fact.end for fact in facts)


def _attributed(spans: Iterable[FactSpan], hearing: Hearing | None) -> list[tuple[FactSpan, Attribution]]:
    """Facts with whose they are. What the words set aside may still be supposed ("si j'avais ma convocation")."""
    if hearing is None:
        return [(span, Attribution.NOBODYS) for span in spans if span.asserted]
    found = [(span, hearing.attribution(span.fact, span.start, span.end)) for span in spans]
    return [(span, whose) for span, whose in found if span.asserted or whose is Attribution.SUPPOSED]


def _values(spans: Iterable[FactSpan]) -> dict[str, str]:
    return {span.fact: span.value for span in spans}
