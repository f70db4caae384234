"""The stores: everything kept, in one object for the assistant, the channels and the commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.process.settings import Settings
from bot.storage.conversations import Turns
from bot.storage.database import Database
from bot.storage.erasure import Erasure
from bot.storage.export import Export
from bot.storage.feedback import Feedback
from bot.storage.group_places import GroupPlaces
from bot.storage.identifiers import Identifiers
from bot.storage.known_keys import recognise, register
from bot.storage.masking import Mask, Masking
from bot.storage.open_questions import OpenQuestions
from bot.storage.retention import Retention
from bot.storage.sent_messages import SentMessages
from bot.storage.served_database import settings_of_server
from bot.storage.subscriptions import Subscriptions
from bot.storage.update_queue import UpdateQueue


@dataclass(frozen=True)
class Stores:
    """The stores of one process, on one database."""

    database: Database
    identifiers: Identifiers
    mask: Masking
    turns: Turns
    feedback: Feedback
    erasure: Erasure
    export: Export
    retention: Retention
    update_queue: UpdateQueue
    sent_messages: SentMessages
    open_questions: OpenQuestions
    subscriptions: Subscriptions
    group_places: GroupPlaces

    @classmethod
    def open(cls, settings: Settings, mask: Masking | None = None) -> Stores:
        """Open the database of the settings and its stores; database and key are created if missing.

        Args:
            settings: name the database.
            mask: masks personal data in a text before it is kept; by default, the project's.

        Raises:
            StorageError: the database or the keys cannot be used.
            ProgrammeError: the masks have mistakes.
        """
        identifiers = Identifiers.of(settings)
        mask = mask or Mask.load()
        database = Database.open(settings)
        register(database, identifiers)
        return cls._on(database, identifiers, mask, settings)

    @classmethod
    def existing(cls, settings: Settings) -> Stores:
        """Open a server's stores for a command: nothing is created or upgraded.

        Raises:
            StorageError: the database or the key is missing or cannot be used, or the key is not the database's.
            ProgrammeError: the masks have mistakes.
        """
        database = Database.existing(settings)
        identifiers = Identifiers.of(settings, make=False)
        recognise(database, identifiers)
        return cls._on(database, identifiers, Mask.load(), settings)

    @classmethod
    def _on(cls, database: Database, identifiers: Identifiers, mask: Masking, settings: Settings) -> Stores:
        return cls(
            database=database,
            identifiers=identifiers,
            mask=mask,
            turns=Turns(database, identifiers),
            feedback=Feedback(database, mask),
            erasure=Erasure(database),
            export=Export(database),
            retention=Retention(database, settings.retention_days),
            update_queue=UpdateQueue(database),
            sent_messages=SentMessages(database, identifiers),
            open_questions=OpenQuestions(database),
            subscriptions=Subscriptions(database, identifiers),
            group_places=GroupPlaces(database),
        )

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


@contextmanager
def open_inbox(database: str | None = None, hub: str | None = None) -> Iterator[OpenQuestions]:
    """The open questions of one hub or of all, for a command; needs no key of identifiers.

    Raises:
        StorageError: the database cannot be used, or is not the server's.
    """
    opened = Database.existing(settings_of_server(database))
    try:
        yield OpenQuestions(opened, hub)
    finally:
        opened.close()


@contextmanager
def open_stores(database: str | None = None) -> Iterator[Stores]:
    """The server's stores, for a command; closed at its end. `database` replaces the one of the settings.

    Raises:
        StorageError: the database or the keys cannot be used, or are not the server's.
    """
    stores = Stores.existing(settings_of_server(database))
    try:
        yield stores
    finally:
        stores.close()
