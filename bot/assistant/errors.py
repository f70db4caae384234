"""What the assistant cannot do just now; the same request may be made again.

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
    """The assistant cannot do what it was asked to, now. The cause is the error of what failed."""


class Busy(AssistantError):  # noqa: N818  (no fault: the conversation is free again soon)
    """Turns of the conversation that are under way did not end in time."""


class Unavailable(AssistantError):  # noqa: N818  (a state, not a mistake)
    """The database does not answer."""


@contextmanager
def own_errors() -> Iterator[None]:
    """Raise what locks and database raise as errors of the assistant's own.

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
