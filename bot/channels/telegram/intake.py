"""How updates come in: Telegram delivers them, or is asked for them. Either way they are in the database before
Telegram is told that they came: python-telegram-bot's own loops tell it first, and lose what a crash finds in memory.
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

from bot.channels.telegram.retries import retry_after_seconds
from bot.channels.telegram.senders import conversation_of
from bot.storage.identifiers import Identifiers
from bot.storage.leases import Lease
from bot.storage.update_queue import IncomingUpdate, UpdateQueue

ALLOWED: Final = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""

PATH: Final = "/telegram"

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105

_LONG_POLL: Final = 8
"""Seconds that Telegram may wait for an update before it answers that there is none."""

_ANSWER_WITHIN: Final = 5
"""Seconds more until its answer must be there."""

_MOST: Final = 100
_LEASE: Final = timedelta(seconds=_LONG_POLL + _ANSWER_WITHIN + 5)
"""Longer than a long poll: the process that asks says before each that it still does. Short, since where it was killed
nobody is answered until its lease ends."""

_AGAIN_SECONDS: Final = 5.0
"""Between attempts, where Telegram or the database is away, or another process asks."""

_log = structlog.get_logger()


def log_token_refused() -> None:
    """Note that Telegram does not know the token, and what to do."""
    _log.error("telegram_token_refused", what_to_do="TELEGRAM_TOKEN : reprendre le jeton chez @BotFather")


class Intake:
    """Writes updates into the queue; `wake` is called where there are new ones."""

    def __init__(self, queue: UpdateQueue, identifiers: Identifiers, wake: Callable[[], None]) -> None:
        self._queue = queue
        self._identifiers = identifiers
        self._wake = wake

    async def take(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Write updates, as Telegram's JSON gives them; those that are known already are not taken again."""
        incoming = [
            IncomingUpdate(
                update=update["update_id"],
                queue=self._identifiers.conversation("telegram", conversation_of(update)).id,
                payload=json.dumps(update).encode(),
            )
            for update in updates
        ]
        if await self._queue.put(incoming):
            self._wake()


def webhook(intake: Callable[[], Intake | None], secret: str) -> APIRouter:
    """The route that Telegram delivers to. `intake` gives None while the server starts."""
    routes = APIRouter()

    @routes.post(PATH, include_in_schema=False)
    async def deliver(request: Request) -> dict[str, bool]:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            raise HTTPException(403, "not from Telegram")
        current = intake()
        if current is None:
            raise HTTPException(503, "starting")
        try:
            update = await request.json()
            number = update["update_id"]
        except (ValueError, TypeError, KeyError):
            number = None
        if not isinstance(number, int):
            raise HTTPException(400, "not an update")
        try:
            await current.take([update])
        except SQLAlchemyError as error:
            _log.error("update_not_written", error=type(error).__name__)
            raise HTTPException(503, "not written; deliver it again") from error
        return {"ok": True}

    return routes


class Poller:
    """Asks Telegram for updates, in one process of all that share the database."""

    def __init__(self, bot: Bot, intake: Intake, lease: Lease) -> None:
        self._bot = bot
        self._intake = intake
        self._lease = lease

    @staticmethod
    def lease(database: Any) -> Lease:
        """What the processes take turns by."""
        return Lease(database, "telegram", _LEASE)

    async def run(self) -> None:
        """Ask on and on, until cancelled."""
        while True:
            try:
                if await self._lease.take():
                    await self._poll()
            except (TelegramError, SQLAlchemyError) as error:
                self._tell(error)
            finally:
                # Whoever asks next, this process or another, need not wait for the lease to end.
                await asyncio.shield(self._leave())
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _poll(self) -> None:
        # A webhook of before would keep the updates from us.
        await self._bot.delete_webhook()
        offset: int | None = None
        while await self._lease.hold():
            try:
                updates = await self._ask(offset)
            except RetryAfter as error:
                await asyncio.sleep(retry_after_seconds(error))
                continue
            if updates:
                await self._intake.take(updates)
                # Asking for what comes after them tells Telegram that these have come.
                offset = updates[-1]["update_id"] + 1
        _log.warning("telegram_asked_by_another_process")

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        # As raw data: one update that the library cannot read must not keep the others from coming.
        arguments = {"timeout": _LONG_POLL, "limit": _MOST, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            arguments["offset"] = offset
        updates: list[dict[str, Any]] = await self._bot.do_api_request(
            "getUpdates", arguments, read_timeout=_LONG_POLL + _ANSWER_WITHIN
        )
        return updates

    async def _leave(self) -> None:
        try:
            await self._lease.leave()
        except SQLAlchemyError as error:
            self._tell(error)

    @staticmethod
    def _tell(error: Exception) -> None:
        if isinstance(error, InvalidToken):
            log_token_refused()
        elif isinstance(error, Conflict):
            _log.error("telegram_conflict", what_to_do="arrêter l'autre programme qui utilise ce jeton")
        else:
            _log.warning("telegram_not_reached", error=type(error).__name__)
