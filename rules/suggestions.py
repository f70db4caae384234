"""Names that are nearly the same: what a maintainer meant by a mistyped name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

MIN_NAME_SIMILARITY: Final = 0.75
"""`difflib` ratio from which two names are taken for a typo, or a renaming."""

MAX_LISTED: Final = 24
"""Names that a remedy lists at most: nobody reads longer lists."""

_COMBINING = re.compile("[\u0300-\u036f]+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like another, or None; "jusqu'à" is like "jusqu_a"."""
    by_key = {_key(each): each for each in known}
    close = get_close_matches(_key(name), list(by_key), n=1, cutoff=MIN_NAME_SIMILARITY)
    return by_key[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The beginning of a remedy: the nearest known name; empty if none is near."""
    close = nearest(name, known)
    return f"vouliez-vous écrire « {close} » ? Sinon, " if close else ""


def choose(name: str, known: Iterable[str], file: str = "") -> str:
    """A remedy: the name probably meant, and the names allowed.

    Args:
        name: the wrong name.
        known: the names allowed.
        file: the file that lists them all.
    """
    names = list(dict.fromkeys(known))
    where = f" ({file})" if file else ""
    if len(names) <= MAX_LISTED or not file:
        return f"{did_you_mean(name, names)}choisir parmi : {', '.join(names)}{where}"
    return f"{did_you_mean(name, names)}choisir un nom de {file}"


def choose_place(value: str, territories: Mapping[str, str], zones: Iterable[str]) -> str:
    """A remedy for a territory or zone that does not exist. It suggests a number from a name, or from a number without
    zero.

    Args:
        value: the wrong value.
        territories: the names of the territories, by number.
        zones: the other names allowed.
    """
    numbers = {name: code for code, name in territories.items()}
    padded = value.zfill(2)
    number = padded if padded in territories else numbers.get(nearest(value, numbers) or "")
    suggestion = f"vouliez-vous écrire '{number}' ? Sinon, " if number else did_you_mean(value, zones)
    short = sorted(code for code in territories if len(code) == 2)
    long = sorted(code for code in territories if len(code) > 2)
    ranges = " ou ".join(f"de '{group[0]}' à '{group[-1]}'" for group in (short, long) if group)
    return (
        f"{suggestion}écrire un numéro de territoires.yml entre guillemets ({ranges}), ou une de ses zones ou régions"
    )


def _key(name: str) -> str:
    """A name without case and accents, its words joined by "_"."""
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", name.casefold()))
    return _BETWEEN_WORDS.sub("_", plain).strip("_")
