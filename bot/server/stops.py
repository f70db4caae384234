"""A stop asked for while a process cannot answer to it yet."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STOPS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


@contextmanager
def stop_waits() -> Iterator[None]:
    """A stop asked for meanwhile comes at the end, unless an error ends the process before.

    Raised at whatever line is being run, it would be lost where Python ignores errors, as it does in the callbacks of
    weak references: the server would start all the same.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    yield
    let_stops_through()


def let_stops_through() -> None:
    """For a process that was forked while stops wait."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
