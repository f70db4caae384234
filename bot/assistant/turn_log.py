"""The log line and the figures of every turn, on any channel, without text or identifiers."""

from __future__ import annotations

import functools
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.text_ids import OwnText
from bot.messages import Message, Reply
from bot.process.metrics import DATABASE_ERRORS, ERRORS, HUB_TURNS, TURN_SECONDS, TURNS, TURNS_IN_FLIGHT
from nlu.intents import FALLBACK, OUT_OF_SCOPE

FAILED, NOT_UNDERSTOOD = "failed", "not_understood"
"""Outcomes of messages that got no answer."""

_NOT_UNDERSTOOD = {FALLBACK, OUT_OF_SCOPE, OwnText.NOT_UNDERSTOOD, OwnText.EXPIRED_CHOICE}

_log = structlog.get_logger()

Answering = TypeVar("Answering", bound=Callable[..., Awaitable[Reply]])


def observed(answering: Answering) -> Answering:
    """Wrap what answers a message so that each turn is logged and counted; its log lines share a trace id."""

    @functools.wraps(answering)
    async def turn(assistant: Any, message: Message, **kwargs: Any) -> Reply:
        before = time.perf_counter()
        with structlog.contextvars.bound_contextvars(trace=secrets.token_hex(8)), TURNS_IN_FLIGHT.track_inprogress():
            reply = await answering(assistant, message, **kwargs)
            took = time.perf_counter() - before
            result = outcome(reply)
            TURN_SECONDS.observe(took)
            TURNS.labels(message.channel, reply.question or "", result).inc()
            if message.hub:
                HUB_TURNS.labels(message.hub, result if result in (FAILED, NOT_UNDERSTOOD) else "answered").inc()
            _log.info(
                "turn",
                channel=message.channel,
                question=reply.question,
                outcome=result,
                why=reply.trace,
                milliseconds=round(took * 1e3, 1),
            )
            return reply

    return turn  # type: ignore[return-value]


def count_failure(error: Exception) -> None:
    """Note that a turn failed, and why."""
    ERRORS.labels(type(error).__name__).inc()
    if isinstance(error, SQLAlchemyError):
        DATABASE_ERRORS.inc()
    _log.error("turn_failed", exc_info=error)


def outcome(reply: Reply) -> str:
    """What came of a message: the wording of the answer, or ask, not_understood, said or failed."""
    if reply.outcome:
        return reply.outcome
    if reply.question == OwnText.FAILURE:
        return FAILED
    return NOT_UNDERSTOOD if reply.question in _NOT_UNDERSTOOD else "said"
