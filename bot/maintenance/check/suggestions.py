"""Names that are nearly the same: suggestions for a mistyped name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from bot.answers.texts import MIN_NAME_SIMILARITY


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like another, None where none is."""
    return next(iter(get_close_matches(name, list(known), n=1, cutoff=MIN_NAME_SIMILARITY)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The beginning of a remedy: the name to write instead, where one is nearly the same."""
    close = nearest(name, known)
    return f"écrire « {close} » ? Sinon, " if close else ""
