"""Whether a process is ready, checked regularly: alerts must not depend on somebody asking."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from starlette.datastructures import State

from bot.process.metrics import DATABASE_ERRORS, READY

EVERY_SECONDS: Final = 10

_PARTS: Final = ("model", "database", "locks")

_log = structlog.get_logger()


async def ready_parts(state: State) -> dict[str, bool]:
    """The parts of the process by name, and whether each is ready. The figures are updated.

    `state` is the server's; it has the assistant once that is loaded. Before, only the model is checked.
    """
    assistant = getattr(state, "assistant", None)
    parts = {"model": assistant is not None}
    if assistant:
        parts |= await assistant.health()
        if not parts["database"]:
            DATABASE_ERRORS.inc()
    for part, well in parts.items():
        READY.labels(part).set(well)
    return parts


async def keep_looking(state: State) -> None:
    """Check the parts now and every :data:`EVERY_SECONDS`, until cancelled; the server runs this."""
    while True:
        try:
            await ready_parts(state)
        except Exception:
            # On any error: an unchanged figure would say that all is well.
            _log.exception("readiness_unknown")
            for part in _PARTS:
                READY.labels(part).set(False)
        await asyncio.sleep(EVERY_SECONDS)
