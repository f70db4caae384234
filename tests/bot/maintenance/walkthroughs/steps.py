"""The recipes of `docs/recettes` as steps: what a maintainer would do, read from what the documents say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Replace:
    """In a file, one text in place of another that stands there once."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Write:
    """A whole file."""

    path: str
    text: str


@dataclass(frozen=True)
class Append:
    """At the end of a file."""

    path: str
    text: str


@dataclass(frozen=True)
class Run:
    """A command in the terminal."""

    command: str


@dataclass(frozen=True)
class Ask:
    """A message, and what the reply has to hold."""

    message: str
    expected: tuple[str, ...]


Step = Replace | Write | Append | Run | Ask

_REPLACE = re.compile(r"Dans `([^`]+)`, remplacez :")
_APPEND = re.compile(r"Dans `([^`]+)`, ajoutez à la fin :", re.IGNORECASE)
_WRITE = re.compile(r"Complétez `([^`]+)` :")


def recipes(folder: Path) -> dict[str, list[Step]]:
    """The steps of every recipe that has some, by its title."""
    parsed = (MarkdownIt().parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md")))
    return {tokens[1].content: steps for tokens in parsed if (steps := list(_steps(tokens)))}


def _steps(tokens: list[Token]) -> Iterator[Step]:
    prose = ""
    replaced: tuple[str, str] | None = None
    for token in tokens:
        if token.type == "inline":
            prose = token.content
        elif token.type == "fence" and token.info == "sh":
            yield from (Run(line) for line in token.content.splitlines())
        elif token.type == "fence" and token.info == "text":
            yield from _asked(token.content)
        elif token.type == "fence":
            if replaced:
                assert prose.startswith("par :"), f"what stands in place of {replaced[1]!r}?"
                yield Replace(*replaced, token.content)
                replaced = None
            elif match := _REPLACE.search(prose):
                replaced = (match[1], token.content)
            elif match := _APPEND.search(prose):
                yield Append(match[1], token.content)
            elif match := _WRITE.search(prose):
                yield Write(match[1], token.content)
            else:
                raise AssertionError(f"nothing says what to do with:\n{token.content}")


def _asked(content: str) -> Iterator[Ask]:
    for part in content.split("> ")[1:]:
        message, *expected = part.splitlines()
        yield Ask(message, tuple(expected))
