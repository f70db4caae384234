"""Senders: an update's adviser, conversation and chat, and whether a message is for the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from telegram import CallbackQuery, MessageEntity, User
from telegram import Message as TelegramMessage
from telegram.constants import ChatType, MessageEntityType, MessageType

from bot.answers.texts import LANGUAGES
from bot.channels.telegram.delivery import ChatTarget
from bot.messages import Message
from nlu.dialogue.state import DEFAULT_LANGUAGE

_WITH_CHAT: Final = ("message", "edited_message", "callback_query")

_ADDRESSING: Final[list[str | None]] = [
    MessageEntityType.MENTION,
    MessageEntityType.TEXT_MENTION,
    MessageEntityType.BOT_COMMAND,
]
"""Entities that can name the recipient of a message."""


WRITTEN_BY_PEOPLE: Final = frozenset(
    {
        MessageType.ANIMATION,
        MessageType.AUDIO,
        MessageType.CHECKLIST,
        MessageType.CONTACT,
        MessageType.DICE,
        MessageType.DOCUMENT,
        MessageType.GAME,
        MessageType.LIVE_PHOTO,
        MessageType.LOCATION,
        MessageType.PAID_MEDIA,
        MessageType.PHOTO,
        MessageType.POLL,
        MessageType.STICKER,
        MessageType.STORY,
        MessageType.VENUE,
        MessageType.VIDEO,
        MessageType.VIDEO_NOTE,
        MessageType.VOICE,
    }
)
"""Kinds of message sent by people; others are Telegram's own, about the chat."""


@dataclass(frozen=True)
class Sender:
    """An adviser in a chat.

    Attributes:
        conversation: id of the conversation.
        target: where to answer.
        language: language of their telephone if the assistant speaks it, else the default.
        private: whether the chat is private.
    """

    conversation: str
    target: ChatTarget
    language: str
    private: bool

    @property
    def budget(self) -> str:
        """The key that counts the characters of their messages: the same in all chats."""
        return _budget(self.conversation)

    def message(self, text: str, update: int | None = None, *, edited: bool = False) -> Message:
        """A message of the adviser for the assistant; `update` is its number, if it must be answered only once."""
        message_id = None if update is None else str(update)
        return Message(self.conversation, text, "telegram", self.language, id=message_id, edited=edited)


def conversation_of(update: Mapping[str, Any]) -> str:
    """The conversation of an update in Telegram's JSON.

    A private chat is one conversation; in a group each member has their own, so that one's department does not count
    for another. Any other update is a conversation by itself.
    """
    for kind in ("message", "edited_message"):
        if isinstance(message := update.get(kind), Mapping):
            return _conversation_of_message(message, message.get("sender_chat") or message.get("from"))
    if isinstance(pressed := update.get("callback_query"), Mapping):
        return _conversation_of_message(pressed.get("message"), pressed.get("from"))
    if isinstance(asked := update.get("inline_query"), Mapping):
        return f"inline:{_id(asked.get('from'))}"
    if isinstance(member := update.get("my_chat_member"), Mapping):
        return _conversation_of_message(member, member.get("from"))
    return f"update:{update.get('update_id')}"


def budget_of(update: Mapping[str, Any]) -> str:
    """The key that counts the characters of an update."""
    return _budget(conversation_of(update))


def _budget(conversation: str) -> str:
    return f"telegram:{conversation.rpartition(':')[2]}"


def _conversation_of_message(message: Any, sender: Any) -> str:
    chat = message.get("chat") if isinstance(message, Mapping) else None
    if not isinstance(chat, Mapping):
        return f"user:{_id(sender)}"
    return str(_id(chat)) if chat.get("type") == "private" else f"{_id(chat)}:{_id(sender)}"


def _id(entity: Any) -> object:
    return entity.get("id") if isinstance(entity, Mapping) else None


def sender_of_message(raw: dict[str, Any], message: TelegramMessage) -> Sender:
    """The sender of a message. `raw` is the update in Telegram's JSON."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Sender(
        conversation_of(raw),
        ChatTarget(message.chat.id, topic, message.message_id),
        language_of(message.from_user),
        message.chat.type == ChatType.PRIVATE,
    )


def sender_of_press(raw: dict[str, Any], query: CallbackQuery) -> Sender | None:
    """The sender of a press; None for a button under a shared card, which is in none of our chats."""
    if query.message is None:
        return None
    chat, message = query.message.chat, query.message
    topic = message.message_thread_id if isinstance(message, TelegramMessage) and message.is_topic_message else None
    asked = message.reply_to_message if isinstance(message, TelegramMessage) else None
    private = chat.type == ChatType.PRIVATE
    # In a group the answer replies to the message with the buttons; in private, to the question itself.
    answered = asked.message_id if asked else None if private else message.message_id
    return Sender(conversation_of(raw), ChatTarget(chat.id, topic, answered), language_of(query.from_user), private)


def is_of_another(query: CallbackQuery) -> bool:
    """Whether the pressed button is under an answer to another member of a group, as far as Telegram tells."""
    message = query.message
    asked = message.reply_to_message if isinstance(message, TelegramMessage) else None
    asker = asked.from_user if asked else None
    # Unknown cases: a hidden administrator's account is secret; a message that answers nothing "replies" to its topic;
    # if the question is gone, a press is answered under the message with the button, which is ours.
    if asked is None or asked.sender_chat or asked.forum_topic_created or asker is None or asker.is_bot:
        return False
    return asker.id != query.from_user.id


def addressee_of(raw: Mapping[str, Any]) -> tuple[ChatTarget, str] | None:
    """The target and the language of an apology, from an update's plain data; None if it has no chat."""
    events = [raw[kind] for kind in _WITH_CHAT if isinstance(raw.get(kind), Mapping)]
    if not events:
        return None
    message = events[0].get("message", events[0])
    try:
        target = ChatTarget(int(message["chat"]["id"]), message=int(message["message_id"]))
        code = str(events[0]["from"].get("language_code"))
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    return target, _supported(code)


def language_of(user: User | None) -> str:
    """The language of a user's telephone if the assistant speaks it, else the default."""
    return _supported(user.language_code if user else None)


def _supported(code: str | None) -> str:
    language = (code or "")[:2].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def text_for_us(message: TelegramMessage, us: User) -> str | None:
    """The text of a message to the bot, without the bot's name.

    None if it has no text, is a shared card of ours, or is in a group and neither names nor answers the bot.
    """
    text = message.text or message.caption
    if not text or (message.via_bot and message.via_bot.id == us.id):
        return None
    entities = message.parse_entities(_ADDRESSING) if message.text else message.parse_caption_entities(_ADDRESSING)
    named = False
    for entity, part in entities.items():
        command, _, to = part.partition("@") if entity.type == MessageEntityType.BOT_COMMAND else ("", "", "")
        if to and to.casefold() != f"{us.username}".casefold():
            if entity.offset == 0 and message.chat.type != ChatType.PRIVATE:
                return None  # a command of another bot, wherever it is written
        elif to or _is_us(entity, part, us):
            named = True
            text = text.replace(part, command or " ")
    if message.chat.type == ChatType.PRIVATE:
        return text
    return text.strip() if named or answers_us(message, us) else None


def answers_us(message: TelegramMessage, us: User) -> bool:
    """Whether the message is a reply to one of the bot's."""
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == us.id)


def is_from_bot(message: TelegramMessage) -> bool:
    """Whether another bot wrote the message; under the name of a group or channel, a person wrote it."""
    return bool(message.from_user and message.from_user.is_bot and not message.sender_chat)


def _is_us(entity: MessageEntity, part: str, us: User) -> bool:
    if entity.type == MessageEntityType.TEXT_MENTION:
        return bool(entity.user and entity.user.id == us.id)
    return part.casefold() == f"@{us.username}".casefold()
