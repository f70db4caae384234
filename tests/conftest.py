"""What all tests share: the fast ones first; property tests that are the same at every run, and not judged by time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

_WITH_SERVERS = ("bot/serving", "bot/channels/web/browser", "telegram", "bot/faults")
"""Folders whose tests start servers and take minutes, the slowest last."""

settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    # Most random cases are answered outright; those that end in a question are what some properties look for.
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
settings.load_profile("project")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A mistake shows in the fast tests first."""
    here = Path(__file__).parent

    def slowness(item: pytest.Item) -> int:
        folder = item.path.relative_to(here).as_posix()
        return next((rank for rank, slow in enumerate(_WITH_SERVERS, 1) if folder.startswith(f"{slow}/")), 0)

    items.sort(key=slowness)
