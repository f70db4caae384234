"""The content that a process answers with. It is changed whole, between messages.

Whatever handles a message pins the content first: from then on to its end it sees that one, wherever it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone

from bot.content.loading import Content, project_content
from nlu import resources

_PINNED: ContextVar[Content | None] = ContextVar("content", default=None)

Changed = Callable[[Content, Content], None]
"""Told of a change, with the content before and the new one."""


class Current:
    """What is answered with now. One for a process that serves."""

    def __init__(self, content: Content) -> None:
        self._latest = content
        self._told: list[Changed] = []
        self.since = datetime.now(timezone.utc)

    @property
    def content(self) -> Content:
        """The content of the message under way; where there is none, the latest."""
        return _PINNED.get() or self._latest

    @property
    def latest(self) -> Content:
        """The content of the next message."""
        return self._latest

    def use(self, content: Content) -> None:
        """Answer with this from the next message on. To be called in the thread that handles messages."""
        before, self._latest = self._latest, content
        self.since = datetime.now(timezone.utc)
        for tell in self._told:
            tell(before, content)

    def on_change(self, tell: Changed) -> None:
        """Have something told of each change."""
        self._told.append(tell)

    @contextmanager
    def message(self, *, begins: bool) -> Iterator[Content]:
        """Handle a message in here, by one content.

        Args:
            begins: this is where it comes in. Else it keeps the content that it came in with, if it did.
        """
        content = self._latest if begins else self.content
        token = _PINNED.set(content)
        try:
            with resources.pinned(content.knowledge):
                yield content
        finally:
            _PINNED.reset(token)


def in_use() -> Content:
    """The content of the message under way; for Rasa's own tools, which handle none of ours, the project's."""
    return _PINNED.get() or project_content()
