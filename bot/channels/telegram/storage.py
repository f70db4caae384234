"""The stores of the Telegram channel, besides those of the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.database import Database
from bot.storage.group_places import GroupPlaces
from bot.storage.identifiers import Identifiers
from bot.storage.sent_messages import SentMessages
from bot.storage.subscriptions import Subscriptions
from bot.storage.update_queue import UpdateQueue


@dataclass(frozen=True)
class TelegramStorage:
    """The stores of the channel.

    Attributes:
        database: the database.
        identifiers: hashes identifiers.
        update_queue: updates that wait.
        sent_messages: messages sent in answer.
        subscriptions: subscribers to alerts.
        group_places: places of groups.
    """

    database: Database
    identifiers: Identifiers
    update_queue: UpdateQueue
    sent_messages: SentMessages
    subscriptions: Subscriptions
    group_places: GroupPlaces
