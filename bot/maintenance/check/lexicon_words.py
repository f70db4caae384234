"""Expressions of the lexicon that can match no message: messages are read in lower case without accents."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

from bot.maintenance.check.inputs import CheckInputs
from nlu.entities.criteria import CRITERIA
from nlu.entities.fact_finder import FILES, IN_CONTEXT
from nlu.entities.figures import FIGURES
from nlu.entities.patterns import PIECES
from nlu.entities.set_phrases import PHRASES
from nlu.text import fold
from rules.errors import Finding

_FACTS: Final = frozenset({*FILES, *IN_CONTEXT})
_READ_FOLDED: Final = frozenset({*_FACTS, PIECES, CRITERIA, FIGURES, PHRASES})
_SENTENCES: Final = frozenset({"mots", "oui", "non", "sens", "position", "nombres"})
"""Keys without expressions; plain words are folded when read."""

_MAX_SHOWN: Final = 60
"""Characters of an expression shown at most."""

_NO_LETTER = re.compile(r"\\.|\(\?P[<=]\w+|\{\w+\}|\[[^\]]*\]")
"""Letters that match nothing themselves: of a class, or in the name of a group or piece."""


def lexicon_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Expressions with letters that folding changes, and expressions of facts that begin or end with a space."""
    for name in sorted(_READ_FOLDED):
        document = inputs.documents.get(inputs.files.lexicon / name)
        if document is None:
            continue
        for key, expression in _expressions(document.content, ()):
            place = document.place(*key)
            if wrong := _never_read(expression):
                problem = (
                    f"« {_around(expression, wrong)} » ne sera jamais reconnu à cause de « {wrong} » : les messages "
                    "sont lus en minuscules, sans accents, avec des apostrophes droites"
                )
                short = len(expression) <= _MAX_SHOWN
                remedy = f"écrire « {_folded(expression)} »" if short else f"écrire « {fold(wrong)} » à la place"
                yield Finding(place, problem, remedy)
            elif name in _FACTS and expression != expression.strip():
                problem = f"« {expression} » ne sera jamais reconnu : une expression commence et finit au bord d'un mot"
                yield Finding(place, problem, "retirer l'espace du début ou de la fin")


def _expressions(
    part: Mapping[str, Any] | list[Any] | str, key: tuple[Hashable, ...]
) -> Iterator[tuple[tuple[Hashable, ...], str]]:
    if isinstance(part, str):
        yield key, part
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _expressions(value, (*key, index))
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in _SENTENCES:
                yield from _expressions(value, (*key, name))


def _never_read(expression: str) -> str | None:
    """The first letter of an expression that no folded message contains."""
    letters = expression if expression.isascii() and expression.islower() else _NO_LETTER.sub("", expression)
    return next((sign for sign in letters if fold(sign) != sign), None)


def _around(expression: str, letter: str) -> str:
    """An expression; if it is long, the part around a letter."""
    if len(expression) <= _MAX_SHOWN:
        return expression
    start = max(0, expression.index(letter) - _MAX_SHOWN // 2)
    return f"…{expression[start : start + _MAX_SHOWN]}…"


def _folded(expression: str) -> str:
    """An expression with its letters folded; classes, groups and pieces stay as they are."""
    parts, end = [], 0
    for found in _NO_LETTER.finditer(expression):
        parts += [fold(expression[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, fold(expression[end:])])
