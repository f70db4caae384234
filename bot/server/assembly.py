"""How the parts of a process are assembled: the one place that chooses them by the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pydantic import SecretStr
from starlette.datastructures import State

from bot.assistant.locks import InProcessLockStore, RedisLockStore
from bot.assistant.service import Assistant
from bot.assistant.turn_log import note_stopped
from bot.channels.rate_limits import RateLimiter
from bot.channels.web.tokens import Tokens
from bot.content.active import ActiveContent
from bot.content.loading import project_content
from bot.maintenance.project_declarations import DECLARATIONS
from bot.process.settings import Settings, load_settings
from bot.rasa_adapter.training import trained_model
from bot.storage.stores import Stores
from nlu.entities.expressions import watch

if TYPE_CHECKING:
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.storage import TelegramStorage


def assemble(settings: Settings, model: Path | None = None, current: ActiveContent | None = None) -> Assistant:
    """The assistant of a process, on the database of the settings.

    Args:
        settings: the settings.
        model: the model; None for the one that fits the files.
        current: the content to answer with; by default the project's files.

    Raises:
        StorageError: the database or the keys cannot be used.
        RuntimeError: nothing is trained yet.
    """
    watch(note_stopped)
    model = model or trained_model(settings.models)
    if model is None:
        raise RuntimeError("no trained model: run `aiguilleur train`")
    latest = current or ActiveContent(project_content(DECLARATIONS))
    stores = Stores.open(settings, lambda text: latest.content.mask(text))
    return Assistant.load(model, stores, locks(settings), latest)


@contextmanager
def apart(model: Path) -> Iterator[Assistant]:
    """An assistant whose conversations are not kept: its database is temporary, whatever the settings say."""
    with TemporaryDirectory(prefix="aiguilleur-") as folder:
        nothing = SecretStr("")
        assistant = assemble(
            load_settings().copy(update={"data": Path(folder), "database": nothing, "redis": nothing}), model
        )
        try:
            yield assistant
        finally:
            assistant.close()


def locks(settings: Settings) -> InProcessLockStore | RedisLockStore:
    """The locks that keep the turns of a conversation in order: in this process, or in all that share a Redis."""
    return RedisLockStore(url=settings.redis_url) if settings.redis_url else InProcessLockStore()


def telegram_channel(settings: Settings, current: ActiveContent) -> TelegramChannel | None:
    """The Telegram channel, if there is a token."""
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.channels.telegram.channel import TelegramChannel

    return TelegramChannel(settings, current)


def telegram_storage(stores: Stores) -> TelegramStorage:
    """What the Telegram channel stores itself, in the database of the process."""
    from bot.channels.telegram.storage import TelegramStorage

    return TelegramStorage(
        stores.database,
        stores.identifiers,
        stores.update_queue,
        stores.sent_messages,
        stores.subscriptions,
        stores.group_places,
    )


def take_messages(state: State, settings: Settings, assistant: Assistant) -> None:
    """Give the web's routes what they answer with; until then they say that the server is starting.

    Args:
        state: the server's state, where its routes look: `assistant`, `limits` of messages, and `tokens` of
            conversations.
        settings: the settings.
        assistant: loaded.
    """
    identifiers = assistant.stores.identifiers
    # In Redis, as in the tables, identifiers are stored as keyed hashes.
    state.limits = RateLimiter(settings, lambda identifier: identifiers.conversation("limit", identifier).id)
    state.tokens = Tokens(identifiers, timedelta(days=settings.retention_days))
    state.assistant = assistant
