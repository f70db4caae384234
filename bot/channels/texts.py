"""What the channels' own texts have in common: blocks of texts in a file, with words in braces to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from bot.wording import typeset
from rules.yaml_lines import Key


def typeset_all(part: Any, language: str) -> Any:
    """A block of texts as printers set them, without the white space around them."""
    if isinstance(part, dict):
        return {key: typeset_all(value, language) for key, value in part.items()}
    return typeset(part.strip(), language)


def texts_of(part: Mapping[str, Any], path: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every text with its path, without the white space around it."""
    for key, value in part.items():
        if isinstance(value, str):
            yield (*path, key), value.strip()
        else:
            yield from texts_of(value, (*path, key))


def blanks(text: str) -> frozenset[str | None]:
    """The words in braces; {None} where a brace has no partner."""
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({None})
