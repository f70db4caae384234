"""The Telegram channel of one process: its client, its updates, and what it tells Telegram of itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

import structlog
from fastapi import APIRouter
from telegram import BotCommand
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.assistant.service import Assistant
from bot.channels.telegram import intake
from bot.channels.telegram.handlers import Handlers
from bot.channels.telegram.intake import ALLOWED, PATH, Intake, Poller, log_token_refused
from bot.channels.telegram.retries import call_until_done
from bot.channels.telegram.storage import TelegramStorage
from bot.channels.telegram.worker import AT_ONCE, Worker
from bot.content.active import ActiveContent
from bot.content.loading import Content
from bot.process.settings import Settings
from nlu.dialogue.state import DEFAULT_LANGUAGE

CONNECTIONS: Final = AT_ONCE + 8
"""To Telegram at a time: one for each conversation that is handled, and some for what goes on beside."""

ANSWER_WITHIN: Final = 45.0
"""Seconds that Telegram may take to answer. Long: what it has taken without our knowing would be sent again."""

_CONNECT_WITHIN: Final = 10.0
_A_SECOND: Final = 30
"""Messages, as Telegram asks of bots."""

DEFAULT_MENU: Final = DEFAULT_LANGUAGE
"""Language of the commands and descriptions for telephones of neither language."""

_log = structlog.get_logger()


class TelegramChannel:
    """Started and stopped with the server. `routes` is what the server mounts for Telegram to deliver to."""

    def __init__(self, settings: Settings, current: ActiveContent) -> None:
        self._settings = settings
        self._current = current
        self._intake: Intake | None = None
        self._worker: Worker | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._introducing = asyncio.Lock()
        self._bot: ExtBot[int] = client(settings)

    def routes(self) -> APIRouter:
        """The route of the webhook; none of these where Telegram is asked."""
        if not self._settings.public_url:
            return APIRouter()
        return intake.webhook(lambda: self._intake, self._settings.telegram_webhook_secret.get_secret_value())

    async def start(self, assistant: Assistant, storage: TelegramStorage) -> None:
        """Take updates in, and handle them as soon as Telegram knows us; the server does not wait for that."""
        handlers = Handlers(self._bot, assistant, storage, self._current)
        self._worker = Worker(storage.update_queue, handlers.handle, handlers.give_up, storage.database.settle)
        if storage.database.engine.dialect.name == "sqlite":
            await storage.update_queue.take_over()
        self._intake = Intake(storage.update_queue, storage.identifiers, self._worker.wake)
        poller = Poller(self._bot, self._intake, Poller.lease(storage.database))
        self._do(self._run(poller, self._worker))
        self._current.on_change(self._changed)

    async def stop(self, grace: float) -> None:
        """Take nothing more in, end what is under way within some seconds."""
        self._intake = None
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self._worker:
            await self._worker.stop(grace)
        try:
            await self._bot.shutdown()
        except TelegramError as error:
            _log.warning("telegram_not_closed", error=type(error).__name__)

    def _do(self, step: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(step)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _changed(self, before: Content, content: Content) -> None:
        if content.telegram != before.telegram:
            self._do(self._introduce())

    async def _run(self, poller: Poller, worker: Worker) -> None:
        try:
            await call_until_done(self._bot.initialize)
            worker.start()
            if self._settings.public_url:
                await call_until_done(self._ask_for_deliveries)
                await self._introduce()
            else:
                await asyncio.gather(poller.run(), self._introduce())
        except InvalidToken:
            log_token_refused()

    async def _ask_for_deliveries(self) -> None:
        await self._bot.set_webhook(
            self._settings.public_url + PATH,
            allowed_updates=ALLOWED,
            secret_token=self._settings.telegram_webhook_secret.get_secret_value(),
        )
        _log.info("telegram_delivers")

    async def _introduce(self) -> None:
        """Tell Telegram the commands and descriptions, in each language and for all others."""
        async with self._introducing:  # so that the latest are told last
            content = self._current.latest
            for language, words in content.telegram.items():
                commands = [BotCommand(*one) for one in content.commands.menu(language)]
                for code in (language, None) if language == DEFAULT_MENU else (language,):
                    card, bot = words.carte, self._bot
                    for step in (
                        partial(bot.set_my_commands, commands, language_code=code),
                        partial(bot.set_my_description, card.description, language_code=code),
                        partial(bot.set_my_short_description, card.description_courte, language_code=code),
                    ):
                        await call_until_done(step)


def client(settings: Settings) -> ExtBot[int]:
    """python-telegram-bot's client, on the Bot API server of the settings."""
    # It logs a slowed-down request with its traceback; the worker tells of it and tries again.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    request = HTTPXRequest(
        CONNECTIONS,
        read_timeout=ANSWER_WITHIN,
        write_timeout=_CONNECT_WITHIN,
        connect_timeout=_CONNECT_WITHIN,
        pool_timeout=ANSWER_WITHIN,
    )
    return ExtBot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request,
        # Without retries, and without a count for each group: whoever waits in there holds up all other chats. Telegram
        # tells which chat it slows down, and the update queue lets that one wait.
        rate_limiter=AIORateLimiter(_A_SECOND, 1, 0, 0, max_retries=0),
    )
