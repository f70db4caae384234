"""The double itself: a Bot API over HTTP with people who use the bot."""

from __future__ import annotations

import itertools
from typing import Any

from tests.doubles.telegram.faults import BadGateway, Fault, Refuses
from tests.doubles.telegram.people import Chat, Group, Person
from tests.doubles.telegram.server import DEADLINE_SECONDS, Server
from tests.doubles.telegram.updates import Update
from tests.doubles.telegram.webhook import Delivery
from tests.doubles.telegram.world import ChatState, Json, User


class Double(Server):
    """A Bot API at `url`, with people who use its one bot. To be used as a context, or started and stopped."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._user_ids = itertools.count(5_000_000_001)
        self._group_ids = itertools.count(1)

    def __enter__(self) -> Double:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def user(self, **more: Any) -> User:
        """Someone on Telegram."""
        return User(next(self._user_ids), **more)

    def private(self, **more: Any) -> Person:
        """Someone's private chat with the bot; they have written to it before."""
        user = self.user(**more)
        return Person(self, self._chat(ChatState(user.id, "private", user=user)))

    def group(self, title: str = "Équipe", **more: Any) -> Group:
        """A group that the bot is in."""
        return Group(self, self._chat(ChatState(-next(self._group_ids), "group", title, **more)))

    def supergroup(self, title: str = "Équipe", **more: Any) -> Group:
        """A large group that the bot is in; with `topics` a forum."""
        identifier = -1_000_000_000_000 - next(self._group_ids)
        return Group(self, self._chat(ChatState(identifier, "supergroup", title, **more)))

    def _chat(self, state: ChatState) -> ChatState:
        with self.world.changed:
            return self.world.chats.setdefault(state.id, state)

    def deliver(self, *updates: Json) -> list[int]:
        """Queues these updates for the bot as they are: of any kind, with any id, even twice; returns their ids."""
        ids = [self.world.updates.add(update, forced=True) for update in updates]
        return [identifier for identifier in ids if identifier is not None]

    def post(self, *updates: Json) -> list[Delivery]:
        """Posts these to the webhook at once and side by side, one attempt each, whatever else waits."""
        return self.post_now(
            [Update(update["update_id"], update) for update in updates],
        )

    def fail(
        self,
        method: str,
        fault: Fault | None = None,
        *,
        code: int = 500,
        retry_after: int | None = None,
        description: str | None = None,
        times: int = 1,
        chat: Chat | None = None,
        let_pass: int = 0,
    ) -> None:
        """Lets the next calls of a method go wrong.

        Args:
            method: its name, "*" for any.
            fault: what goes wrong; without one it is refused.
            code: with which status; with 502 a proxy's page comes.
            retry_after: in seconds, with a 429.
            description: in place of Telegram's usual words for the code.
            times: how many calls.
            chat: only those that concern it.
            let_pass: how many go well before.
        """
        if fault is None:
            fault = BadGateway() if code == 502 else Refuses(code, description, retry_after)
        self.faults.plan(method, fault, times, chat.id if chat else None, let_pass)

    def answer(self, query_id: str, seconds: float = DEADLINE_SECONDS) -> Json:
        """What the person who pressed a button sees: `text` and `show_alert`. Waits for it.

        Raises:
            AssertionError: it was not answered before the deadline.
        """
        query = self.world.callback_queries[query_id]
        return self.wait(lambda: query.answer, "an answer to the press of a button", seconds) or {}

    def settled(self, seconds: float = DEADLINE_SECONDS) -> None:
        """Waits until the bot has confirmed all updates.

        Raises:
            AssertionError: it had not before the deadline.
        """
        self.wait(lambda: not self.world.updates.waiting(), "all updates confirmed", seconds)
