"""The people's side of Telegram: what they write, press and see."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.kinds import contents, services, updates
from tests.doubles.telegram.server import DEADLINE_SECONDS
from tests.doubles.telegram.texts import part, typed
from tests.doubles.telegram.world import CallbackQuery, ChatState, InlineQuery, Json, Message, User

if TYPE_CHECKING:
    from tests.doubles.telegram.double import Double


class Chat:
    """A chat as the people in it see it."""

    def __init__(self, double: Double, state: ChatState) -> None:
        self.double = double
        self.state = state
        self.id = state.id
        self._seen_id = 0

    @property
    def messages(self) -> list[Message]:
        """All that the chat shows now, oldest first."""
        with self.double.world.changed:
            return [message for message in self.state.messages.values() if not message.deleted]

    @property
    def shown(self) -> list[Message]:
        """What it shows now of the bot's."""
        return [message for message in self.messages if message.sender == self.double.world.bot]

    def message(self, message_id: int) -> Message:
        """A message as it is now."""
        with self.double.world.changed:
            return self.state.messages[message_id]

    def expect(self, count: int = 1, seconds: float = DEADLINE_SECONDS) -> list[Message]:
        """Waits for so many messages of the bot's that no `expect` returned before.

        Raises:
            AssertionError: they did not come before the deadline; says what is shown instead.
        """

        def new() -> list[Message] | None:
            unseen = [message for message in self.shown if message.id > self._seen_id]
            return unseen[:count] if len(unseen) >= count else None

        try:
            messages = self.double.wait(new, f"{count} new messages", seconds)
        except AssertionError as error:
            shown = [message.text for message in self.shown]
            refused = [call.description for call in self.double.calls(chat=self.id) if not call.accepted]
            raise AssertionError(f"{error}; it shows {shown}; refused were {refused}") from None
        self._seen_id = messages[-1].id
        return messages

    def writes_as(self, user: User | None, text: str, reply_to: int | None = None, thread: int | None = None) -> int:
        """Someone writes; returns the message's id, also where the bot does not get to see it."""
        return self._sends(user, typed(text).fields(), reply_to, thread)

    def sends_as(self, user: User | None, kind: str, reply_to: int | None = None, **fields: Any) -> int:
        """Someone sends a message of a kind that `contents` names, with other fields added; returns its id."""
        content = contents(self.double.world.bot.json(), user.json() if user else None, self.state.json())[kind]
        return self._sends(user, {**content, **fields}, reply_to)

    def edits_as(self, user: User | None, message_id: int, text: str) -> None:
        """Someone changes a message of theirs."""
        message = self.message(message_id)
        if message.sender != user:
            raise LookupError("people change their own messages only")
        changed = self.double.world.edit(message, content=typed(text).fields())
        if self._visible(changed):
            self.double.world.updates.add({"edited_message": changed.json()})

    def updates_as(self, user: User, kind: str) -> None:
        """An update of a kind that `updates` names, also where the bot did not ask for it."""
        bot = self.double.world.bot.json()
        self.double.world.updates.add(updates(user.json(), self.state.json(), bot)[kind], forced=True)

    def presses_as(
        self,
        user: User,
        message: Message | int,
        button: str | None = None,
        data: str | None = None,
    ) -> str:
        """Someone presses a button.

        Args:
            user: who does.
            message: whose button it is.
            button: its title or its data.
            data: what a button had that is shown no more, pressed by an app that lags behind.

        Returns:
            The query's id; `Double.answer` tells what was answered.

        Raises:
            LookupError: the message shows no such button, or the button opens an address.
        """
        world = self.double.world
        now = self.message(_id(message))
        if data is None:
            data = next(
                (b.get("callback_data") for b in now.buttons if button in (b["text"], b.get("callback_data"))), None
            )
        if data is None:
            raise LookupError(f"no button “{button}” among {now.titles}")
        query = CallbackQuery(str(next(world.identifiers)), user, now, data)
        with world.changed:
            world.callback_queries[query.id] = query
        json: Json = {"id": query.id, "from": user.json(), "chat_instance": str(self.id), "data": data}
        if now.deleted:
            json["message"] = {"chat": self.state.json(), "message_id": now.id, "date": 0}
        else:
            json["message"] = now.json()
        world.updates.add({"callback_query": json})
        return query.id

    def _sends(self, user: User | None, content: Json, reply_to: int | None = None, thread: int | None = None) -> int:
        message = self.double.world.post(self.state, user, content, reply_to=reply_to, thread=thread)
        if self._visible(message):
            self.double.world.updates.add({"message": message.json()})
        return message.id

    def _visible(self, message: Message) -> bool:
        """Whether the bot gets it: in a group with privacy, what is for it: commands, mentions, replies, services."""
        state, bot = self.state, self.double.world.bot
        if state.standing != "member":
            return False
        if state.type not in ("group", "supergroup") or not state.privacy:
            return True
        if "text" not in message.content and "caption" not in message.content:
            without_words = contents({}, None, {}).keys() - services({}, {}).keys() - {"unknown"}
            return without_words.isdisjoint(message.content)
        answered = state.messages.get(message.reply_to or 0)
        if answered and answered.sender == bot:
            return True
        named = [
            part(message.text, entity) for entity in message.entities if entity["type"] in ("mention", "bot_command")
        ]
        addressees = [name.partition("@")[2].lower() for name in named]
        return any(addressee in ("", str(bot.username).lower()) for addressee in addressees)

    def _member(self, user: User, old: str, new: str) -> None:
        """The bot's standing changes."""
        bot = self.double.world.bot.json()
        self.double.world.updates.add(
            {
                "my_chat_member": {
                    "chat": self.state.json(),
                    "from": user.json(),
                    "date": int(time.time()),
                    "old_chat_member": _standing(bot, old),
                    "new_chat_member": _standing(bot, new),
                }
            }
        )


class Person(Chat):
    """Someone in a private chat with the bot, who does alone what `writes_as` and its like tell."""

    def __init__(self, double: Double, state: ChatState) -> None:
        super().__init__(double, state)
        assert state.user
        self.user = state.user
        self.writes = partial(self.writes_as, self.user)
        self.sends = partial(self.sends_as, self.user)
        self.edits = partial(self.edits_as, self.user)
        self.presses = partial(self.presses_as, self.user)
        self.updates = partial(self.updates_as, self.user)

    def starts(self, payload: str = "") -> int:
        """Presses the start button, as a deep link with this payload offers it."""
        self.state.standing = "member"
        return self.writes(f"/start {payload}".strip())

    def blocks(self) -> None:
        """Blocks the bot."""
        self.state.standing = "blocked"
        self._member(self.user, "member", "kicked")

    def unblocks(self) -> None:
        """Lets the bot write again."""
        self.state.standing = "member"
        self._member(self.user, "kicked", "member")

    def types_inline(self, text: str) -> str:
        """Types after the bot's name in any chat; returns the inline query's id."""
        world = self.double.world
        query = InlineQuery(str(next(world.identifiers)), self.user, text)
        with world.changed:
            world.inline_queries[query.id] = query
        json = {"id": query.id, "from": self.user.json(), "query": text, "offset": "", "chat_type": "private"}
        world.updates.add({"inline_query": json})
        return query.id

    def asks_inline(self, text: str, seconds: float = DEADLINE_SECONDS) -> list[Json]:
        """Types after the bot's name and waits for the cards; each has its `message` beside what the bot gave."""
        query = self.types_inline(text)
        answer = self.double.wait(lambda: self.double.world.inline_queries[query].answer, "an inline answer", seconds)
        return list(answer["results"])

    def chooses(self, result: Json) -> None:
        """Sends one of the cards to some friend; the bot learns of it."""
        chosen = {"result_id": result["id"], "from": self.user.json(), "query": ""}
        self.double.world.updates.add({"chosen_inline_result": chosen})


class Group(Chat):
    """A group or a supergroup."""

    writes, sends, edits, presses = Chat.writes_as, Chat.sends_as, Chat.edits_as, Chat.presses_as

    def adds_bot(self, by: User) -> None:
        """Someone makes the bot a member."""
        self.state.standing = "member"
        self._member(by, "left", "member")
        self._sends(by, {"new_chat_members": [self.double.world.bot.json()]})

    def removes_bot(self, by: User) -> None:
        """Someone throws the bot out."""
        self.state.standing = "kicked"
        self._member(by, "member", "kicked")

    def becomes_supergroup(self) -> Group:
        """The group gets another id; requests to the old id are refused, and name the new."""
        new = self.double.supergroup(title=self.state.title or "")
        self._sends(None, {"migrate_to_chat_id": new.id})
        new._sends(None, {"migrate_from_chat_id": self.id})
        self.state.migrated_to = new.id
        return new


def _standing(bot: Json, status: str) -> Json:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def _id(message: Message | int) -> int:
    return message if isinstance(message, int) else message.id
