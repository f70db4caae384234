"""Waiting within an event loop for what raises no event: until it is so, not for a time in which it should be."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_PATIENCE_SECONDS = 120.0
"""After which a test fails that waits; a busy machine is no fault of what is tested."""


async def becomes(true: Callable[[], object], what: str) -> None:
    """Wait until a condition holds, while the event loop runs.

    Raises:
        AssertionError: it does not hold in time; says what was waited for.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, f"{what}: not within {_PATIENCE_SECONDS} s"
        await asyncio.sleep(0.005)


async def all_has_begun() -> None:
    """Let each task of the loop go on as far as it gets without waiting for something from outside."""
    for _ in range(10):
        await asyncio.sleep(0)
