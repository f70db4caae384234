"""A text as the classifiers learn and hear it: without the day and the places, which say nothing of what is asked.

Places would mislead them: "à Pau" sounds of weather and trains, and no examples name all 35,000 communes.
"""

from __future__ import annotations

from nlu.entities.cues import Words
from nlu.entities.places.finder import TerritoryFinder

_PLACE = "Landes"
_NUMBER = "40"
"""In place of every name, and of every number, of a territory: words around a place sound natural still."""


class PlainText:
    """Makes texts plain."""

    def __init__(self, words: Words, places: TerritoryFinder) -> None:
        self._words = words
        self._places = places

    def __call__(self, text: str) -> str:
        """The text with every place the same."""
        text = self._words.undated(text)
        for place in reversed(self._places.find(text)):
            named = text[place.start : place.end]
            same = _NUMBER if any(sign.isdigit() for sign in named) else _PLACE
            text = text[: place.start] + same + text[place.end :]
        return text
