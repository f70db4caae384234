"""How long Telegram asks to wait."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import RetryAfter


def seconds_of(error: RetryAfter) -> float:
    """The wait in seconds; the library gives it as a number or as a duration, by its settings."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
