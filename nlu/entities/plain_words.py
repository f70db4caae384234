"""Plain words of the lexicon (`mots:`), as maintainers write them, made into expressions safe on any message."""

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
"""What people write between two words, or leave out: "pop school", "pop-school", "popschool"."""

_OF_AN_EXPRESSION: Final = re.compile(r"[\\^$*?()\[\]{}|]")
_SHORTEST_WITH_PLURAL: Final = 3
"""Letters of a word that may take an s: "m" and "de" have no plural."""


def plain_expressions(
    document: Document[Any], path: Key, words: Sequence[str], findings: list[Finding]
) -> list[Alternative]:
    """An expression for each entry of `mots`, which may be several words.

    Case, accents and what stands between words are free, a word takes an s; what is no word is added to the findings.

    Args:
        document: the file of the lexicon.
        path: where the list stands in it.
        words: the list.
        findings: those of the file so far.
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
    """What finds one or several words; empty where there is none."""
    return _BETWEEN.join(map(_with_plural, _WORD.findall(fold(written))))


def _with_plural(word: str) -> str:
    takes_s = len(word) >= _SHORTEST_WITH_PLURAL and word.isalpha() and word[-1] not in "sxz"
    return word + ("s?" if takes_s else "")
