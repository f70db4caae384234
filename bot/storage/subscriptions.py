"""Subscriptions: private chats that get an alert when the programme of their departments changes.

Alerts go through the update queue, like answers: once, in the order of the chat, even after a crash. They are put
there in the transaction that notes the changes as announced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert, insert_once
from bot.storage.identifiers import ConversationKey, Identifiers
from bot.storage.schema import announced, inbox, now, subscriptions
from bot.storage.update_queue import FIRST_OWN_UPDATE, POSTPONED_SECONDS

PER_SECOND: Final = 10
"""Alerts due per second: a third of what Telegram lets a bot send; the rest is for answers."""

_CHANNEL: Final = "telegram"

_SEEN_EVERY: Final = timedelta(days=1)
"""That a subscriber wrote is noted at most this often."""


@dataclass(frozen=True)
class Subscription:
    """A subscription: its chat, its departments (empty if not known), and the language to write in."""

    chat: int
    codes: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class Announcement:
    """A change to announce: its name, and the departments concerned; None for all."""

    change: str
    codes: frozenset[str] | None

    def touches(self, subscription: Subscription) -> bool:
        """Whether it concerns a subscriber; if their department is not known, only changes for all do."""
        return self.codes is None or not self.codes.isdisjoint(subscription.codes)


_EVERYONE = select(subscriptions).order_by(subscriptions.c.chat)

Alert = Callable[[Subscription, Sequence[str]], bytes]
"""Makes the payload of the update that alerts a subscriber to some changes."""


class Subscriptions:
    """Keeps subscriptions, and puts alerts into the update queue."""

    def __init__(self, database: Database, identifiers: Identifiers, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._identifiers = identifiers
        self._clock = clock

    async def start(self, subscription: Subscription) -> None:
        """Keep a subscription, in place of an earlier one of the same chat."""
        at = self._clock()
        values = {**_kept(subscription), "conversation": self._key(subscription.chat).id, "since": at, "seen": at}

        def work(connection: Connection) -> None:
            statement = insert(connection, subscriptions).values(chat=subscription.chat, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["chat"], set_=values))

        await self._database.write(work)

    async def stop(self, chat: int) -> bool:
        """Drop the subscription of a chat; returns whether there was one."""
        gone = subscriptions.delete().where(subscriptions.c.chat == chat)
        return bool(await self._database.write(lambda connection: connection.execute(gone).rowcount))

    async def of(self, chat: int) -> Subscription | None:
        """The subscription of a chat; None without one."""
        found = select(subscriptions).where(subscriptions.c.chat == chat)
        row = await self._database.read(lambda connection: connection.execute(found).mappings().first())
        return _subscription(row) if row else None

    async def refresh(self, subscription: Subscription) -> None:
        """Note that a subscriber wrote, and their place; does nothing without a subscription."""
        mine = subscriptions.c.chat == subscription.chat
        row = await self._database.read(
            lambda connection: connection.execute(select(subscriptions).where(mine)).mappings().first()
        )
        at = self._clock()
        if row is None or (_subscription(row) == subscription and at - row["seen"] < _SEEN_EVERY):
            return
        statement = subscriptions.update().where(mine).values(**_kept(subscription), seen=at)
        await self._database.write(lambda connection: connection.execute(statement))

    async def rehash(self) -> None:
        """Rehash every subscription with the present key, so that retiring an old key does not hide it."""
        everyone = select(subscriptions.c.chat, subscriptions.c.conversation)

        def work(connection: Connection) -> None:
            for chat, conversation in connection.execute(everyone).all():
                if (hashed := self._key(chat).id) != conversation:
                    mine = subscriptions.update().where(subscriptions.c.chat == chat)
                    connection.execute(mine.values(conversation=hashed))

        await self._database.write(work)

    async def announce(self, announcements: Sequence[Announcement], alert: Alert) -> int:
        """Queue one alert about all new changes for each subscriber concerned; announced changes are ignored.

        Returns:
            The number of alerts put into the update queue.
        """
        ordered = sorted(announcements, key=lambda announcement: announcement.change)

        def work(connection: Connection) -> int:
            at = self._clock()
            new = [each for each in ordered if insert_once(connection, announced, change=each.change, at=at)]
            rows: list[dict[str, object]] = []
            subscribers = connection.execute(_EVERYONE).mappings() if new else ()
            for subscription in map(_subscription, subscribers):
                if changes := [each.change for each in new if each.touches(subscription)]:
                    rows.append(self._update(subscription, alert(subscription, changes), at, len(rows)))
            if rows:
                connection.execute(inbox.insert(), rows)
            return len(rows)

        return await self._database.write(work)

    async def unannounced(self, changes: Sequence[str]) -> set[str]:
        """The changes not announced yet."""
        known = select(announced.c.change).where(announced.c.change.in_(changes))
        found = await self._database.read(lambda connection: connection.execute(known).scalars().all())
        return set(changes) - set(found)

    def _update(self, subscription: Subscription, payload: bytes, at: datetime, place: int) -> dict[str, object]:
        """The row of an alert in the update queue; its number, from the time, comes after all updates of people."""
        number = FIRST_OWN_UPDATE + int(at.timestamp() * 1_000_000) * 1_000 + place
        due = at + timedelta(seconds=min(place / PER_SECOND, POSTPONED_SECONDS))
        queue = self._key(subscription.chat).id
        return {"id": number, "queue": queue, "payload": payload, "sent": [], "attempts": 0, "received": at, "due": due}

    def _key(self, chat: int) -> ConversationKey:
        return self._identifiers.conversation(_CHANNEL, str(chat))


def _kept(subscription: Subscription) -> dict[str, object]:
    return {"codes": list(subscription.codes), "language": subscription.language}


def _subscription(row: Mapping[str, object]) -> Subscription:
    codes: list[str] = row["codes"]  # type: ignore[assignment]
    return Subscription(int(str(row["chat"])), tuple(codes), str(row["language"]))
