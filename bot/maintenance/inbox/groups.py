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

from bot.maintenance.inbox.muting import NOTHING, Muted
from bot.storage.open_questions import Kind, OpenQuestion
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.intents import ASKING_NOTHING, NOT_UNDERSTOOD, SMALL_TALK
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

SUGGESTED_FROM: Final = 0.5
"""Confidence from which on the likeliest question is suggested: as often right as wrong."""

_NO_QUESTION: Final = ASKING_NOTHING | NOT_UNDERSTOOD | SMALL_TALK
"""Intents that are never suggested: whoever files a real question there teaches the assistant not to answer it."""

_CLICK: Final = re.compile(r"\[\w+\]")
_LETTERS: Final = 6
"""Of an id, in hexadecimal: that two of 2,000 questions have the same has a probability of an eighth."""

_SHORTEST: Final = 4
"""Letters of an id that may do."""


@dataclass(frozen=True)
class QuestionGroup:
    """Questions that mean the same, the most asked first; `nearest`: intents with confidences, likeliest first.

    `muted`: maintainers want to see it no more.
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
        """By each of these it is found: its first question may become another one, but the id that was noted stays."""
        return tuple(map(question_id, self.questions))

    @property
    def suggested(self) -> str | None:
        """The question that its sentences ask, where it is likely; None where a maintainer has to choose."""
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
    """Put together what means the same; what was asked most comes first.

    Sentences go together by their meaning; clicks and opinions without a word by the answer that they are about.
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
    """The group that an id was shown of; None where it is gone. A beginning of four letters or more does too."""
    return next(
        (found for found in groups if len(name) >= _SHORTEST and any(known.startswith(name) for known in found.ids)),
        None,
    )


def is_sentence(question: OpenQuestion) -> bool:
    """Whether an adviser wrote it: a click is kept as "[question]"."""
    return bool(question.text) and not _CLICK.fullmatch(question.text)


def _named(question: OpenQuestion) -> tuple[str, ...]:
    """What distinguishes a question from others whatever it means."""
    return question.kind, question.outcome or question.question or "", question.text


def question_id(question: OpenQuestion) -> str:
    """A short name for a question, the same for ever."""
    return sha256("\n".join(_named(question)).encode()).hexdigest()[:_LETTERS]


def _by_meaning(questions: Sequence[OpenQuestion], muted: Sequence[str]) -> Iterable[tuple[list[OpenQuestion], bool]]:
    """The questions that mean the same, and whether a sentence that is muted does too."""
    if not questions or len(questions) + len(muted) < 2:
        return [([question], False) for question in questions]
    # Heavy, and the commands that show help do without.
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
    """The likeliest intents with their confidence, on average over how often each question was asked."""
    classified = [question for question in questions if question.intents]
    total = sum(question.count for question in classified)
    scores: dict[str, float] = {}
    for question in classified:
        for name, score in question.intents:
            scores[name] = scores.get(name, 0.0) + score * question.count / total
    return tuple(sorted(scores.items(), key=lambda entry: -entry[1])[:NEAREST])
