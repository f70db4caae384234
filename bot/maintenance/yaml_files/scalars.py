"""YAML of a value in the house style: plain if that is safe, else in the quotes of its neighbours."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, TypeAlias

import yaml

Value: TypeAlias = "str | date | Sequence[Value] | Mapping[str, Value]"
"""What the studio writes into a file."""

Where: TypeAlias = Literal["value", "between brackets", "item", "key"]

_WIDTH: Final = 120
_WORD: Final = re.compile(r"[\w.:-]+")
"""A single word that needs quotes: a number, a day, "non"."""
_BLOCK_STYLES: Final = ("|", ">")

_AROUND: Final[Mapping[Where, tuple[str, Callable[[str], object]]]] = {
    "value": ("k: {}", lambda value: {"k": value}),
    "between brackets": ("{{k: {}, l: m}}", lambda value: {"k": value, "l": "m"}),
    "item": ("- {}", lambda value: [value]),
    "key": ("{}: k", lambda value: {value: "k"}),
}
"""The surroundings of a text, and what must be read if the text reads as itself."""


def flow(value: Value, style: str | None = None) -> str:
    """A value on one line, as it may be written in brackets; `style` are the quotes to use if needed."""
    if isinstance(value, Mapping):
        pairs = (f"{scalar(key, where='key')}: {flow(item, style)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (str, date)):
        return scalar(value, style, where="between brackets")
    return "[" + ", ".join(flow(item, style) for item in value) + "]"


def scalar(value: str | date, style: str | None = None, *, where: Where = "value") -> str:
    """A text or a day on one line, for a given position."""
    if isinstance(value, date):
        return value.isoformat()
    if style not in ("'", '"') and _reads(value, value, where):
        return value
    if "\n" not in value and (style == "'" or (style is None and _WORD.fullmatch(value))):
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def block_text(value: str, indent: int, style: str | None, old: Sequence[str] = ()) -> str | None:
    """A text over several lines under its key: `|`, or `>` if it was so; None if one line is enough.

    `old` are the lines of a folded text before the change; those still valid stay.
    """
    if style == ">" and "\n" not in value.strip("\n"):
        lines = _folded(value.strip("\n"), [line.strip() for line in old], _WIDTH - indent)
        return "\n".join([">" if value.endswith("\n") else ">-", *(" " * indent + line for line in lines)])
    if "\n" not in value.rstrip("\n") and style not in _BLOCK_STYLES:
        return None
    if value[:1].isspace() or not value.strip():
        return None
    lines = [" " * indent + line if line else "" for line in value.rstrip("\n").split("\n")]
    return "\n".join(["|" if value.endswith("\n") else "|-", *lines])


def _folded(value: str, old: Sequence[str], width: int) -> list[str]:
    """A text in lines, keeping the earlier lines that match at its beginning and end."""
    first: list[str] = []
    last: list[str] = []
    while len(first) < len(old) and value.startswith(f"{old[len(first)]} "):
        first.append(old[len(first)])
        value = value[len(first[-1]) + 1 :]
    while len(first) + len(last) < len(old) and value.endswith(f" {old[-len(last) - 1]}"):
        last.insert(0, old[-len(last) - 1])
        value = value[: -len(last[0]) - 1]
    return [*first, *textwrap.wrap(value, width, break_long_words=False, break_on_hyphens=False), *last]


def block(key: str, value: Value, indent: int, style: str | None = None) -> list[str]:
    """The lines of a key and its value, at an indent."""
    name = " " * indent + scalar(key, where="key")
    if isinstance(value, Mapping):
        return [f"{name}:", *(line for inner, item in value.items() for line in block(inner, item, indent + 2))]
    if isinstance(value, date):
        return [f"{name}: {value.isoformat()}"]
    if isinstance(value, str):
        text = block_text(value, indent + 2, style) or scalar(value, style)
        return f"{name}: {text}".split("\n")
    return [f"{name}:", *(item_line(item, indent, style) for item in value)]


def item_line(value: Value, indent: int, style: str | None = None) -> str:
    """A list item on a line of its own."""
    text = scalar(value, style, where="item") if isinstance(value, (str, date)) else flow(value)
    return f"{' ' * indent}- {text}"


def _reads(written: str, value: str, where: Where) -> bool:
    """Whether YAML reads a written text, in its position, as exactly this value."""
    if "\t" in value:  # one of the two parsers takes it for indentation
        return False
    around, held = _AROUND[where]
    try:
        read: object = yaml.load(around.format(written), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return False
    return read == held(value)
