"""The examples nearest to a message in meaning: what the assistant has learnt it from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlu.classification.delexicalization import Delexicalizer
from nlu.encoder.encoding import Vectors
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.training_data.examples import Example, intents

MOST = 4
"""Examples shown for a question."""


@dataclass(frozen=True)
class Near:
    """An example, and how near it is: 1 for the same meaning, 0 for nothing in common."""

    example: Example
    nearness: float


class Examples:
    """The examples of a project. Those of a question are encoded at first use, and kept until they change."""

    def __init__(self, examples: Sequence[Example], plain: Delexicalizer, known: Examples | None = None) -> None:
        """`plain` delexicalizes texts; `known` are the examples before an edit, whose encodings are reused."""
        self._examples = examples
        self._plain = plain
        self._encoded: dict[str, Vectors] = known._encoded if known else {}

    @property
    def questions(self) -> list[str]:
        """The questions that have examples, sorted."""
        return intents(self._examples)

    def near(self, text: str, question: str) -> tuple[Near, ...]:
        """The examples of a question nearest to a text, nearest first."""
        examples = [example for example in self._examples if example.intent == question]
        if not examples:
            return ()
        (meaning,) = sentence_encoder().meanings([self._plain(text)])
        nearness = self._meanings([self._plain(example.text) for example in examples]) @ meaning
        best = np.argsort(nearness)[::-1][:MOST]
        return tuple(Near(examples[index], float(nearness[index])) for index in best)

    def _meanings(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._encoded]
        if new:
            self._encoded.update(zip(new, sentence_encoder().meanings(new), strict=True))
        return np.stack([self._encoded[text] for text in texts])
