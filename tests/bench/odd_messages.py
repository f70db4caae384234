"""Messages as long as they may be that no adviser writes: what a cat, a copied table or a bored visitor sends."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from bot.messages import LONGEST_MESSAGE

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_PLACES: Final = ("Mont-de-Marsan", "Pau", "Saint-Denis", "Landes", "Pyrénées-Atlantiques", "Dax", "Charente")
_RANDOM: Final = Random(1)  # noqa: S311  (the same in every run)


def _words(shortest: int, longest: int) -> str:
    words = ("".join(_RANDOM.choices(_LETTERS, k=_RANDOM.randint(shortest, longest))) for _ in range(LONGEST_MESSAGE))
    return " ".join(words)[:LONGEST_MESSAGE]


def _again(text: str) -> str:
    return (text * LONGEST_MESSAGE)[:LONGEST_MESSAGE]


ODD_MESSAGES: Final[Mapping[str, str]] = {
    "one long word": "".join(_RANDOM.choices(_LETTERS, k=LONGEST_MESSAGE)),
    "one letter": _again("a"),
    "short words": _words(1, 4),
    "unknown words": _words(5, 12),
    "one word": _again("et "),
    "misspelt places": _again("mont de marsn pirénées atlantiqe "),
    "places without spaces": _again("".join(_PLACES)),
    "places": _again(", ".join(_PLACES)),
    "digits": _again("0123456789"),
    "departments": _again("40,64,"),
    "departments overseas": _again("971/972/973/"),
    "telephone numbers": _again("05 58 12 34 56 "),
    "dates": _again("au 12 mai 2024 "),
    "one sign": _again("."),
    "questions without words": _again("? "),
    "one letter and a sign": _again("a."),
    "elisions": _again("l'"),
    "addresses": _again("a@b.fr "),
    "emoji": _again("😀"),
    "marks on one letter": "e" + "\u0301" * (LONGEST_MESSAGE - 1),
    "ligatures": _again("ﷺ"),
    "mathematical letters": _again("𝓐"),
    "ideograms": _again("中"),
    "open tags": _again("<a "),
    "tags": _again("<p>bonjour</p>"),
    "goodbyes": _again("au revoir "),
    "one question": _again("quel organisme pour les Landes et qui paie la formation ? "),
}
"""By kind."""
