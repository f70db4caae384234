"""A trial of the maintainers' expressions before use: on texts that keep them busy, and on examples."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nlu.entities.expressions import Expression
from nlu.entities.patterns import shown
from nlu.text import MAX_READ_CHARACTERS, fold
from rules.errors import Finding

_SHORT_CHARACTERS: Final = 400
_SLOW_SECONDS: Final = 0.01
"""Time on a short text from which an expression is also tried on the longest possible text."""

_SHAPES: Final = ("a", "a ", "a  ", "ab cd. ", "abcdefgh ", " ", ".", "1 ", "l'", "a-")
"""Texts whose repetition keeps an expression busy, whatever its words."""

_MOST_WORDS: Final = 6
"""Words of an expression that are each repeated by themselves."""

_MOST_SENTENCES: Final = 3 / 4
"""Share of the examples in which an expression may be found. Those for questions or denials are in up to 58 %."""

_FIRST_SENTENCES: Final = 50
"""Sentences on which all expressions are tried. Only those found in many of them are tried on more."""

_SENTENCES: Final = 6
"""Sentences of each question for that second trial."""

_SHOWN_SENTENCES: Final = 3
_NO_WORD: Final = re.compile(r"\\.|\(\?(?:P<\w+>|P=\w+\)|[a-z-]*:|[<=!]+)|\[[^\]]*\]|\{[^}]*\}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORD_SIGN: Final = re.compile(r"\w")


def freezing(expressions: Sequence[Expression]) -> Iterator[Finding]:
    """Expressions that take too long on some text. The process must be watched (:func:`expressions.watch`)."""
    for expression in expressions:
        found = [(part, text) for part in _parts(expression) if (text := _busy_text(part))]
        if not found and (text := _busy_text(expression)):
            found = [(expression, text)]
        for culprit, text in found:
            problem = (
                f"l'expression « {shown(culprit.written)} » bloque l'assistant plus d'un quart de seconde sur "
                f"« {shown(text.strip())} »"
            )
            remedy = "limiter ce qu'elle répète : « .{0,40} » en place de « .* », « {0,3} » en place de « * »"
            yield Finding(culprit.place, problem, remedy)


def _parts(expression: Expression) -> Iterator[Expression]:
    """The parts of an expression that has several: in a text, the first may hide the others."""
    if len(expression.parts) > 1:
        for part in expression.parts:
            yield Expression(part.text, part.written, part.place, expression.flags)


def _busy_text(expression: Expression) -> str | None:
    """A text on which an expression takes too long."""
    words = _WORD.findall(_NO_WORD.sub(" ", expression.text))
    some = words[:: len(words) // _MOST_WORDS + 1]
    whole, unfinished = f"{' '.join(words)} ", f"{' '.join(words[:-1])} "
    for unit in (*_SHAPES, *some, *(f"{word} " for word in some), whole, unfinished):
        began = time.perf_counter()
        if _takes_too_long(expression, text := _repeated(unit, _SHORT_CHARACTERS)):
            return text
        if time.perf_counter() - began > _SLOW_SECONDS and _takes_too_long(
            expression, text := _repeated(unit, MAX_READ_CHARACTERS)
        ):
            return text
    return None


def _takes_too_long(expression: Expression, text: str) -> bool:
    expression.search(text)
    too_long = expression.rests
    if too_long:
        expression.wake()
    return too_long


def _repeated(unit: str, length: int) -> str:
    """A repeated text after a space, since some expressions begin with one."""
    return f" {unit * (length // len(unit) + 1)}"[:length]


def greedy(expressions: Sequence[Expression], examples: Iterable[Sequence[str]]) -> Iterator[Finding]:
    """Expressions found in most sentences, whatever these ask.

    Args:
        expressions: those by which messages are understood.
        examples: the sentences of each question, weighted equally.
    """
    sentences = [sentence for texts in examples for sentence in texts[:: len(texts) // _SENTENCES + 1][:_SENTENCES]]
    first = sentences[:: len(sentences) // _FIRST_SENTENCES + 1]
    for expression in expressions:
        if _share(expression, first) > _MOST_SENTENCES / 2 and _share(expression, sentences) > _MOST_SENTENCES:
            culprits = [part for part in _parts(expression) if _share(part, sentences) > _MOST_SENTENCES]
            for culprit in culprits or [expression]:
                yield _greedy(culprit, sentences)


def _greedy(expression: Expression, sentences: Sequence[str]) -> Finding:
    found = [sentence for sentence in sentences if _finds(expression, sentence)]
    share = round(100 * len(found) / len(sentences))
    some = found[:: len(found) // _SHOWN_SENTENCES][:_SHOWN_SENTENCES]
    problem = f"l'expression « {shown(expression.written)} » se trouve dans {share} % des exemples, dont " + ", ".join(
        f"« {shown(sentence)} »" for sentence in some
    )
    return Finding(expression.place, problem, "n'y laisser que les mots qui ne se disent que pour cela")


def _share(expression: Expression, sentences: Sequence[str]) -> float:
    return sum(_finds(expression, sentence) for sentence in sentences) / max(len(sentences), 1)


def _finds(expression: Expression, sentence: str) -> bool:
    """Whether an expression finds words in a sentence, or an empty match before its end.

    An empty match at the end, or a match between words, only marks a position and is no match of words.
    """
    folded = f" {fold(sentence)}"
    match = expression.search(folded)
    if match is None:
        return False
    return bool(_WORD_SIGN.search(match[0])) or (not match[0] and match.end() < len(folded))
