"""Notes that must be written, since what they tell of has happened: tried until the database takes them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.exc import SQLAlchemyError
from tenacity import RetryCallState, retry, retry_if_exception_type, wait_random_exponential

_log = structlog.get_logger()


def _tell(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    _log.error("note_not_written", attempt=state.attempt_number, error=type(error).__name__)


@retry(
    retry=retry_if_exception_type(SQLAlchemyError),
    wait=wait_random_exponential(multiplier=0.1, max=5),
    before_sleep=_tell,
)
async def until_written(write: Callable[[], Awaitable[None]]) -> None:
    """Write a note, again and again where the database fails."""
    await write()
