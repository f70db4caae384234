"""The stages of an adviser's path through the training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Condition = tuple[tuple[str, frozenset[str]], ...]
"""Facts, each with the values that fulfil it; UNSPECIFIED among them where the fact need not be stated."""


@dataclass(frozen=True)
class PathStage:
    """One stage of an adviser's path through the training.

    `when`: for whom there is such a stage, but in none of the cases of `unless`; `done` and `begun` are alternatives,
    fulfilled by any of them. `details` maps what is told of the stage ("qui", "duree", "payeur"…) to the question that
    tells it, asked with the adviser's facts and those `given` by the stage itself.
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
        """The course that the stage is about."""
        return dict(self.given)["parcours"]


@dataclass(frozen=True)
class PathDefinition:
    """The stages of the path in order, since a day; the facts to ask for; the questions after which it is offered."""

    since: date
    stages: tuple[PathStage, ...]
    asked: tuple[str, ...]
    offered_after: tuple[str, ...]
