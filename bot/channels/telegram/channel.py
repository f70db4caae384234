"""The Telegram channel of one process: its client, its updates, and the bot's profile on Telegram."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

import structlog
from fastapi import APIRouter
from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bot.assistant.service import Assistant
from bot.channels.rate_limits import RateLimiter
from bot.channels.telegram import intake
from bot.channels.telegram.alerts import Announcer
from bot.channels.telegram.commands import COMMAND_BOOK
from bot.channels.telegram.handlers import Handlers
from bot.channels.telegram.intake import ALLOWED_UPDATES, PATH, Intake, Poller
from bot.channels.telegram.request import Health, TelegramRequest
from bot.channels.telegram.retries import call_until_done, keep_running
from bot.channels.telegram.storage import TelegramStorage
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.telegram.worker import MAX_CONCURRENT_UPDATES, Worker, count_waiting
from bot.content.active import ActiveContent
from bot.content.loading import Content
from bot.process.settings import Settings
from nlu.dialogue.state import DEFAULT_LANGUAGE

MAX_CONNECTIONS: Final = MAX_CONCURRENT_UPDATES + 8
"""Connections to Telegram at a time: one for each update handled, and some for other calls."""

ANSWER_TIMEOUT_SECONDS: Final = 45.0
"""Longest wait for Telegram's answer. Long, because a message accepted without our knowing would be sent again."""

_CONNECT_TIMEOUT_SECONDS: Final = 10.0
_MAX_MESSAGES_PER_SECOND: Final = 30
"""Telegram's limit for bots."""

DEFAULT_MENU: Final = DEFAULT_LANGUAGE
"""Language of the commands and descriptions for telephones of neither language."""

_log = structlog.get_logger()


class TelegramChannel:
    """The channel, started and stopped with the server."""

    def __init__(self, settings: Settings, current: ActiveContent) -> None:
        self._settings = settings
        self._current = current
        self._intake: Intake | None = None
        self._worker: Worker | None = None
        self._announcer: Announcer | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._publishing_profile = asyncio.Lock()
        self._request = _request()
        self._bot: ExtBot[int] = client(settings, self._request)

    @property
    def health(self) -> Health:
        """The outcome of the last request to Telegram."""
        return self._request.health

    def routes(self) -> APIRouter:
        """The route of the webhook; no route if this server polls."""
        if not self._settings.public_url:
            return APIRouter()
        return intake.webhook(lambda: self._intake, self._settings.telegram_webhook_secret.get_secret_value())

    async def start(self, assistant: Assistant, storage: TelegramStorage, limits: RateLimiter) -> None:
        """Start receiving updates; they are handled once Telegram accepts the token. Does not wait for that."""
        handlers = Handlers(self._bot, assistant, storage, self._current, limits)
        self._worker = Worker(storage.update_queue, handlers.handle, handlers.give_up, storage.database.settle)
        if storage.database.engine.dialect.name == "sqlite":
            await storage.update_queue.take_over()
        self._intake = Intake(storage.update_queue, storage.identifiers, self._worker.wake)
        poller = Poller(self._bot, self._intake, Poller.lease(storage.database))
        self._start_task(keep_running(partial(count_waiting, storage.update_queue)))
        self._announcer = Announcer(storage.subscriptions, self._current, self._worker.wake)
        self._start_task(self._run(poller, self._worker))
        self._start_task(keep_running(self._announcer.run))
        self._current.on_change(self._content_changed)

    async def stop(self, grace: float) -> None:
        """Receive nothing more, and finish the updates under way within `grace` seconds."""
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

    def _start_task(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _content_changed(self, before: Content, content: Content) -> None:
        if content.of(TELEGRAM_TEXTS) != before.of(TELEGRAM_TEXTS):
            self._start_task(self._publish_profile())
        if self._announcer:
            self._announcer.look()

    async def _run(self, poller: Poller, worker: Worker) -> None:
        await call_until_done(self._bot.initialize)
        worker.start()
        if self._settings.public_url:
            await call_until_done(self._set_webhook)
            await self._publish_profile()
        else:
            await asyncio.gather(keep_running(poller.run), self._publish_profile())

    async def _set_webhook(self) -> None:
        await self._bot.set_webhook(
            self._settings.public_url + PATH,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._settings.telegram_webhook_secret.get_secret_value(),
        )
        _log.info("telegram_delivers")

    async def _publish_profile(self) -> None:
        """Publish the menu and the descriptions, in each language and as the default for all others."""
        async with self._publishing_profile:  # so that the latest content is published last
            content = self._current.latest
            for language, texts in content.of(TELEGRAM_TEXTS).items():
                commands = [BotCommand(*entry) for entry in content.of(COMMAND_BOOK).menu(language)]
                for code in (language, None) if language == DEFAULT_MENU else (language,):
                    card, bot = texts.carte, self._bot
                    for call in (
                        partial(bot.set_my_commands, commands, language_code=code),
                        partial(bot.set_my_description, card.description, language_code=code),
                        partial(bot.set_my_short_description, card.description_courte, language_code=code),
                    ):
                        await call_until_done(call)


def client(settings: Settings, request: TelegramRequest) -> ExtBot[int]:
    """python-telegram-bot's client, on the Bot API server of the settings."""
    # The library logs a rate-limited request with a traceback; the worker logs it too, and tries again.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    return ExtBot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request,
        get_updates_request=request,
        # Without retries, and without a limit for each group: a call that waits in there holds up all other chats.
        # Telegram names the chat it slows down, and the update queue makes that chat wait.
        rate_limiter=AIORateLimiter(_MAX_MESSAGES_PER_SECOND, 1, 0, 0, max_retries=0),
    )


def _request() -> TelegramRequest:
    return TelegramRequest(
        MAX_CONNECTIONS,
        read_timeout=ANSWER_TIMEOUT_SECONDS,
        write_timeout=_CONNECT_TIMEOUT_SECONDS,
        connect_timeout=_CONNECT_TIMEOUT_SECONDS,
        pool_timeout=ANSWER_TIMEOUT_SECONDS,
    )
