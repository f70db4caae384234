"""Messages: sent, edited, deleted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.limits import inline_keyboard
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import LinkPreview, Markup, ReplyTo, Strict, plain
from tests.doubles.telegram.refusals import RefusedError, bad_request, forbidden
from tests.doubles.telegram.texts import formatted

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server
    from tests.doubles.telegram.world import ChatState, Message, World

MOST_AT_ONCE = 100
DELETABLE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_STANDINGS = {
    "blocked": "bot was blocked by the user",
    "unknown": "bot can't initiate conversation with a user",
    "deactivated": "user is deactivated",
}
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


class SendMessage(Strict):
    chat_id: int | str = ""
    text: str = ""
    parse_mode: str = ""
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreview | None = None
    disable_notification: bool = False
    protect_content: bool = False
    message_thread_id: int | None = None
    message_effect_id: str | None = None
    allow_paid_broadcast: bool = False
    reply_parameters: ReplyTo | None = None
    reply_markup: Markup | None = None


class EditMessageText(Strict):
    chat_id: int | str | None = None
    message_id: int | None = None
    inline_message_id: str | None = None
    text: str = ""
    parse_mode: str = ""
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreview | None = None
    reply_markup: Markup | None = None


class EditMessageReplyMarkup(Strict):
    chat_id: int | str | None = None
    message_id: int | None = None
    inline_message_id: str | None = None
    reply_markup: Markup | None = None


class DeleteMessage(Strict):
    chat_id: int | str = ""
    message_id: int | None = None


class DeleteMessages(Strict):
    chat_id: int | str = ""
    message_ids: tuple[int, ...] = ()


class SendChatAction(Strict):
    chat_id: int | str = ""
    action: str = ""
    message_thread_id: int | None = None


def writable(world: World, chat_id: int | str) -> ChatState:
    """The chat, where the bot may write.

    Raises:
        RefusedError: it does not know the chat, or was blocked, left, thrown out; the chat may also have moved.
    """
    chat = world.chat(chat_id)
    if chat.migrated_to:
        raise RefusedError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to,
        )
    if chat.standing in _STANDINGS:
        raise forbidden(_STANDINGS[chat.standing])
    if chat.standing == "kicked":
        raise forbidden(f"bot was kicked from the {_name(chat)}")
    if chat.standing == "left":
        raise forbidden(f"bot is not a member of the {_name(chat)}")
    if chat.type == "channel" and not chat.administrator:
        raise bad_request("need administrator rights in the channel chat")
    return chat


@method("sendMessage", SendMessage)
def send_message(double: Server, given: SendMessage) -> dict[str, Any]:
    """A new message of the bot's."""
    chat = writable(double.world, given.chat_id)
    text = formatted(given.text, given.parse_mode, given.entities)
    keyboard = inline_keyboard(given.reply_markup)
    thread = _thread(chat, given.message_thread_id)
    message = double.world.post(
        chat,
        double.world.bot,
        text.fields(),
        keyboard=keyboard,
        reply_to=_answered(chat, given.reply_parameters),
        thread=thread,
        silent=given.disable_notification,
        link_preview=_preview(given.link_preview_options),
        other_markup=plain(given.reply_markup) if given.reply_markup and not keyboard else None,
    )
    return message.json()


@method("editMessageText", EditMessageText)
def edit_message_text(double: Server, given: EditMessageText) -> dict[str, Any] | bool:
    """Another text and other buttons for a message of the bot's."""
    message = _own(double.world, given)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content = formatted(given.text, given.parse_mode, given.entities).fields()
    keyboard = inline_keyboard(given.reply_markup)
    preview = _preview(given.link_preview_options)
    if (content, keyboard, preview) == (message.content, message.keyboard, message.link_preview):
        raise bad_request(NOT_MODIFIED)
    return _edited(double.world.edit(message, content=content, keyboard=keyboard, link_preview=preview))


@method("editMessageReplyMarkup", EditMessageReplyMarkup)
def edit_message_reply_markup(double: Server, given: EditMessageReplyMarkup) -> dict[str, Any] | bool:
    """Other buttons for a message of the bot's."""
    message = _own(double.world, given)
    keyboard = inline_keyboard(given.reply_markup)
    if keyboard == message.keyboard:
        raise bad_request(NOT_MODIFIED)
    return _edited(double.world.edit(message, keyboard=keyboard))


@method("deleteMessage", DeleteMessage)
def delete_message(double: Server, given: DeleteMessage) -> bool:
    """A message less."""
    chat = writable(double.world, given.chat_id)
    if given.message_id is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(given.message_id)
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    own = message.sender == double.world.bot
    if not (own or chat.type == "private" or chat.administrator) or time.time() > message.date + DELETABLE_SECONDS:
        raise bad_request("message can't be deleted")
    double.world.change(message, deleted=True)
    return True


@method("deleteMessages", DeleteMessages)
def delete_messages(double: Server, given: DeleteMessages) -> bool:
    """Several messages less; those that are not there are skipped."""
    chat = writable(double.world, given.chat_id)
    if not given.message_ids:
        raise bad_request("message identifiers are not specified")
    if len(given.message_ids) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    for identifier in given.message_ids:
        message = chat.messages.get(identifier)
        if message and not message.deleted:
            double.world.change(message, deleted=True)
    return True


@method("sendChatAction", SendChatAction)
def send_chat_action(double: Server, given: SendChatAction) -> bool:
    """What the bot is seen doing for five seconds."""
    chat = writable(double.world, given.chat_id)
    if given.action.lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    _thread(chat, given.message_thread_id)
    with double.world.changed:
        chat.actions.append(given.action)
        double.world.changed.notify_all()
    return True


def _own(world: World, given: EditMessageText | EditMessageReplyMarkup) -> Message:
    if given.inline_message_id is not None:
        if given.inline_message_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[given.inline_message_id]
    if given.chat_id is None:
        raise bad_request("chat_id is empty")
    chat = writable(world, given.chat_id)
    if given.message_id is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(given.message_id)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender != world.bot:
        raise bad_request("message can't be edited")
    return message


def _edited(message: Message) -> dict[str, Any] | bool:
    return True if message.inline_id else message.json()


def _answered(chat: ChatState, reply: ReplyTo | None) -> int | None:
    if reply is None:
        return None
    message = chat.messages.get(reply.message_id)
    if message and not message.deleted and reply.chat_id in (None, chat.id):
        return message.id
    if not reply.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return None


def _thread(chat: ChatState, thread: int | None) -> int | None:
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread


def _preview(preview: LinkPreview | None) -> dict[str, Any] | None:
    return plain(preview) if preview else None


def _name(chat: ChatState) -> str:
    return "group chat" if chat.type == "group" else f"{chat.type} chat"
