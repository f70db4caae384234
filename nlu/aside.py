"""Work that is done aside, in a thread, where a message has much of it: others are read meanwhile.

The rest of a message is read in the main thread, where alone an expression that takes too long can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_DO: ContextVar[Callable[[Callable[[], Any]], Any] | None] = ContextVar("aside", default=None)


@contextmanager
def aside_by(do: Callable[[Callable[[], Any]], Any]) -> Iterator[None]:
    """Have what is done aside within the block done so; elsewhere it is done at once."""
    token = _DO.set(do)
    try:
        yield
    finally:
        _DO.reset(token)


def aside(work: Callable[[], T]) -> T:
    """Do work that needs no expression."""
    do = _DO.get()
    return work() if do is None else do(work)


def let_others_in() -> None:
    """Let other messages be read before this one goes on, where it has much work."""
    aside(lambda: None)
