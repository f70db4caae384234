"""The content in service in a process: replaced as a whole, between messages.

A message pins the content when it comes in, and keeps it to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone

from bot.content.exchange import Exchange
from bot.content.loading import Content
from nlu import resources

Listener = Callable[[Content, Content], None]
"""Called after the content was replaced, with the old and the new content."""


class ActiveContent:
    """The content in service, one for each process. `since` is when it came into service, by default now."""

    def __init__(self, content: Content, since: datetime | None = None) -> None:
        self._latest = content
        self._listeners: list[Listener] = []
        self.since = since or datetime.now(timezone.utc)

    @property
    def content(self) -> Content:
        """The content of the message under way, else the latest."""
        exchange = Exchange.current()
        return exchange.content if exchange else self._latest

    @property
    def latest(self) -> Content:
        """The content of the next message."""
        return self._latest

    def use(self, content: Content) -> None:
        """Answer with another content from the next message on. Call it in the thread that handles messages."""
        before, self._latest = self._latest, content
        self.since = datetime.now(timezone.utc)
        for listener in self._listeners:
            listener(before, content)

    def on_change(self, listener: Listener) -> None:
        """Call a listener after each replacement."""
        self._listeners.append(listener)

    @contextmanager
    def message(self, *, begins: bool, hub: str | None = None) -> Iterator[Exchange]:
        """Pin the content for a message, in a new exchange.

        Args:
            begins: whether the message comes in here; if not, it keeps the content already pinned for it, if any.
            hub: id of the hub whose page or link it came by.
        """
        outer = None if begins else Exchange.current()
        exchange = Exchange(outer.content, hub, read=outer.read) if outer else Exchange(self._latest, hub)
        with resources.handling(exchange):
            yield exchange
