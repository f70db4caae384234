"""Expressions of the maintainers, compiled: whatever they are, none holds up a process for longer than a moment.

Python's engine may look for an expression for ever, and no other thread runs meanwhile. It does let signals through to
the main thread: one comes each time that the process has worked for a quarter of a second. An expression that two of
them find at the same text is stopped there. It counts as not matching, and rests for a while, so that the next messages
do not wait for it too.
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
"""Of processor time: one text takes an expression twice as much at most, where it takes some milliseconds at worst."""

REST_SECONDS: Final = 60.0
"""At least, in which an expression that took too long is not looked for."""

_NEVER: Final = re.compile("(?!)")

OnStop = Callable[["Expression", str], None]
"""Is called with an expression that took too long, and the text on which."""


class _TookTooLongError(Exception):
    """Raised into what looks for an expression."""


class Alternative(NamedTuple):
    """One of the expressions that another is put together of: its text, what the maintainer wrote of it, and where."""

    text: str
    written: str
    place: Place


class Expression:
    """An expression of the maintainers, compiled.

    Attributes:
        text: the expression.
        written: what the maintainer wrote of it.
        place: where.
        flags: those of `re`.
        parts: what it was put together of, each as it would be alone; not known any more where it was pickled.
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
        """Where it occurs first in a text."""
        try:
            return self._pattern.search(text, start, end)
        except _TookTooLongError:
            self._stop(text)
            return None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at a place of a text."""
        try:
            return self._pattern.match(text, start)
        except _TookTooLongError:
            self._stop(text)
            return None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match that is a whole text."""
        try:
            return self._pattern.fullmatch(text)
        except _TookTooLongError:
            self._stop(text)
            return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> list[re.Match[str]]:
        """All matches in a text, in its order."""
        try:
            return list(self._pattern.finditer(text, start, end))
        except _TookTooLongError:
            self._stop(text)
            return []

    def subn(self, instead: str, text: str) -> tuple[str, int]:
        """A text with something else in place of each match, and how many there are."""
        try:
            return self._pattern.subn(instead, text)
        except _TookTooLongError:
            self._stop(text)
            return text, 0

    def _stop(self, text: str) -> None:
        """Leave it for a while, and tell so."""
        _watch.resting.append((time.monotonic() + REST_SECONDS, self))
        self._pattern = _NEVER
        for on_stop in _watch.listeners:
            on_stop(self, text)

    @property
    def rests(self) -> bool:
        """Whether it took too long, and is not looked for."""
        return self._pattern is _NEVER

    def wake(self) -> None:
        """Look for it again."""
        self._pattern = self._compiled


_MADE: ContextVar[list[Expression] | None] = ContextVar("made", default=None)


@contextmanager
def collected() -> Iterator[list[Expression]]:
    """The expressions that are made within the block."""
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
    """Stops what takes too long in this process.

    Attributes:
        listeners: what is called for each.
        resting: what took too long, and until when it rests.
    """

    def __init__(self) -> None:
        self.listeners: list[OnStop] = []
        self.resting: list[tuple[float, Expression]] = []
        self._at_work: FrameType | None = None

    def tick(self, _signal: int, frame: FrameType | None) -> None:
        """Stop an expression that was looked for in the same text at the tick before."""
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
    """From now on, stop expressions that take too long in this process; one that is forked from it begins anew.

    It works in the main thread, where messages are read; called from another, it does nothing.

    Args:
        on_stop: is called for each that is stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    if on_stop and on_stop not in _watch.listeners:
        _watch.listeners.append(on_stop)
    if signal.getsignal(signal.SIGVTALRM) != _watch.tick:
        signal.signal(signal.SIGVTALRM, _watch.tick)
        signal.siginterrupt(signal.SIGVTALRM, False)
        # A signal that nobody takes any more would end the process.
        atexit.register(signal.setitimer, signal.ITIMER_VIRTUAL, 0)
    signal.setitimer(signal.ITIMER_VIRTUAL, TICK_SECONDS, TICK_SECONDS)


@lru_cache(maxsize=4_096)
def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """An expression compiled, and kept: `re` itself keeps 512, a third of what the lexicon has, so that each reading of
    an edited lexicon would compile all of it again.
    """
    return re.compile(expression, flags)
