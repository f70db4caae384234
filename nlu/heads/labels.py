"""What the heads tell: labelings, the labels of each with how likely they are, and the context of a message.

Apart from the heads: who reads what they tell needs no model in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ROLE, HOLDER = "role", "holder"
"""Labelings of what messages name."""


class Context(IntEnum):
    """What came before a message."""

    START = 0
    ANSWER = 1
    QUESTION = 2


@dataclass(frozen=True)
class RankedLabel:
    """A label and how likely it is, from 0 to 1."""

    name: str
    probability: float


Reading = dict[str, list[RankedLabel]]
"""For each labeling its labels, likeliest first; empty where nothing was learnt, or there is nothing to read."""
