"""Tells every open page that something changed; each reads what it is now, however often it changed meanwhile."""

from __future__ import annotations

import asyncio


class News:
    """A count of changes that pages wait on."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Condition()

    async def tell(self) -> None:
        """Wake those who wait."""
        async with self._changed:
            self.count += 1
            self._changed.notify_all()

    async def after(self, count: int) -> int:
        """Wait until more has changed than `count`; what the count is then."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.count > count)
            return self.count
