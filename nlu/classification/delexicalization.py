"""Delexicalization: a text without its day and with the same place everywhere, as the classifiers see it.

Days and places do not depend on the intent, and would mislead the classifiers: "à Pau" sounds of weather and trains,
and no examples name all 35,000 communes.
"""

from __future__ import annotations

from typing import NamedTuple

from nlu.entities.dates import DateFinder
from nlu.entities.places.finder import PlaceFinder

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

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the original text stands in this one."""
        first = self.position(start)
        return first, max(self.position(end), self.position(max(start, end - 1)) + 1)


class Delexicalizer:
    """Replaces the places of texts, and removes the day that they ask about."""

    def __init__(self, dates: DateFinder, places: PlaceFinder) -> None:
        self._dates = dates
        self._places = places

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
        replaced.sort()
        parts, at = [], 0
        for start, end, token in replaced:
            parts += [text[at:start], token]
            at = max(at, end)
        return Delexicalized("".join([*parts, text[at:]]), tuple(replaced))
