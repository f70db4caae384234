"""Rows as tensors: what is learnt in one step, and what is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np
import torch
from torch import Tensor

from nlu.adaptation.row import MESSAGE_FIELDS, TOKEN_FIELDS, Frame, NamedTokens, Row, Source
from nlu.meaning import NOTHING

ROWS: Final = 64
"""Of a batch."""

SORTED: Final = 30
"""Batches whose rows are sorted by length, so that little is padded."""

RANDOM_GIST: Final = 0.3
"""Share of the sentences that are learnt after any reply: what stands alone must not lean on what came before."""

_RANDOM_GISTS: Final[Mapping[Source, float]] = {"gold": 0.0, "joined": 0.0, "follow_up": 1.0}
"""The same of turns, which have their own, and of words that mean something after a reply alone."""

WITHOUT_ANSWERED: Final = 0.15
"""Share of the turns that are learnt after the gist alone: what was answered may have been understood wrongly."""

JOINED: Final = 1500
ANNOTATED: Final = 3000
DISTRESS: Final = 1500
"""Rows of an epoch that are no turns and no sentences; of sentences there are as many as of turns."""

MAX_ASKS: Final = 4

UNLABELLED: Final = -1

Labels = Mapping[str, Sequence[str]]
"""The labels of each field, in the order of its head's outputs."""


@dataclass(frozen=True)
class Batch:
    """Some rows.

    Attributes:
        ids: shape (rows, tokens).
        present: which of them are no padding.
        pooled: 1 for the tokens that are heard together.
        fields: the number of each row's label, by field; `UNLABELLED` where it has none.
        tokens: the number of each token's label, by field, likewise.
    """

    ids: Tensor
    present: Tensor
    pooled: Tensor
    fields: dict[str, Tensor]
    tokens: dict[str, Tensor]


def labels_of(rows: Sequence[Row]) -> dict[str, list[str]]:
    """The labels of all fields that some rows have."""
    found: dict[str, set[str]] = {field: set() for field in (*MESSAGE_FIELDS, "kind", "role", "holder")}
    for row in rows:
        for field, label in row.labels.items():
            found[field].add(label)
        for field in ("kind", "role", "holder") if row.named else ():
            found[field].update(getattr(row.named, field))
    numbers = {"begins": 2, "asks": MAX_ASKS + 1}
    return {
        **{field: sorted(labels) for field, labels in found.items()},
        **{field: [str(number) for number in range(count)] for field, count in numbers.items()},
    }


def batch(rows: Sequence[Row], frame: Frame, labels: Labels) -> Batch:
    """Some rows as tensors."""
    around = [frame.around(row) for row in rows]
    shape = len(rows), max(len(ids) for ids, _ in around)
    ids, present, pooled = np.ones(shape, np.int64), np.zeros(shape, bool), np.zeros(shape, np.float32)
    fields = {field: np.full(len(rows), UNLABELLED) for field in MESSAGE_FIELDS}
    tokens = {field: np.full(shape, UNLABELLED) for field in TOKEN_FIELDS}
    numbers = {field: {label: number for number, label in enumerate(known)} for field, known in labels.items()}
    for at, (row, (all_ids, start)) in enumerate(zip(rows, around, strict=True)):
        ids[at, : len(all_ids)], present[at, : len(all_ids)] = all_ids, True
        first, end = row.part or (0, len(row.ids) + 1)  # the mark at the end too
        pooled[at, start + first : start + end] = 1
        for field, label in row.labels.items():
            fields[field][at] = numbers[field].get(label, UNLABELLED)
        own = slice(start, start + len(row.ids))
        if row.named:
            for field, values in _numbered(row.named, numbers).items():
                tokens[field][at, own] = values
        if row.asks:
            tokens["asks"][at, own] = np.minimum(row.asks, MAX_ASKS)
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(present),
        torch.from_numpy(pooled),
        {field: torch.from_numpy(values) for field, values in fields.items()},
        {field: torch.from_numpy(values) for field, values in tokens.items()},
    )


def _numbered(named: NamedTokens, numbers: Mapping[str, Mapping[str, int]]) -> dict[str, list[int]]:
    """The numbers of the labels; role and holder of the tokens that name something alone."""
    found = {
        field: [
            UNLABELLED if field != "kind" and kind == NOTHING else numbers[field].get(label, UNLABELLED)
            for kind, label in zip(named.kind, getattr(named, field), strict=True)
        ]
        for field in ("kind", "role", "holder")
    }
    return {**found, "begins": named.begins}


@dataclass(frozen=True)
class TrainingRows:
    """What is learnt from, by its source."""

    gold: list[Row]
    joined: list[Row]
    sentence: list[Row]
    follow_up: list[Row]
    annotated: list[Row]
    distress: list[Row]

    @property
    def all(self) -> list[Row]:
        """All of them."""
        return [*self.gold, *self.joined, *self.sentence, *self.follow_up, *self.annotated, *self.distress]

    def epoch(self, random: np.random.Generator) -> Iterator[list[Row]]:
        """The rows of an epoch, in batches of rows that are about as long."""
        gists = [row.before for row in self.gold if row.before]
        drawn = [
            *(self._turn(row, random) for row in self.gold),
            *_drawn(self.joined, JOINED, random),
            *_drawn(self.sentence, len(self.gold), random),
            *self.follow_up,
            *_drawn(self.annotated, ANNOTATED, random),
            *_drawn(self.distress, DISTRESS, random),
        ]
        rows = [
            msgspec.structs.replace(row, before=gists[random.integers(len(gists))])
            if not row.before and random.random() < _RANDOM_GISTS.get(row.source, RANDOM_GIST)
            else row
            for row in drawn
        ]
        batches: list[list[Row]] = []
        order = random.permutation(len(rows))
        for start in range(0, len(rows), ROWS * SORTED):
            near = sorted((rows[at] for at in order[start : start + ROWS * SORTED]), key=_length)
            batches += [near[at : at + ROWS] for at in range(0, len(near) - ROWS + 1, ROWS)]
        yield from (batches[at] for at in random.permutation(len(batches)))

    @staticmethod
    def _turn(row: Row, random: np.random.Generator) -> Row:
        return msgspec.structs.replace(row, before=row.gist) if random.random() < WITHOUT_ANSWERED else row


def _drawn(rows: Sequence[Row], count: int, random: np.random.Generator) -> list[Row]:
    return [rows[at] for at in random.permutation(len(rows))[:count]]


def _length(row: Row) -> int:
    return len(row.ids) + len(row.before)


def by_length(rows: Sequence[Row]) -> Iterator[list[int]]:
    """The places of all rows, in batches of rows that are about as long."""
    order = sorted(range(len(rows)), key=lambda at: _length(rows[at]))
    yield from (order[start : start + ROWS] for start in range(0, len(order), ROWS))
