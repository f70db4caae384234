"""Retries: how long to wait for Telegram or the database, and calls repeated until one of them accepts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from tenacity import RetryCallState, retry, retry_if_exception_type, wait_random_exponential

MAX_WAIT_SECONDS: Final = 60.0
FIRST_WAIT_SECONDS: Final = 0.5

_MAX_DATABASE_WAIT_SECONDS: Final = 5.0
_FIRST_DATABASE_WAIT_SECONDS: Final = 0.1

_growing_wait: Final = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=MAX_WAIT_SECONDS)
_database_wait: Final = wait_random_exponential(multiplier=_FIRST_DATABASE_WAIT_SECONDS, max=_MAX_DATABASE_WAIT_SECONDS)

_log = structlog.get_logger()


def retry_after_seconds(error: RetryAfter) -> float:
    """Seconds Telegram asks to wait; the library gives a number or a timedelta, depending on its settings."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def backoff_seconds(attempts: int) -> float:
    """Seconds until an update is tried again while Telegram or the database is away; they double with each attempt."""
    return min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(attempts, 10))


def _failure(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _telegram_wait(state: RetryCallState) -> float:
    """The wait Telegram asks for, else a longer one each time."""
    error = _failure(state)
    return retry_after_seconds(error) if isinstance(error, RetryAfter) else _growing_wait(state)


def log_token_refused() -> None:
    """Log that Telegram does not know the token, with the remedy."""
    _log.error("telegram_token_refused", what_to_do="TELEGRAM_TOKEN : reprendre le jeton chez @BotFather")


def _log_failed_call(state: RetryCallState) -> None:
    error = _failure(state)
    if isinstance(error, InvalidToken):
        log_token_refused()
    elif isinstance(error, BadRequest):
        # Telegram's own words, for instance about an address it cannot deliver to.
        _log.error("telegram_refuses", reason=error.message, attempt=state.attempt_number)
    else:
        _log.warning("telegram_not_reached", error=type(error).__name__, attempt=state.attempt_number)


def _log_failed_loop(state: RetryCallState) -> None:
    _log.error("telegram_loop_failed", attempt=state.attempt_number, exc_info=_failure(state))


def _log_failed_write(state: RetryCallState) -> None:
    _log.error("note_not_written", attempt=state.attempt_number, error=type(_failure(state)).__name__)


@retry(retry=retry_if_exception_type(TelegramError), wait=_telegram_wait, before_sleep=_log_failed_call)
async def call_until_done(call: Callable[[], Awaitable[object]]) -> None:
    """Call a method of Telegram until it succeeds; even an invalid token may become valid."""
    await call()


@retry(retry=retry_if_exception_type(Exception), wait=_growing_wait, before_sleep=_log_failed_loop)
async def keep_running(loop: Callable[[], Awaitable[None]]) -> None:
    """Run an endless loop, again if it fails: nobody awaits it, so its error would be lost."""
    await loop()


@retry(retry=retry_if_exception_type(SQLAlchemyError), wait=_database_wait, before_sleep=_log_failed_write)
async def write_until_done(write: Callable[[], Awaitable[None]]) -> None:
    """Record what has already happened (a part was sent), repeatedly until the database accepts it."""
    await write()
