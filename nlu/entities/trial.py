"""A trial of the maintainers' expressions before they serve: on texts that keep them busy, and on examples."""

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
"""For a short text, from which on an expression is tried on one as long as may be."""

_SHAPES: Final = ("a", "a ", "a  ", "ab cd. ", "abcdefgh ", " ", ".", "1 ", "l'", "a-")
"""What keeps an expression busy when it is repeated, whatever its words."""

_MOST_WORDS: Final = 6
"""Of an expression, each of which is repeated by itself."""

_MOST_SENTENCES: Final = 3 / 4
"""Share of the examples in which an expression may be found: what asks questions, or denies, is in up to 58 %."""

_FIRST_SENTENCES: Final = 50
"""On which all expressions are tried; only those that are found in many of them, on more."""

_SENTENCES: Final = 6
"""Of each question, on which they are."""

_SHOWN_SENTENCES: Final = 3
_NO_WORD: Final = re.compile(r"\\.|\(\?(?:P<\w+>|P=\w+\)|[a-z-]*:|[<=!]+)|\[[^\]]*\]|\{[^}]*\}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORD_SIGN: Final = re.compile(r"\w")


def freezing(expressions: Sequence[Expression]) -> Iterator[Finding]:
    """Expressions that take too long on some text. The process has to be watched (:func:`expressions.watch`)."""
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
    """What an expression is put together of, where that is more: in a text, the first may hide the others."""
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
    """A text that goes on and on, after a space, which some expressions begin with."""
    return f" {unit * (length // len(unit) + 1)}"[:length]


def greedy(expressions: Sequence[Expression], examples: Iterable[Sequence[str]]) -> Iterator[Finding]:
    """Expressions that are found in most sentences, whatever these ask.

    Args:
        expressions: those by which messages are understood.
        examples: the sentences of each question, which all count alike.
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
    """Whether an expression finds words in a sentence, or nothing at all before its end.

    What it finds at the end alone, or in what stands between words, tells of where it stands, and is no word for it.
    """
    folded = f" {fold(sentence)}"
    match = expression.search(folded)
    if match is None:
        return False
    return bool(_WORD_SIGN.search(match[0])) or (not match[0] and match.end() < len(folded))
