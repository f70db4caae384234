"""Answers to the assistant's own questions: how many are resolved, and how many are heard as another value.

`python -m tests.evaluation.answers` tells it of both files; of those kept apart only the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from nlu.dialogue.answers import AnswerKind, AnswerResolver
from nlu.dialogue.state import AwaitedFact
from nlu.resources import project_resources
from rules.yaml_lines import read_document
from tests.evaluation.metrics import Rate

FILES = Path(__file__).parent

QUESTION = "question"
"""What an utterance says of the options that asks something else, or tells of someone else."""


class Answer(msgspec.Struct, forbid_unknown_fields=True):
    """An utterance, and the values it says; or that it does not know, refuses all or answers nothing."""

    text: str
    says: list[str] | Literal["inconnu", "aucune", "question"]
    language: Literal["fr", "en"]


class AskedFact(msgspec.Struct, forbid_unknown_fields=True):
    """What was asked, with its options in order, and answers to it."""

    fact: str
    options: list[str]
    answers: list[Answer]


@dataclass(frozen=True)
class ResolvedAnswer:
    """An answer as it was resolved; `given` as :attr:`Answer.says`."""

    fact: str
    answer: Answer
    given: list[str] | str

    @property
    def is_right(self) -> bool:
        """Whether it was heard as it was meant."""
        expected = self.answer.says
        return sorted(self.given) == sorted(expected) if isinstance(expected, list) else self.given == expected

    @property
    def is_wrong_value(self) -> bool:
        """Whether it was heard as values that it does not say: the worst that can happen."""
        return isinstance(self.given, list) and not self.is_right


def resolver() -> AnswerResolver:
    """The resolver of the project's files."""
    return project_resources().interpreter.answers


def resolved(name: str) -> list[ResolvedAnswer]:
    """What comes of each answer of a file, "development" or "apart"."""
    return list(_resolved(read_document(FILES / f"{name}.yml", list[AskedFact]).content, resolver()))


def _resolved(asked: Sequence[AskedFact], answers: AnswerResolver) -> Iterator[ResolvedAnswer]:
    for question in asked:
        awaited = AwaitedFact(question.fact, tuple(question.options))
        for answer in question.answers:
            found = answers.resolve(answer.text, awaited, answer.language)
            values = list(found.values) if found and found.kind == AnswerKind.VALUES else None
            yield ResolvedAnswer(question.fact, answer, values or (found.kind.value if found else QUESTION))


def right(answers: Sequence[ResolvedAnswer]) -> Rate:
    """The share of answers that are heard as they are meant."""
    return Rate.of(sum(answer.is_right for answer in answers), len(answers))


def wrong_values(answers: Sequence[ResolvedAnswer]) -> Rate:
    """The share of answers that are heard as another value."""
    return Rate.of(sum(answer.is_wrong_value for answer in answers), len(answers))
