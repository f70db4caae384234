"""The mean of rounds of learning.

Rounds that go on from one another differ by chance where they err; the mean of what they changed errs less than each
(model soups, Wortsman et al., 2022) and costs nothing when a message is read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Arrays = Mapping[str, np.ndarray[Any, Any]]
"""What a round has learnt, as `Learning.save` writes it."""


def mean_changes(rounds: Sequence[Arrays], rank: int) -> dict[str, np.ndarray[Any, Any]]:
    """The mean of the changes of some rounds, as changes of a rank.

    Args:
        rounds: the changes of each, as `Learning.save` writes them.
        rank: of the mean.
    """
    mean: dict[str, np.ndarray[Any, Any]] = {}
    for matrix in (name.removesuffix(".up") for name in rounds[0] if name.endswith(".up")):
        changes = sum(each[f"{matrix}.up"].astype(np.float32) @ each[f"{matrix}.down"] for each in rounds) / len(rounds)
        left, sizes, right = np.linalg.svd(changes, full_matrices=False)
        roots = np.sqrt(sizes[:rank])
        mean[f"{matrix}.up"] = (left[:, :rank] * roots).astype(np.float16)
        mean[f"{matrix}.down"] = (roots[:, None] * right[:rank]).astype(np.float16)
    return mean


def mean_heads(rounds: Sequence[Arrays]) -> dict[str, np.ndarray[Any, Any]]:
    """The mean of the heads of some rounds; of a label that not all of them know, that of those that do."""
    known = [json.loads(each["labels"].tobytes()) for each in rounds]
    labels = {field: sorted({label for labels in known for label in labels[field]}) for field in known[0]}
    mean: dict[str, np.ndarray[Any, Any]] = {"labels": np.frombuffer(json.dumps(labels).encode(), np.uint8)}
    for field, of_field in labels.items():
        for part in ("weight", "bias"):
            by_label = [
                [
                    each[f"{field}.{part}"][theirs[field].index(label)]
                    for each, theirs in zip(rounds, known, strict=True)
                    if label in theirs[field]
                ]
                for label in of_field
            ]
            mean[f"{field}.{part}"] = np.array(
                [np.mean(rows, axis=0, dtype=np.float32) for rows in by_label], np.float16
            )
    return mean
