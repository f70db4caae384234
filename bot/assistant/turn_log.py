"""The log line and the metrics of every turn, without text or identifiers."""

from __future__ import annotations

import functools
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.answers.text_ids import OwnText
from bot.messages import Message, Reply
from bot.process.metrics import (
    DATABASE_ERRORS,
    ERRORS,
    EXPRESSIONS_STOPPED,
    HUB_TURNS,
    TURN_SECONDS,
    TURNS,
    TURNS_IN_FLIGHT,
)
from nlu.entities.expressions import Expression
from nlu.entities.patterns import shown
from nlu.intents import FALLBACK, OUT_OF_SCOPE
from rules.model import Place

FAILED, NOT_UNDERSTOOD = "failed", "not_understood"
"""Outcomes of messages without an answer."""

_NOT_UNDERSTOOD = {FALLBACK, OUT_OF_SCOPE, OwnText.NOT_UNDERSTOOD, OwnText.EXPIRED_CHOICE}

_STOPPED: Final[set[tuple[Place, str]]] = set()
"""Expressions already logged."""

_log = structlog.get_logger()

Answering = TypeVar("Answering", bound=Callable[..., Awaitable[Reply]])


def observed(answering: Answering) -> Answering:
    """Decorate a function that answers messages: each turn is logged and counted, its log lines share a trace id."""

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
    """Log and count a failed turn, with its error."""
    ERRORS.labels(type(error).__name__).inc()
    if isinstance(error, SQLAlchemyError):
        DATABASE_ERRORS.inc()
    _log.error("turn_failed", exc_info=error)


def note_stopped(expression: Expression, _text: str) -> None:
    """Note that an expression took too long on a message, and nothing about the message.

    Each time is counted; the first is logged, with the expression's file and line.
    """
    EXPRESSIONS_STOPPED.labels(expression.place.file.name).inc()
    if (expression.place, expression.text) not in _STOPPED:
        _STOPPED.add((expression.place, expression.text))
        _log.error(
            "expression_stopped",
            file=str(expression.place.file),
            line=expression.place.line,
            expression=shown(expression.written),
        )


def outcome(reply: Reply) -> str:
    """The outcome of a message: the name of the answer, or ask, not_understood, said or failed."""
    if reply.outcome:
        return reply.outcome
    if reply.question == OwnText.FAILURE:
        return FAILED
    return NOT_UNDERSTOOD if reply.question in _NOT_UNDERSTOOD else "said"
