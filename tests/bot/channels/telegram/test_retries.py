"""Retries: how long an update waits, and calls and writes that are repeated until they are taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.channels.telegram.retries import (
    FIRST_WAIT_SECONDS,
    MAX_WAIT_SECONDS,
    backoff_seconds,
    call_until_done,
    keep_running,
    retry_after_seconds,
    write_until_done,
)


class Failing:
    """Raises its errors, one a call, before it is done."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.done = 0

    async def __call__(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.done += 1


@pytest.mark.parametrize("wait", [3, timedelta(seconds=3)])
def test_wait_that_telegram_asks_for_is_read_as_seconds(wait: int | timedelta) -> None:
    assert retry_after_seconds(RetryAfter(wait)) == 3


def test_backoff_doubles_up_to_a_minute() -> None:
    assert [backoff_seconds(attempts) for attempts in range(3)] == [FIRST_WAIT_SECONDS * n for n in (1, 2, 4)]
    assert backoff_seconds(7) == backoff_seconds(100_000) == MAX_WAIT_SECONDS


async def test_call_is_repeated_until_telegram_takes_it() -> None:
    call = Failing(RetryAfter(0), NetworkError("away"))
    await call_until_done(call)
    assert call.done == 1


async def test_call_with_a_refused_token_is_repeated_until_it_is_valid() -> None:
    call = Failing(InvalidToken())
    await call_until_done(call)
    assert call.done == 1


async def test_a_loop_that_fails_is_run_again() -> None:
    loop = Failing(KeyError("update_id"))
    await keep_running(loop)
    assert loop.done == 1


async def test_write_is_repeated_until_the_database_takes_it() -> None:
    write = Failing(OperationalError("INSERT", {}, Exception("locked")))
    await write_until_done(write)
    assert write.done == 1
