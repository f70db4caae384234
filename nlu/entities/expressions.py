"""Compiled expressions of the maintainers. None of them can hold up a process for longer than a moment.

Python's engine may search for ever, while no other thread runs. But it lets signals through to the main thread: one
comes after each quarter of a second of processor time. An expression that two signals in a row find at the same text is
stopped. It counts as not matching, and rests for a while, so that the next messages do not wait for it too.
"""

from __future__ import annotations

import atexit
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from types import FrameType
from typing import Final, NamedTuple

from rules.model import Place

TICK_SECONDS: Final = 0.25
"""Processor time between signals. One text takes at most twice as much; normally, some milliseconds at worst."""

REST_SECONDS: Final = 60.0
"""Least time for which an expression that took too long is not used."""

_NEVER: Final = re.compile("(?!)")

OnStop = Callable[["Expression", str], None]
"""Called with an expression that took too long, and the text."""


class _TookTooLongError(Exception):
    """Raised into a search that takes too long."""


class Alternative(NamedTuple):
    """One of the expressions that a larger one is made of.

    Attributes:
        text: the expression.
        written: what the maintainer wrote.
        place: where.
    """

    text: str
    written: str
    place: Place


class Expression:
    """A compiled expression of the maintainers.

    Attributes:
        text: the expression.
        written: what the maintainer wrote.
        place: where.
        flags: flags of `re`.
        parts: the alternatives it is made of, each as it would be alone; lost by pickling.
    """

    __slots__ = ("_compiled", "_pattern", "flags", "parts", "place", "text", "written")

    def __init__(
        self,
        text: str,
        written: str,
        place: Place,
        flags: int = 0,
        *,
        parts: Sequence[Alternative] = (),
    ) -> None:
        """Compile it.

        Raises:
            re.error: it is malformed.
        """
        self.text, self.written, self.place, self.flags, self.parts = text, written, place, flags, parts
        self._compiled = self._pattern = regex(text, flags)
        if (made := _MADE.get()) is not None:
            made.append(self)

    def __reduce__(self) -> tuple[type[Expression], tuple[str, str, Place, int]]:
        return Expression, (self.text, self.written, self.place, self.flags)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in a text."""
        try:
            return self._pattern.search(text, start, end)
        except _TookTooLongError:
            self._stop(text)
            return None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at a position of a text."""
        try:
            return self._pattern.match(text, start)
        except _TookTooLongError:
            self._stop(text)
            return None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match with the whole text."""
        try:
            return self._pattern.fullmatch(text)
        except _TookTooLongError:
            self._stop(text)
            return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> list[re.Match[str]]:
        """All matches in a text, in order."""
        try:
            return list(self._pattern.finditer(text, start, end))
        except _TookTooLongError:
            self._stop(text)
            return []

    def subn(self, instead: str, text: str) -> tuple[str, int]:
        """Replace each match; returns the text and the number of matches."""
        try:
            return self._pattern.subn(instead, text)
        except _TookTooLongError:
            self._stop(text)
            return text, 0

    def _stop(self, text: str) -> None:
        """Put it to rest and call the listeners."""
        _watch.resting.append((time.monotonic() + REST_SECONDS, self))
        self._pattern = _NEVER
        for on_stop in _watch.listeners:
            on_stop(self, text)

    @property
    def rests(self) -> bool:
        """Whether it took too long and is not used."""
        return self._pattern is _NEVER

    def wake(self) -> None:
        """Use it again."""
        self._pattern = self._compiled


_MADE: ContextVar[list[Expression] | None] = ContextVar("made", default=None)


@contextmanager
def collected() -> Iterator[list[Expression]]:
    """Collect the expressions made within the block."""
    made: list[Expression] = []
    token = _MADE.set(made)
    try:
        yield made
    finally:
        _MADE.reset(token)


_LOOKING: Final = frozenset(
    method.__code__
    for method in (Expression.search, Expression.match, Expression.fullmatch, Expression.finditer, Expression.subn)
)


class _Watch:
    """Stops expressions that take too long in this process.

    Attributes:
        listeners: called for each one stopped.
        resting: resting expressions, each with the time until which it rests.
    """

    def __init__(self) -> None:
        self.listeners: list[OnStop] = []
        self.resting: list[tuple[float, Expression]] = []
        self._at_work: FrameType | None = None

    def tick(self, _signal: int, frame: FrameType | None) -> None:
        """Stop the expression that is still searching the same text as at the last tick."""
        looking = frame if frame is not None and frame.f_code in _LOOKING else None
        is_stuck = looking is not None and looking is self._at_work
        self._at_work = None if is_stuck else looking
        if self.resting:
            self._wake(time.monotonic())
        if is_stuck:
            raise _TookTooLongError

    def _wake(self, now: float) -> None:
        for until, expression in self.resting:
            if until <= now:
                expression.wake()
        self.resting = [(until, expression) for until, expression in self.resting if until > now]


_watch = _Watch()


def watch(on_stop: OnStop | None = None) -> None:
    """Stop expressions that take too long in this process from now on. A forked process must call it again.

    It works in the main thread, where messages are read; called from another, it does nothing.

    Args:
        on_stop: called for each expression stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    if on_stop and on_stop not in _watch.listeners:
        _watch.listeners.append(on_stop)
    if signal.getsignal(signal.SIGVTALRM) != _watch.tick:
        signal.signal(signal.SIGVTALRM, _watch.tick)
        signal.siginterrupt(signal.SIGVTALRM, False)
        # A signal without a handler would end the process.
        atexit.register(signal.setitimer, signal.ITIMER_VIRTUAL, 0)
    signal.setitimer(signal.ITIMER_VIRTUAL, TICK_SECONDS, TICK_SECONDS)


@lru_cache(maxsize=4_096)
def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """A compiled expression, cached: `re` keeps only 512, a third of the lexicon, and would recompile it all again."""
    return re.compile(expression, flags)
