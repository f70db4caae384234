"""Delexicalization: a text without its day and with the same place everywhere, as the classifiers see it.

Days and places do not depend on the intent, and would mislead the classifiers: "à Pau" sounds of weather and trains,
and no examples name all 35,000 communes.
"""

from __future__ import annotations

from nlu.entities.dates import DateFinder
from nlu.entities.places.finder import PlaceFinder

_PLACE = "Landes"
_NUMBER = "40"
"""In place of every name, and of every number, of a territory: words around a place sound natural still."""


class Delexicalizer:
    """Replaces the places of texts, and removes the day that they ask about."""

    def __init__(self, dates: DateFinder, places: PlaceFinder) -> None:
        self._dates = dates
        self._places = places

    def __call__(self, text: str) -> str:
        """The text with one token for all places, another for all numbers of places."""
        text = self._dates.undated(text)
        for place in reversed(self._places.find(text)):
            named = text[place.start : place.end]
            token = _NUMBER if any(sign.isdigit() for sign in named) else _PLACE
            text = text[: place.start] + token + text[place.end :]
        return text
