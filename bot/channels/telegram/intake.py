"""The intake of updates, by webhook or by polling.

Either way, they are in the database before they are confirmed to Telegram. python-telegram-bot's own loops confirm them
first, so a crash loses those in memory.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from fastapi import APIRouter, HTTPException, Request
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.limits import MAX_UPDATE_BYTES, MAX_UPDATE_NUMBER
from bot.channels.telegram.retries import log_token_refused, retry_after_seconds
from bot.channels.telegram.senders import conversation_of
from bot.process.metrics import TELEGRAM_REFUSED
from bot.storage.database import Database
from bot.storage.identifiers import Identifiers
from bot.storage.leases import Lease
from bot.storage.update_queue import IncomingUpdate, UpdateQueue

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update requested from Telegram."""

PATH: Final = "/telegram"

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105

_LONG_POLL_SECONDS: Final = 8
"""How long Telegram may wait for an update before it answers that there is none."""

_ANSWER_TIMEOUT_SECONDS: Final = 5
"""Further time for its answer to arrive."""

_MAX_UPDATES: Final = 100
_LEASE: Final = timedelta(seconds=_LONG_POLL_SECONDS + _ANSWER_TIMEOUT_SECONDS + 5)
"""Longer than a long poll, since the polling process renews its lease before each. Short, since after a kill nobody is
answered until the lease ends."""

_PAUSE_SECONDS: Final = 5.0
"""Pause between attempts while Telegram or the database is away, or another process polls."""

_log = structlog.get_logger()


class _Refused(Exception):  # noqa: N818
    """The data is no update from Telegram; `reason` is for the metrics, `number` is the update's, if it has one."""

    def __init__(self, reason: str, number: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.number = number


class Intake:
    """Writes updates into the queue; `wake` is called when there are new ones."""

    def __init__(self, queue: UpdateQueue, identifiers: Identifiers, wake: Callable[[], None]) -> None:
        self._queue = queue
        self._identifiers = identifiers
        self._wake = wake

    async def take(self, updates: Sequence[Any]) -> list[int]:
        """Write updates in Telegram's JSON into the queue; known ones are ignored.

        Refused ones are counted and logged, without their text.

        Returns:
            The numbers of updates that need not come again: accepted, or refused for good.
        """
        incoming, refused_for_good = [], []
        for update in updates:
            try:
                incoming.append(self._incoming(update))
            except _Refused as refused:
                TELEGRAM_REFUSED.labels(refused.reason).inc()
                _log.warning("update_refused", reason=refused.reason)
                refused_for_good += [refused.number] if refused.number is not None else []
        if await self._queue.put(incoming):
            self._wake()
        return [update.update for update in incoming] + refused_for_good

    def _incoming(self, update: Any) -> IncomingUpdate:
        """An update in the form of the queue."""
        number = update.get("update_id") if isinstance(update, Mapping) else None
        if type(number) is not int or not 0 <= number <= MAX_UPDATE_NUMBER:
            raise _Refused("not_an_update")
        try:
            payload = json.dumps(update).encode()
        except RecursionError as error:
            raise _Refused("not_an_update", number) from error
        if len(payload) > MAX_UPDATE_BYTES:
            raise _Refused("too_large", number)
        return IncomingUpdate(number, self._identifiers.conversation("telegram", conversation_of(update)).id, payload)


def webhook(intake: Callable[[], Intake | None], secret: str) -> APIRouter:
    """The route for Telegram's deliveries. `intake` returns None while the server starts."""
    routes = APIRouter()

    @routes.post(PATH, include_in_schema=False)
    async def deliver(request: Request) -> dict[str, bool]:
        secret_given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(secret_given.encode(), secret.encode()):
            raise HTTPException(403, "not from Telegram")
        current = intake()
        if current is None:
            raise HTTPException(503, "starting")
        try:
            update = await request.json()
        except (ValueError, RecursionError):
            update = None
        try:
            taken = await current.take([update])
        except SQLAlchemyError as error:
            _log.error("update_not_written", error=type(error).__name__)
            raise HTTPException(503, "not written; deliver it again") from error
        if not taken:
            raise HTTPException(400, "not an update")
        return {"ok": True}

    return routes


class Poller:
    """Polls Telegram for updates, in one of the processes that share the database."""

    def __init__(self, bot: Bot, intake: Intake, lease: Lease) -> None:
        self._bot = bot
        self._intake = intake
        self._lease = lease

    @staticmethod
    def lease(database: Database) -> Lease:
        """The lease that decides which process of a database polls."""
        return Lease(database, "telegram", _LEASE)

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            try:
                if await self._lease.take():
                    await self._poll()
            except (TelegramError, SQLAlchemyError) as error:
                self._log_failure(error)
            finally:
                # The next process to poll, perhaps this one, need not wait for the lease to end.
                await asyncio.shield(self._leave())
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _poll(self) -> None:
        # An earlier webhook would prevent polling.
        await self._bot.delete_webhook()
        offset: int | None = None
        while await self._lease.hold():
            try:
                updates = await self._get_updates(offset)
            except RetryAfter as error:
                await asyncio.sleep(retry_after_seconds(error))
                continue
            if taken := await self._intake.take(updates):
                # The next request, for later updates, confirms these to Telegram.
                offset = max(taken) + 1
            elif updates:
                await asyncio.sleep(_PAUSE_SECONDS)  # they come again, until one is readable
        _log.warning("telegram_asked_by_another_process")

    async def _get_updates(self, offset: int | None) -> list[Any]:
        # As raw data: one update that the library cannot read must not block the others.
        arguments = {"timeout": _LONG_POLL_SECONDS, "limit": _MAX_UPDATES, "allowed_updates": list(ALLOWED_UPDATES)}
        if offset is not None:
            arguments["offset"] = offset
        updates: list[Any] = await self._bot.do_api_request(
            "getUpdates", arguments, read_timeout=_LONG_POLL_SECONDS + _ANSWER_TIMEOUT_SECONDS
        )
        return updates

    async def _leave(self) -> None:
        try:
            await self._lease.leave()
        except SQLAlchemyError as error:
            self._log_failure(error)

    @staticmethod
    def _log_failure(error: Exception) -> None:
        if isinstance(error, InvalidToken):
            log_token_refused()
        elif isinstance(error, Conflict):
            _log.error("telegram_conflict", what_to_do="arrêter l'autre programme qui utilise ce jeton")
        else:
            _log.warning("telegram_not_reached", error=type(error).__name__)
