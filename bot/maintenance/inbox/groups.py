"""Questions that mean the same, put together: by the sentence encoder, in both languages at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import numpy as np

from bot.storage.open_questions import Kind, OpenQuestion
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.resources import in_use

APART: Final = 0.5
"""Cosine distance between two groups, on average over their sentences, from which on they stay apart.

Of 2,000 example sentences it makes 1,297 groups, where 61 % of the pairs have the same answer (0.46: 1,455 groups and
68 %; 0.54: 1,114 and 55 %). Rather one question in two groups than two questions in one.
"""

MAX_QUESTIONS: Final = 2000
"""Questions, and opinions, that are looked at; the encoder takes some milliseconds for each."""

NEAREST: Final = 3
"""Intents shown for a group, the likeliest."""

_CLICK: Final = re.compile(r"\[\w+\]")
_LETTERS: Final = 4
"""Of a group's id, in hexadecimal; more where two groups would have the same."""


@dataclass(frozen=True)
class QuestionGroup:
    """Questions that mean the same, the most asked first; `nearest`: intents with confidences, likeliest first."""

    id: str
    kind: Kind
    questions: tuple[OpenQuestion, ...]
    nearest: tuple[tuple[str, float], ...]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(question.count for question in self.questions)

    @property
    def last(self) -> datetime:
        """When it was asked last."""
        return max(question.last for question in self.questions)


def group(questions: Sequence[OpenQuestion]) -> list[QuestionGroup]:
    """Put together what means the same; what was asked most comes first.

    Sentences go together by their meaning; clicks and opinions without a word by the answer that they are about.
    """
    written = [question for question in questions if is_sentence(question)]
    others: dict[tuple[str, ...], list[OpenQuestion]] = {}
    for question in questions:
        if not is_sentence(question):
            others.setdefault(_named(question), []).append(question)
    groups = [_group(members) for members in (*_by_meaning(written), *others.values())]
    return _with_ids(sorted(groups, key=lambda group: (-group.count, group.questions[0].text)))


def is_sentence(question: OpenQuestion) -> bool:
    """Whether an adviser wrote it: a click is kept as "[question]"."""
    return bool(question.text) and not _CLICK.fullmatch(question.text)


def _named(question: OpenQuestion) -> tuple[str, ...]:
    """What distinguishes a question from others whatever it means."""
    return question.kind, question.outcome or question.question or "", question.text


def _by_meaning(questions: Sequence[OpenQuestion]) -> Iterable[list[OpenQuestion]]:
    if len(questions) < 2:
        return [[question] for question in questions]
    # Heavy, and the commands that show help do without.
    from scipy.cluster.hierarchy import fcluster, linkage

    delexicalize = in_use().delexicalizer
    meanings = sentence_encoder().meanings([delexicalize(question.text) for question in questions])
    clusters = fcluster(linkage(meanings, "average", metric="cosine"), APART, criterion="distance")
    return [
        [question for question, cluster in zip(questions, clusters, strict=True) if cluster == number]
        for number in np.unique(clusters)
    ]


def _group(questions: list[OpenQuestion]) -> QuestionGroup:
    ordered = tuple(sorted(questions, key=lambda question: (-question.count, question.text)))
    kinds: Counter[Kind] = Counter()
    for question in ordered:
        kinds[question.kind] += question.count
    return QuestionGroup("", kinds.most_common(1)[0][0], ordered, _nearest(ordered))


def _nearest(questions: Sequence[OpenQuestion]) -> tuple[tuple[str, float], ...]:
    """The likeliest intents with their confidence, on average over how often each question was asked."""
    classified = [question for question in questions if question.intents]
    total = sum(question.count for question in classified)
    scores: dict[str, float] = {}
    for question in classified:
        for name, score in question.intents:
            scores[name] = scores.get(name, 0.0) + score * question.count / total
    return tuple(sorted(scores.items(), key=lambda entry: -entry[1])[:NEAREST])


def _with_ids(groups: Sequence[QuestionGroup]) -> list[QuestionGroup]:
    """The groups with ids that are short to type and stay the same as long as their first question does."""
    digests = [sha256("\n".join(_named(group.questions[0])).encode()).hexdigest() for group in groups]
    length = next(
        length for length in range(_LETTERS, 65) if len({digest[:length] for digest in digests}) == len(digests)
    )
    return [
        QuestionGroup(digest[:length], group.kind, group.questions, group.nearest)
        for digest, group in zip(digests, groups, strict=True)
    ]
