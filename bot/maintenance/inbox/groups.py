"""Questions with the same meaning, grouped by the sentence encoder, in both languages at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import numpy as np

from bot.maintenance.inbox.muting import NOTHING, Muted
from bot.storage.open_questions import Kind, OpenQuestion
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.intents import ASKING_NOTHING, NOT_UNDERSTOOD, SMALL_TALK
from nlu.resources import in_use

APART: Final = 0.5
"""Average cosine distance from which two groups stay apart.

Of 2,000 example sentences it makes 1,297 groups, in which 61 % of the pairs have the same answer (0.46: 1,455 groups
and 68 %; 0.54: 1,114 and 55 %). One question in two groups is better than two questions in one.
"""

MAX_QUESTIONS: Final = 2000
"""Questions, and opinions, examined at most; the encoder takes some milliseconds for each."""

NEAREST: Final = 3
"""Likeliest intents shown for a group."""

SUGGESTED_FROM: Final = 0.5
"""Confidence from which the likeliest question is suggested: it is right half of the time."""

_NO_QUESTION: Final = ASKING_NOTHING | NOT_UNDERSTOOD | SMALL_TALK
"""Intents never suggested: filing a real question there would teach the assistant not to answer it."""

_CLICK: Final = re.compile(r"\[\w+\]")
_LETTERS: Final = 6
"""Hexadecimal digits of an id; among 2,000 questions, two share an id with a probability of an eighth."""

_SHORTEST: Final = 4
"""Least digits by which an id may be given."""


@dataclass(frozen=True)
class QuestionGroup:
    """Questions with the same meaning.

    Attributes:
        kind: their kind.
        questions: the questions, the most asked first.
        nearest: intents with confidences, likeliest first.
        muted: whether maintainers do not want to see it any more.
    """

    kind: Kind
    questions: tuple[OpenQuestion, ...]
    nearest: tuple[tuple[str, float], ...]
    muted: bool = False

    @property
    def id(self) -> str:
        """The id of its first question."""
        return question_id(self.questions[0])

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that find it. Its first question may change, but an id noted earlier stays valid."""
        return tuple(map(question_id, self.questions))

    @property
    def suggested(self) -> str | None:
        """The question that its sentences likely ask; None if a maintainer has to choose."""
        name, score = self.nearest[0] if self.nearest else ("", 0.0)
        return name if score >= SUGGESTED_FROM and name not in _NO_QUESTION else None

    @property
    def count(self) -> int:
        """How often it was asked."""
        return sum(question.count for question in self.questions)

    @property
    def last(self) -> datetime:
        """When it was asked last."""
        return max(question.last for question in self.questions)


def group(questions: Sequence[OpenQuestion], muted: Muted = NOTHING) -> list[QuestionGroup]:
    """Group questions by meaning; the most asked come first.

    Sentences are grouped by meaning; clicks and opinions without words by the answer they are about.
    """
    written: list[OpenQuestion] = []
    by_answer: dict[tuple[bool, tuple[str, ...]], list[OpenQuestion]] = {}
    for question in questions:
        if muted.hides(question):
            by_answer.setdefault((True, _named(question)[:-1]), []).append(question)
        elif is_sentence(question):
            written.append(question)
        else:
            by_answer.setdefault((False, _named(question)), []).append(question)
    groups = [_group(members, muted=near) for members, near in _by_meaning(written, muted.sentences)]
    groups += [_group(members, muted=hidden) for (hidden, _), members in by_answer.items()]
    return sorted(groups, key=lambda group: (-group.count, group.questions[0].text))


def find_group(groups: Iterable[QuestionGroup], name: str) -> QuestionGroup | None:
    """The group of an id, or None; the first four digits or more are enough."""
    return next(
        (found for found in groups if len(name) >= _SHORTEST and any(known.startswith(name) for known in found.ids)),
        None,
    )


def is_sentence(question: OpenQuestion) -> bool:
    """Whether an adviser wrote it: a click is stored as "[question]"."""
    return bool(question.text) and not _CLICK.fullmatch(question.text)


def _named(question: OpenQuestion) -> tuple[str, ...]:
    """What distinguishes a question from others, apart from its meaning."""
    return question.kind, question.outcome or question.question or "", question.text


def question_id(question: OpenQuestion) -> str:
    """A short, permanent name for a question."""
    return sha256("\n".join(_named(question)).encode()).hexdigest()[:_LETTERS]


def _by_meaning(questions: Sequence[OpenQuestion], muted: Sequence[str]) -> Iterable[tuple[list[OpenQuestion], bool]]:
    """The questions grouped by meaning, and whether a muted sentence means the same."""
    if not questions or len(questions) + len(muted) < 2:
        return [([question], False) for question in questions]
    # Heavy, and not needed to show help.
    from scipy.cluster.hierarchy import fcluster, linkage

    delexicalize = in_use().delexicalizer
    texts = [*(question.text for question in questions), *muted]
    meanings = sentence_encoder().meanings([delexicalize(text) for text in texts])
    clusters = fcluster(linkage(meanings, "average", metric="cosine"), APART, criterion="distance")
    near_muted = set(clusters[len(questions) :])
    return [
        (
            [question for question, cluster in zip(questions, clusters, strict=False) if cluster == number],
            number in near_muted,
        )
        for number in np.unique(clusters[: len(questions)])
    ]


def _group(questions: list[OpenQuestion], *, muted: bool) -> QuestionGroup:
    ordered = tuple(sorted(questions, key=lambda question: (-question.count, question.text)))
    kinds: Counter[Kind] = Counter()
    for question in ordered:
        kinds[question.kind] += question.count
    return QuestionGroup(kinds.most_common(1)[0][0], ordered, _nearest(ordered), muted)


def _nearest(questions: Sequence[OpenQuestion]) -> tuple[tuple[str, float], ...]:
    """The likeliest intents with their confidence, averaged by how often each question was asked."""
    classified = [question for question in questions if question.intents]
    total = sum(question.count for question in classified)
    scores: dict[str, float] = {}
    for question in classified:
        for name, score in question.intents:
            scores[name] = scores.get(name, 0.0) + score * question.count / total
    return tuple(sorted(scores.items(), key=lambda entry: -entry[1])[:NEAREST])
