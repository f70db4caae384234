"""The stores of the Telegram channel, beside those of the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.identifiers import Identifiers
from bot.storage.sent_messages import SentMessages
from bot.storage.update_queue import UpdateQueue


@dataclass(frozen=True)
class TelegramStorage:
    """The updates that wait, the messages sent in answer to them, and the hashes that name both."""

    database: Database
    identifiers: Identifiers
    update_queue: UpdateQueue
    sent_messages: SentMessages
