"""All entities of an utterance: its place, courses, facts and day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise

from nlu.entities.cues import Cue
from nlu.entities.dates import DateSpan
from nlu.entities.fact_finder import FactFinder, FactSpan
from nlu.entities.holders import of_two_persons, of_who_is_asked_about, places_of_two_persons
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Attribution, CourseSpan, DateRole, Entities, Hearing, StatedPlace
from nlu.entities.place_roles import find_roles, is_enumeration, stated_place
from nlu.entities.places.finder import PlaceFinder, PlaceSpan
from nlu.text import fold, tokens
from rules.ids import CourseId, FactId

MAX_DATES = 6
"""Dates of an utterance that state facts: nobody tells more of themselves in one breath."""

MAX_PLACES = 40
"""Places read from the beginning of an utterance. More are a pasted table, and each is compared with the others."""

_UNREAL = (Attribution.SUPPOSED, Attribution.ASKED)
"""Facts that hold for this answer only."""

_QUOTE = re.compile(r"""["«“][^"«»“”]{20,}["»”]""")
"""Quoted words that are more than a name."""

_MARK = re.compile(r"[,.;:!?\n]")

_MAX_WORDS_BESIDE = 2
"""Other words beside a date that stands alone: "et moi en 2025"."""

_MAX_TELLING_WORDS_BESIDE = 1
"""As many of them may not be fillers: "et mon collègue depuis 2025"."""

_MAX_CHARACTERS_BEFORE = {Cue.SET_ASIDE: 25, Cue.ANSWERED: 45, Cue.MILESTONE: 60}
"""Characters before a course in which to look for words that set it aside, or make it a step to another."""


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
            language: "fr" or "en", if known.
            awaited: the facts that the last reply depends on.
            today: the day that counts as today; by default the calendar's.
            hearing: tells whose a fact is and what a date means; without it facts are nobody's and dates state none.
        """
        folded = fold(text)
        places = self._places.find(text, expected=expected, language=language)[:MAX_PLACES]
        roles = find_roles(text, places, self._cues)
        quotes = [quote.span() for quote in _QUOTE.finditer(folded)]
        cited = self._cited(text, folded)
        found = (span for span in self._facts.find(text, awaited) if span.fact != FactId.CITED_ORGANISATION)
        fact_spans = [span for span in (*found, *cited[:1]) if not _is_quoted(span, quotes)]
        asserted = [span for span in fact_spans if span.asserted]
        course_spans = self._course_spans(folded, fact_spans)
        courses = tuple(dict.fromkeys(span.course for span in course_spans))
        enumerated = len(courses) > 1 and is_enumeration(
            folded, [(span.start, span.end) for span in course_spans], self._cues
        )
        today = today or date.today()
        date_span = self._lexicon.dates.find(text, today)
        persons = [self._cues.span(cue, text) for cue in (Cue.SELF, Cue.OTHER_PERSON, Cue.THIRD_PERSON)]
        spans = [(span.start, span.end) for span in (*asserted, *([date_span] if date_span else ()))]
        names_only = self._names_only(text, folded, places, spans + [span for span in persons if span])
        # "Et en 2023 ?" is only the day to answer for.
        is_bare = names_only and not asserted
        dates = sorted(islice(self._dates(text, today), MAX_DATES), key=lambda span: span.start)
        dated = [] if is_bare else self._dated_facts(text, dates, today, hearing, asserted)
        around = [fact for fact in asserted if any(_is_within(span, [fact]) for span in dates)]
        dated = of_two_persons(dated, around, folded, self._cues)
        # "Arrived in March 2025" is a fact, not the day to answer for.
        is_told = date_span and _is_within(date_span, asserted)
        is_day = date_span and not is_told and (is_bare or self._is_asked_about(date_span, text, hearing))
        known = {span.fact for span, _ in dated}
        spoken = [span for span in fact_spans if span.fact != FactId.COURSE and span.fact not in known]
        facts = [
            (span, Attribution.SUPPOSED if self._is_supposed(span, folded) else attribution)
            for span, attribution in _attributed(spoken, hearing) + dated
        ]
        facts = of_who_is_asked_about(facts, text, self._cues)
        supposed = {span.fact for span, attribution in facts if attribution in _UNREAL}
        place = None if roles.excluded_departments else stated_place(roles.own)
        return Entities(
            place=place,
            places_of_two=self._places_of_two(places, text),
            places_end=max((span.end for span in places), default=0),
            left_place=stated_place(roles.left) if place else None,
            is_home=roles.is_home,
            works_there=roles.works_there or roles.has_home_beside,
            has_home_beside=roles.has_home_beside,
            excluded_departments=roles.excluded_departments,
            replaces_place=len(roles.own) < len(places),
            organisations=tuple(dict.fromkeys(span.value for span in cited)),
            courses=self._facts.most_specific(FactId.COURSE, courses),
            course_spans=tuple(course_spans),
            enumerated=enumerated,
            facts=_values(span for span, attribution in facts if attribution is not Attribution.OTHERS),
            states_own=any(attribution is Attribution.OWN for _, attribution in facts),
            others_facts=_values(span for span, attribution in facts if attribution is Attribution.OTHERS),
            cases=self._of_each_person(text, [span for span, _ in dated]),
            differing=_differing([*around, *(span for span, _ in dated)]),
            supposed=frozenset(supposed | ({FactId.PLACE.value} if roles.supposed else set())),
            day=date_span.day if date_span and is_day else None,
            names_only=names_only,
        )

    def organisations(self, text: str) -> list[tuple[str, int, int]]:
        """The organisations that a text names: their ids, with where their names start and end."""
        if len(fold(text)) != len(text):  # where a name stands is not known
            return []
        found = self._facts.each(FactId.CITED_ORGANISATION, text)
        return [(span.value, span.start, span.end) for span in found if span.value]

    def facts(self, text: str) -> dict[str, str]:
        """The facts that a text states, whoever's."""
        return _values(span for span in self._facts.find(text) if span.asserted and span.fact != FactId.COURSE)

    def _places_of_two(self, places: Sequence[PlaceSpan], text: str) -> tuple[StatedPlace, StatedPlace] | None:
        """The adviser's place and another person's, if a text states both."""
        two = places_of_two_persons(places, text, self._cues)
        own, others = (stated_place(find_roles(text, of_one, self._cues).own) for of_one in two or ((), ()))
        return (own, others) if own and others else None

    def _of_each_person(self, text: str, dated: Sequence[FactSpan]) -> tuple[dict[str, str], ...]:
        """The facts of each other person that a text names, stated after naming them; empty if it names only one.

        "Mon collègue, arrivé en 2021, a fini, et ma collègue qui est arrivée en mars".
        """
        starts = [person.start() for person in self._cues.persons(text)]
        if len(starts) < 2 or len(fold(text)) != len(text):
            return ()
        cases = []
        for start, end in pairwise([*starts, len(text)]):
            facts = self.facts(text[start:end]) | _values(span for span in dated if start <= span.start < end)
            cases.append({fact: value for fact, value in facts.items() if fact != FactId.PERSON})
        return tuple(filter(None, cases))

    def _cited(self, text: str, folded: str) -> list[FactSpan]:
        """The organisations in a text, except those set aside ("l'adresse de l'équipe, pas La Fabrik")."""
        cited = self._facts.each(FactId.CITED_ORGANISATION, text)
        return [span for span in cited if not self._stands_after(Cue.SET_ASIDE, span, folded)] or cited

    def _course_spans(self, folded: str, fact_spans: Sequence[FactSpan]) -> list[CourseSpan]:
        """Courses mentioned, minus those inside a fact span and "titre" in "le CCP1 du titre"."""
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
        aside = (Cue.SET_ASIDE, Cue.ANSWERED)
        asserted = [span for span in without_title if not any(self._stands_after(cue, span, folded) for cue in aside)]
        asked: list[CourseSpan] = []
        since = 0
        for span in asserted or without_title:
            if not self._stands_after(Cue.MILESTONE, span, folded, since):
                asked.append(span)
            since = span.end  # "after the CCP1 I can take the modules": the first alone is a step
        return asked

    def _stands_after(self, cue: Cue, span: CourseSpan | FactSpan, folded: str, since: int = 0) -> bool:
        start = max(since, span.start - _MAX_CHARACTERS_BEFORE[cue])
        return self._cues.matches(cue, folded[start : span.start])

    def _is_supposed(self, span: FactSpan, folded: str) -> bool:
        """Whether the words before a fact suppose it ("imaginons que j'aie ma convocation")."""
        return self._cues.matches(Cue.SUPPOSED, folded[: span.start + 1])

    def _is_asked_about(self, span: DateSpan, text: str, hearing: Hearing | None) -> bool:
        """Whether a date is the day to answer for.

        Otherwise it may date a fact of its part: "he took up his post in 2023, is it paid for?", but not "en 2023, qui
        payait ?" nor "qui payait en 2023 ?".
        """
        if not self._lexicon.dates.is_asked_about(span, text) or self._cues.matches(Cue.ENTERED, text[: span.start]):
            return False
        if span.as_of or hearing is None or len(fold(text)) != len(text):
            return True
        start, end = _part_around(span, text)
        tells = any(character.isalnum() for character in text[start : span.start] + text[span.end : end])
        if not tells or self._asks(text[start:end]):
            return True
        role, _ = hearing.dated(span.start, span.end)
        return role in (DateRole.ASKED, DateRole.OTHER)

    def _dates(self, text: str, today: date) -> Iterator[DateSpan]:
        """The dates of a text, and the moments relative to today, which are never the day to answer for."""
        dates = list(self._lexicon.dates.find_dates(text))
        yield from dates
        yield from self._lexicon.moments.find(text, today, [(span.start, span.end) for span in dates])

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
        """The facts that dates state, and whose they are ("entrée en mars 2025", "elle a fait un module l'an dernier").

        - A denial overrides its date ("pas pris l'an dernier", "aucun en 2023").
        - A date inside another fact belongs to that fact ("formation finie en 2025").
        - "combien en 2026 ?" and "2026, c'est perdu" state no module.
        """
        if hearing is None or len(fold(text)) != len(text):
            return []
        dates = [
            span
            for span in named
            if not self._is_asked_about(span, text, hearing)
            and not (len(named) > 1 and self._cues.matches(Cue.SET_ASIDE, text[: span.start]))  # "2023, pas 2026"
            and not self._cues.matches(Cue.REFORM, text[: span.start])
            and not self._cues.matches(Cue.LOST, text[slice(*_part_around(span, text))])
        ]
        denied = {fact.fact for fact in spoken if not self._facts.is_yes(fact)}
        found = []
        entered = [span for span in dates if self._cues.matches(Cue.ENTERED, text[: span.start])]
        roles = [hearing.dated(span.start, span.end) for span in dates]
        entrants = {whose for span, (_, whose) in zip(dates, roles, strict=True) if span in entered}
        before: tuple[DateSpan, DateRole] | None = None
        for span, (role, whose) in zip(dates, roles, strict=True):
            around = {(fact.fact, fact.value) for fact in spoken if _is_within(span, [fact])}
            if role == DateRole.OTHER and around:
                role = self._role_told(span, around, today)
            if span in entered:
                role = DateRole.ENTRY
            elif before and self._stands_alone(span, before[0].end, text, spoken):
                role = before[1]  # "he was hired in 2022, and I in 2025"
            elif role == DateRole.ENTRY and (span.first > today or whose in entrants):
                role = DateRole.OTHER  # "a module in December, is it paid for?" is no entry; nobody enters twice
            before = span, role
            asks_only = role == DateRole.MODULE and self._asks(text[slice(*_part_around(span, text))])
            stated = self._facts.said_by_date(span, role, today)
            # "Recrutée en mars 2026" states by its words when that was, and by its date that it is the first year.
            is_of_fact = bool(around) and around.isdisjoint((fact.fact, fact.value) for fact in stated)
            if not asks_only and not is_of_fact:
                found += [(fact, whose) for fact in stated if fact.fact not in denied]
        # "A module done in April; is one in December paid for?": what has been done counts, not what is asked.
        done = {fact.fact for fact, _ in found if not self._facts.is_transient(fact)}
        return [(fact, whose) for fact, whose in found if fact.fact not in done or not self._facts.is_transient(fact)]

    def _role_told(self, span: DateSpan, around: Collection[tuple[str, str]], today: date) -> DateRole:
        """The role of a date, if words around it state the same fact as the date ("conseiller depuis 2022")."""
        for role in DateRole:
            if any((fact.fact, fact.value) in around for fact in self._facts.said_by_date(span, role, today)):
                return role
        return DateRole.OTHER

    def _stands_alone(self, span: DateSpan, after: int, text: str, spoken: Collection[FactSpan]) -> bool:
        """Whether the part around a date has little else than a person, and no course or fact."""
        start, end = _part_around(span, text)
        if self._facts.each(FactId.COURSE, text[max(start, after) : end]):
            return False
        if any(after <= fact.start < span.start for fact in spoken):
            return False  # "entré en 2022, et j'en ai fait un en 2025"
        beside = tokens(text[max(start, after) : span.start] + text[span.end : end])
        telling = [token for token in beside if token.folded not in self._lexicon.fillers]
        return len(beside) <= _MAX_WORDS_BESIDE or len(telling) <= _MAX_TELLING_WORDS_BESIDE

    def _names_only(
        self, text: str, folded: str, places: Sequence[PlaceSpan], spans: Sequence[tuple[int, int]]
    ) -> bool:
        """Whether all words outside the places (of the text) and the other spans (of the folded text) are fillers."""
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
    """Start and end of the part of a text, between punctuation marks, that contains a date."""
    start = max((mark.end() for mark in _MARK.finditer(text, 0, span.start)), default=0)
    mark = _MARK.search(text, span.end)
    return start, mark.end() if mark else len(text)


def _differing(spans: Iterable[FactSpan]) -> dict[str, tuple[str, ...]]:
    """The facts with several values by date, in the order of the text."""
    found: dict[str, dict[str, None]] = {}
    for span in sorted(spans, key=lambda span: span.start):
        found.setdefault(span.fact, {})[span.value] = None
    return {fact: tuple(values) for fact, values in found.items() if len(values) > 1}


def _is_quoted(span: FactSpan, quotes: Iterable[tuple[int, int]]) -> bool:
    """Whether a fact is inside somebody else's quoted words ("she writes: “wait until you have passed”")."""
    return span.fact != FactId.COURSE and any(start < span.start < end for start, end in quotes)


def _is_within(span: DateSpan, facts: Iterable[FactSpan]) -> bool:
    """Whether a date is part of the words of a fact ("recrutée en 2025")."""
    return any(fact.start <= span.start and span.end <= fact.end for fact in facts)


def _attributed(spans: Iterable[FactSpan], hearing: Hearing | None) -> list[tuple[FactSpan, Attribution]]:
    """Facts with whose they are. Words that do not assert a fact may still suppose it ("si j'avais ma convocation")."""
    if hearing is None:
        return [(span, Attribution.NOBODYS) for span in spans if span.asserted]
    found = [(span, hearing.attribution(span.fact, span.start, span.end)) for span in spans]
    return [(span, whose) for span, whose in found if span.asserted or whose is Attribution.SUPPOSED]


def _values(spans: Iterable[FactSpan]) -> dict[str, str]:
    return {span.fact: span.value for span in spans}
