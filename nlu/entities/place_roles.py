"""Roles of places: which place of an utterance is the adviser's now, left, denied, near or another person's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.entities.cues import Cue, Cues
from nlu.entities.model import StatedPlace
from nlu.entities.places.finder import PlaceSpan
from nlu.text import fold

MAX_LIST_GAP_CHARACTERS = 25
"""Characters between two names that still form a list ("à Pau et à Dax")."""

_MIN_CLAUSE_CHARACTERS = 7
"""Fewer characters between two names only list them ("oublie Pau et les Landes")."""

_MAX_CUE_CHARACTERS = 60
"""Characters before or after a place in which to look for words about it."""

_CLAUSE_END = re.compile(r"[,.;:!?]")


@dataclass(frozen=True)
class PlaceRoles:
    """The roles of an utterance's places.

    Attributes:
        own: the places that the adviser means.
        left: the places left for these.
        homes: the places where the adviser only lives.
        excluded_departments: the departments of all places, if each is only denied.
        supposed: whether all of `own` are only supposed.
        works_there: whether all of `own` are workplaces.
    """

    own: Sequence[PlaceSpan]
    left: Sequence[PlaceSpan]
    homes: Sequence[PlaceSpan]
    excluded_departments: tuple[str, ...]
    supposed: bool
    works_there: bool

    @property
    def is_home(self) -> bool:
        """Whether all that is said of the place is that the adviser lives there."""
        return bool(self.own) and all(span in self.homes for span in self.own)

    @property
    def has_home_beside(self) -> bool:
        """Whether another place is named as the home."""
        return bool(self.own) and any(span not in self.own for span in self.homes)


def find_roles(text: str, spans: Sequence[PlaceSpan], cues: Cues) -> PlaceRoles:
    """The roles of an utterance's places, by the words around them.

    Places left, denied, misspoken, near or someone else's are dropped. Then, in order of priority:

    1. the place of a colleague for whom the utterance asks;
    2. the destination;
    3. the current place;
    4. the workplace rather than the home.
    """
    before = _words_before(text, spans)

    def with_cue(cue: Cue, places: Sequence[PlaceSpan]) -> list[PlaceSpan]:
        return [span for span in places if cues.matches(cue, before[span])]

    denied = with_cue(Cue.DENIED, spans)
    excluded = dict.fromkeys(code for span in spans for code in span.codes) if len(denied) == len(spans) else {}
    own = _own(text, spans, before, with_cue, cues)
    homes = with_cue(Cue.HOME, spans)
    is_bound = bool(with_cue(Cue.BOUND, own))
    here = [span for span in with_cue(Cue.WORK, spans) if span not in homes] if is_bound else []
    left = [span for span in spans if span not in own and (span in here or cues.matches(Cue.LEFT, before[span]))]
    # "Si je quittais Dax pour Pau": "si" stands before both.
    supposed = [span for span in own if cues.matches(Cue.SUPPOSED, text[: span.start])]
    at_work = with_cue(Cue.WORK, own)
    return PlaceRoles(
        own,
        left,
        homes,
        tuple(excluded),
        supposed=bool(own) and len(supposed) == len(own),
        works_there=bool(own) and len(at_work) == len(own),
    )


def stated_place(spans: Sequence[PlaceSpan]) -> StatedPlace | None:
    """The place made of those the adviser means; None if there are none."""
    if not spans:
        return None
    # "Partout en métropole, mais ici à Wallis": the zone is named in passing.
    kept = [span for span in spans if span.kind != "zone"] or spans
    # "Mourenx et Artix": there are two Artix, one of them in the department of Mourenx.
    sure = {span.codes[0] for span in kept if len(span.codes) == 1}
    kept = [span for span in kept if not (span.ambiguous and sure & set(span.codes))]
    codes = tuple(dict.fromkeys(code for span in kept for code in span.codes))
    if len(kept) == 1 or any(set(span.codes) == set(codes) for span in kept):
        whole = next((span for span in kept if set(span.codes) == set(codes)), kept[0])
        return StatedPlace(codes, whole.name, ambiguous=whole.ambiguous)
    narrow = min(kept, key=lambda span: len(span.codes))
    if all(set(narrow.codes) <= set(span.codes) for span in kept):
        return StatedPlace(narrow.codes, narrow.name, narrow.ambiguous)
    # All are answered for: "en Bretagne, mais mutée à Mayotte en février".
    return StatedPlace(codes, ", ".join(span.name for span in kept), any(span.ambiguous for span in kept))


def is_enumeration(folded: str, spans: Sequence[tuple[int, int]], cues: Cues) -> bool:
    """Whether names follow each other, joined by a comma or "and"."""
    gaps = [folded[end:start] for (_, end), (start, _) in pairwise(spans)]
    return all(len(gap) <= MAX_LIST_GAP_CHARACTERS and cues.matches(Cue.ENUMERATION, gap) for gap in gaps)


def is_current(before: str, cues: Cues) -> bool:
    """Whether the words before a place make it the adviser's current one ("maintenant je suis à …")."""
    clause = _CLAUSE_END.split(fold(before))[-1]
    return cues.matches(Cue.CURRENT, before) and not cues.matches(Cue.OTHER_PERSON, clause)


def _own(
    text: str,
    spans: Sequence[PlaceSpan],
    before: Mapping[PlaceSpan, str],
    with_cue: Callable[[Cue, Sequence[PlaceSpan]], list[PlaceSpan]],
    cues: Cues,
) -> Sequence[PlaceSpan]:
    def is_others(span: PlaceSpan) -> bool:
        after = text[span.end : span.end + _MAX_CUE_CHARACTERS]
        return cues.matches(Cue.OTHERS_PLACE, after) and not cues.matches(Cue.WORK, before[span])

    def lists(gap: str) -> bool:
        return cues.matches(Cue.ENUMERATION, gap)

    kept = [span for span in spans if not is_others(span)] or spans
    set_aside = with_cue(Cue.SET_ASIDE, kept)
    kept = [span for span in kept if span not in set_aside]
    left = _with_listed(
        text,
        kept,
        lambda span: cues.matches(Cue.LEFT, before[span]),
        lambda gap: len(gap.strip()) < _MIN_CLAUSE_CHARACTERS and lists(gap),
    )
    gone = {span.codes for span in left}  # "dans le 33 ? non, oublie le 33, je suis dans le 47"
    kept = [span for span in kept if span.codes not in gone] or kept
    near = [span for span in with_cue(Cue.NEAR, kept) if not cues.matches(Cue.WORK, before[span])]
    kept = [span for span in kept if span not in near] or kept
    if for_other := with_cue(Cue.FOR_OTHER_PERSON, kept):
        return for_other
    if bound := with_cue(Cue.BOUND, kept):
        return bound
    kept = _with_listed(text, kept, lambda span: is_current(before[span], cues), lists) or kept
    homes = {span.codes for span in with_cue(Cue.HOME, kept)}
    elsewhere = [span for span in kept if span.codes not in homes]
    return (elsewhere if with_cue(Cue.WORK, elsewhere) else kept) or spans


def _with_listed(
    text: str, spans: Sequence[PlaceSpan], has_cue: Callable[[PlaceSpan], bool], lists: Callable[[str], bool]
) -> list[PlaceSpan]:
    """The places with a cue before them, and those listed after ("maintenant à Pau et à Dax")."""
    folded = fold(text)
    found: list[PlaceSpan] = []
    for span in spans:
        gap = folded[found[-1].end : span.start] if found else ""
        if has_cue(span) or (found and len(gap) <= MAX_LIST_GAP_CHARACTERS and lists(gap)):
            found.append(span)
    return found


def _words_before(text: str, spans: Sequence[PlaceSpan]) -> dict[PlaceSpan, str]:
    """The words before each place, back to the previous place."""
    ends = [0, *(span.end for span in spans)]
    return {
        span: text[max(end, span.start - _MAX_CUE_CHARACTERS) : span.start]
        for span, end in zip(spans, ends, strict=False)
    }
