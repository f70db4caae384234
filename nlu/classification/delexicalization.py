"""Delexicalization: a text without its day and with the same place everywhere, as the classifiers see it.

Days and places do not depend on the intent, and would mislead the classifiers: "à Pau" sounds of weather and trains,
and no examples name all 35,000 communes. An organisation that is younger than the reading is heard by a name that it
has learnt: "Cap Numérique Poitou" sounds of a place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from nlu.entities.dates import DateFinder
from nlu.entities.places.finder import PlaceFinder
from nlu.text import fold

LEARNT_NAMES: Final = Path(__file__).parents[1] / "reading" / "names.json"
"""The names of organisations that the reading has learnt, by their ids, the commonest first (`nlu.adaptation`)."""

_ORGANISATION: Final = "RhinOcc"
"""In place of the name of an organisation of which it has learnt none: one whose courses it does not know."""

_PLACE = "Landes"
_NUMBER = "40"
"""In place of every name, and of every number, of a territory: words around a place sound natural still."""


class Replacement(NamedTuple):
    """What stands in place of a part of the original text, in characters of that."""

    start: int
    end: int
    token: str


class Delexicalized(NamedTuple):
    """A delexicalized text, and what was replaced, in order."""

    text: str
    replaced: tuple[Replacement, ...]

    def position(self, original: int) -> int:
        """Where a character of the original text stands in this one; the start of what replaces it."""
        shift = 0
        for start, end, token in self.replaced:
            if original < end:
                return min(original, start) + shift
            shift += len(token) - (end - start)
        return original + shift

    def original(self, position: int) -> int:
        """Where a character of this text stands in the original one; the start of what it replaces."""
        shift = 0
        for start, end, token in self.replaced:
            if position < start + shift + len(token):
                return min(position - shift, start)
            shift += len(token) - (end - start)
        return position - shift

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the original text stands in this one."""
        first = self.position(start)
        return first, max(self.position(end), self.position(max(start, end - 1)) + 1)


class Delexicalizer:
    """Replaces the places of texts and the names that nobody learnt, and removes the day that they ask about.

    Args:
        dates: finds the day.
        places: finds the places.
        organisations: finds the organisations: their ids, with where their names start and end.
    """

    def __init__(
        self,
        dates: DateFinder,
        places: PlaceFinder,
        organisations: Callable[[str], Sequence[tuple[str, int, int]]],
    ) -> None:
        self._dates = dates
        self._places = places
        self._organisations = organisations

    def __call__(self, text: str) -> str:
        """The text with one token for all places, another for all numbers of places."""
        return self.delexicalized(text).text

    def delexicalized(self, text: str) -> Delexicalized:
        """The same, with what was replaced."""
        replaced = []
        if asked := self._dates.asked_span(text):
            replaced.append(Replacement(*asked, ""))
            # Places are sought in the text without the day: "au 12 mai 2024" names none.
            without = text[: asked[0]] + text[asked[1] :]
        else:
            without = text
        day_start, day_length = (asked[0], asked[1] - asked[0]) if asked else (len(text), 0)
        for place in self._places.find(without):
            named = without[place.start : place.end]
            token = _NUMBER if any(sign.isdigit() for sign in named) else _PLACE
            start, end = (at + day_length if at > day_start else at for at in (place.start, place.end - 1))
            replaced.append(Replacement(start, end + 1, token))
        replaced = _outside([*replaced, *names]) if (names := self._unknown(text)) else sorted(replaced)
        parts, at = [], 0
        for start, end, token in replaced:
            parts += [text[at:start], token]
            at = max(at, end)
        return Delexicalized("".join([*parts, text[at:]]), tuple(replaced))

    def _unknown(self, text: str) -> list[Replacement]:
        """The names that nobody learnt, each replaced by one that was."""
        found = []
        for organisation, start, end in self._organisations(text):
            learnt = _learnt_names().get(organisation, {})
            if fold(text[start:end]) not in learnt:
                found.append(Replacement(start, end, next(iter(learnt.values()), _ORGANISATION)))
        return found


def _outside(replaced: Sequence[Replacement]) -> list[Replacement]:
    """In order, those that stand within no longer one: a place in a name is none."""
    return sorted(
        one
        for one in replaced
        if not any(one != other and other.start <= one.start and one.end <= other.end for other in replaced)
    )


@cache
def _learnt_names() -> dict[str, dict[str, str]]:
    """The names of each organisation by their folded form, the commonest first."""
    names: dict[str, list[str]] = json.loads(LEARNT_NAMES.read_text(encoding="utf-8"))
    return {organisation: {fold(name): name for name in spellings} for organisation, spellings in names.items()}
