"""What can go wrong with the storage."""

from __future__ import annotations


class StorageError(Exception):
    """The storage cannot be used; the message, in French, says what happened, where, and what to do."""


class TurnConflict(Exception):  # noqa: N818  (nothing is wrong: the turn is to be taken again)
    """Another turn of the conversation was written meanwhile; nothing of this one is."""


class ClaimLost(Exception):  # noqa: N818  (nothing is wrong: another process has taken over)
    """The update is no longer this process's: its lease ended and another took it, or it is done or gone."""
