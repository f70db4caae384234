"""The stages of an adviser's path through the training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Condition = tuple[tuple[str, frozenset[str]], ...]
"""Facts, each with the values that fulfil it. UNSPECIFIED is among them if the fact need not be stated."""


@dataclass(frozen=True)
class PathStage:
    """One stage of an adviser's path through the training.

    Attributes:
        when: the condition for the stage to exist.
        unless: exceptions to it.
        done: alternatives; the stage is done if any holds.
        begun: alternatives; the stage has begun if any holds.
        details: for each detail shown ("qui", "duree", "payeur"…), the question that answers it.
        given: facts the stage adds to the adviser's when those questions are asked.
    """

    id: str
    when: Condition
    unless: tuple[Condition, ...]
    done: tuple[Condition, ...]
    begun: tuple[Condition, ...]
    optional: bool
    details: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str], ...]

    @property
    def course(self) -> str:
        """The course of the stage."""
        return dict(self.given)["parcours"]


@dataclass(frozen=True)
class PathDefinition:
    """The path that every adviser follows.

    Attributes:
        since: the day it begins to exist.
        stages: its stages, in order.
        asked: the facts to ask for.
        offered_after: the questions after which it is offered.
    """

    since: date
    stages: tuple[PathStage, ...]
    asked: tuple[str, ...]
    offered_after: tuple[str, ...]
