"""What the tests of the rules share: the programme as it ships and a way to ask it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rules.decision import Decision
from rules.engine import decide
from rules.loading import load_programme
from rules.model import Programme

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def programme() -> Programme:
    return load_programme(faq=ROOT / "stories" / "faq")


@pytest.fixture(scope="session")
def decided(programme: Programme) -> Callable[..., Decision]:
    """Ask the shipped programme: `decided("organisme", territoire="40", on="2024-03-01")`."""

    def ask(question: str, on: str | date = TODAY, **facts: str | frozenset[str]) -> Decision:
        day = date.fromisoformat(on) if isinstance(on, str) else on
        return decide(programme, question, facts, on=day)

    return ask
