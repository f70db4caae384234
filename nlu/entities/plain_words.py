"""Plain words of the lexicon (`mots:`), turned into expressions that are safe on any message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from nlu.entities.expressions import Alternative
from nlu.text import fold
from rules.errors import Finding
from rules.yaml_lines import Document, Key

_WORD: Final = re.compile(r"\w+")
_BETWEEN: Final = r"[\s'.&+/-]{0,3}"
"""What may stand between two words: "pop school", "pop-school", "popschool"."""

_OF_AN_EXPRESSION: Final = re.compile(r"[\\^$*?()\[\]{}|]")
_SHORTEST_WITH_PLURAL: Final = 3
"""Letters from which a word may take an s: "m" and "de" have no plural."""


def plain_expressions(
    document: Document[Any], path: Key, words: Sequence[str], findings: list[Finding]
) -> list[Alternative]:
    """An expression for each entry of `mots`, which may have several words.

    Case, accents and separators are free, and a word may take an s. Entries that are no words are added to the
    findings.

    Args:
        document: the file of the lexicon.
        path: the path of the list in it.
        words: the list.
        findings: the findings so far.
    """
    expressions = []
    for index, written in enumerate(words):
        place = document.place(*path, index)
        if sign := _OF_AN_EXPRESSION.search(written):
            problem = f"« {written} » n'est pas un mot : « {sign[0]} » est un signe d'expression"
            remedy = "l'écrire en toutes lettres, une ligne par façon de dire, ou sous « expressions »"
            findings.append(Finding(place, problem, remedy))
        elif expression := plain_expression(written):
            expressions.append(Alternative(expression, written, place))
        else:
            findings.append(Finding(place, f"« {written} » ne contient aucun mot", "écrire un mot, ou le retirer"))
    return expressions


def plain_expression(written: str) -> str:
    """An expression for one or several words; empty if there are none."""
    return _BETWEEN.join(map(_with_plural, _WORD.findall(fold(written))))


def _with_plural(word: str) -> str:
    takes_s = len(word) >= _SHORTEST_WITH_PLURAL and word.isalpha() and word[-1] not in "sxz"
    return word + ("s?" if takes_s else "")
