"""What the double knows: people, chats, messages, queries and the bot's settings.

Tests change it from their thread and the bot's requests from the server's: each holds `World.changed` meanwhile.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Condition
from typing import Any

from tests.doubles.telegram.refusals import bad_request
from tests.doubles.telegram.updates import Updates

Json = dict[str, Any]


@dataclass(frozen=True)
class User:
    """Someone on Telegram; `language` is the IETF tag of their app."""

    id: int
    first_name: str = "Camille"
    language: str | None = "fr"
    username: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        """As a message names its sender."""
        fields = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            "username": self.username,
            "language_code": self.language,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True)
class Message:
    """A message as it is now.

    Args:
        content: the fields that say what it shows: `text` and `entities`, or those of another kind.
        keyboard: the rows of buttons under it.
        edits: how often it was changed.
    """

    id: int
    chat: ChatState = field(repr=False)
    sender: User | None
    date: int
    content: Json
    keyboard: list[list[Json]] | None = None
    reply_to: int | None = None
    thread: int | None = None
    edits: int = 0
    edit_date: int | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def entities(self) -> list[Json]:
        """What is bold, linked and so on, in UTF-16 code units."""
        return list(self.content.get("entities", []))

    @property
    def buttons(self) -> list[Json]:
        """All buttons, row after row."""
        return [button for row in self.keyboard or [] for button in row]

    @property
    def titles(self) -> list[str]:
        """What the buttons say."""
        return [str(button["text"]) for button in self.buttons]

    def json(self, with_reply: bool = True) -> Json:
        """As the Bot API gives it."""
        json: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json(), **self.content}
        if self.sender:
            json["from"] = self.sender.json()
        if self.edit_date:
            json["edit_date"] = self.edit_date
        if self.keyboard:
            json["reply_markup"] = {"inline_keyboard": self.keyboard}
        if self.thread:
            json |= {"message_thread_id": self.thread, "is_topic_message": True}
        answered = self.chat.messages.get(self.reply_to) if self.reply_to else None
        if with_reply and answered and not answered.deleted:
            json["reply_to_message"] = answered.json(with_reply=False)
        return json


@dataclass(eq=False)
class ChatState:
    """A chat and what it shows now.

    Args:
        type: private, group or supergroup.
        standing: how the bot stands in it: member, kicked, blocked.
        topics: the threads of a forum.
        administrators: the people who administer it.
    """

    id: int
    type: str
    title: str | None = None
    user: User | None = None
    standing: str = "member"
    privacy: bool = True
    migrated_to: int | None = None
    topics: set[int] = field(default_factory=set)
    administrators: list[User] = field(default_factory=list)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)

    def json(self) -> Json:
        """As a message names its chat."""
        json: Json = {"id": self.id, "type": self.type}
        if self.user:
            json["first_name"] = self.user.first_name
            if self.user.username:
                json["username"] = self.user.username
        if self.title:
            json["title"] = self.title
        if self.topics:
            json["is_forum"] = True
        return json


@dataclass
class CallbackQuery:
    """A press of a button; `answer` holds the parameters of answerCallbackQuery."""

    id: str
    user: User
    message: Message
    data: str
    answer: Json | None = None


@dataclass
class InlineQuery:
    """Text typed after the bot's name in any chat; `answer` holds the parameters of answerInlineQuery."""

    id: str
    user: User
    text: str
    answer: Json | None = None


@dataclass
class Settings:
    """What the bot set of itself, by language."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)


class World:
    """All that the double knows, and the bot that it knows."""

    def __init__(self, bot: User) -> None:
        self.bot = bot
        self.changed = Condition()
        self.chats: dict[int, ChatState] = {}
        self.callback_queries: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.settings = Settings()
        self.updates = Updates(self.changed)
        self.identifiers = itertools.count(4_000_000_001)
        # One count for all private chats and groups, one for each supergroup.
        self._message_ids: dict[int | None, Iterator[int]] = {}

    def chat(self, chat_id: int | str) -> ChatState:
        """The chat of this id.

        Raises:
            RefusedError: the bot never met it.
        """
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None

    def post(self, chat: ChatState, sender: User | None, content: Json, **more: Any) -> Message:
        """A new message in a chat."""
        counted = chat.id if chat.type == "supergroup" else None
        ids = self._message_ids.setdefault(counted, itertools.count(101))
        message = Message(next(ids), chat, sender, int(time.time()), content, **more)
        with self.changed:
            chat.messages[message.id] = message
            self.changed.notify_all()
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        """The message as it is from now on."""
        changed = replace(message, **changes)
        with self.changed:
            message.chat.messages[message.id] = changed
            self.changed.notify_all()
        return changed

    def edit(self, message: Message, **changes: Any) -> Message:
        """As `change`, and it counts as an edit."""
        return self.change(message, **changes, edits=message.edits + 1, edit_date=int(time.time()))
