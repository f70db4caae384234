"""Retries: calls, loops and writes are repeated until they are taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import OperationalError
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.channels.telegram.retries import (
    call_until_done,
    keep_running,
    write_until_done,
)
from tests.support.tables import each_row


class Failing:
    """Raises its errors, one a call, before it is done."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.done = 0

    async def __call__(self) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.done += 1


@each_row(
    ("repeat", "errors"),
    [
        (call_until_done, (RetryAfter(0), NetworkError("away"))),
        (call_until_done, (InvalidToken(),)),
        (keep_running, (KeyError("update_id"),)),
        (write_until_done, (OperationalError("INSERT", {}, Exception("locked")),)),
    ],
)
async def test_call_loop_and_write_are_repeated_until_they_are_done(
    repeat: Callable[..., Any], errors: tuple[Exception, ...]
) -> None:
    call = Failing(*errors)
    await repeat(call)
    assert call.done == 1
