"""Errors of the assistant. All are temporary: the same request may be made again.

AssistantError
├── Busy           turns of the conversation do not end
└── Unavailable    the database does not answer
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rasa.core.lock_store import LockError
from sqlalchemy.exc import SQLAlchemyError

from bot.process.metrics import DATABASE_ERRORS


class AssistantError(Exception):
    """The assistant cannot do this now. Its cause is the original error."""


class Busy(AssistantError):  # noqa: N818  (no fault: the conversation is free again soon)
    """Earlier turns of the conversation did not end in time."""


class Unavailable(AssistantError):  # noqa: N818  (a state, not a mistake)
    """The database does not answer."""


@contextmanager
def own_errors() -> Iterator[None]:
    """Turn errors of locks and database into errors of the assistant.

    Raises:
        Busy: a lock was not free in time.
        Unavailable: the database failed; this is counted.
    """
    try:
        yield
    except LockError as error:
        raise Busy("turns of the conversation did not end in time; try again") from error
    except SQLAlchemyError as error:
        DATABASE_ERRORS.inc()
        raise Unavailable(f"the database does not answer ({type(error).__name__}); try again") from error
