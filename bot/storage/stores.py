"""Everything that is kept, in one hand: what the assistant, the channels and the commands are given."""

from __future__ import annotations

from dataclasses import dataclass

from bot.process.settings import Settings
from bot.storage.conversations import Turns
from bot.storage.database import Database
from bot.storage.erasure import Erasure
from bot.storage.export import Export
from bot.storage.feedback import Feedback
from bot.storage.identifiers import Identifiers
from bot.storage.masking import Mask, Masking
from bot.storage.open_questions import Waiting
from bot.storage.retention import Retention
from bot.storage.sent_messages import Deliveries
from bot.storage.update_queue import Inbox


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
    inbox: Inbox
    deliveries: Deliveries
    waiting: Waiting

    @classmethod
    def open(cls, settings: Settings, mask: Masking | None = None) -> Stores:
        """Open the database of the settings and all that stands on it.

        `mask` hides what is personal in a text before it is kept; by the project's expressions where it is not given.

        Raises:
            StorageError: the database or the keys cannot be used.
            ProgrammeError: the masks have mistakes.
        """
        identifiers = Identifiers.of(settings)
        mask = mask or Mask.load()
        database = Database.open(settings)
        return cls(
            database=database,
            identifiers=identifiers,
            mask=mask,
            turns=Turns(database, identifiers),
            feedback=Feedback(database, mask),
            erasure=Erasure(database),
            export=Export(database),
            retention=Retention(database, settings.retention_days),
            inbox=Inbox(database),
            deliveries=Deliveries(database, identifiers),
            waiting=Waiting(database),
        )

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
