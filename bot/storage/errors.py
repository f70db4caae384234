"""What can go wrong with the storage.

Exception
├── StorageError      it cannot be used: for operators, in French
├── TurnConflict      no fault: the assistant takes the turn again
└── ClaimLost         no fault: the worker leaves the update to the process that has it
"""

from __future__ import annotations


class StorageError(Exception):
    """The storage cannot be used; the message, in French, says what happened, where, and what to do."""


class TurnConflict(Exception):  # noqa: N818  (no fault: the assistant takes the turn again)
    """Another turn of the conversation was committed first; nothing of this one is written."""


class ClaimLost(Exception):  # noqa: N818  (no fault: another process has taken over)
    """This process no longer holds the update: its lease ended and another took it, or it is done or gone."""
