"""What the Telegram channel keeps by itself, beside what the assistant keeps of conversations."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.identifiers import Identifiers
from bot.storage.sent_messages import SentMessages
from bot.storage.update_queue import UpdateQueue


@dataclass(frozen=True)
class TelegramStorage:
    """The updates that wait, which messages of ours answer which update, and the hashes that both stand under."""

    database: Database
    identifiers: Identifiers
    update_queue: UpdateQueue
    sent_messages: SentMessages
