"""Messages: sent, edited, deleted; and who administers their group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.limits import inline_keyboard
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import LinkPreview, Markup, ReplyTo, Strict
from tests.doubles.telegram.refusals import RefusedError, bad_request, forbidden
from tests.doubles.telegram.texts import formatted

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server
    from tests.doubles.telegram.world import ChatState, Message, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)


class SendMessage(Strict):
    chat_id: int | str
    text: str = ""
    parse_mode: str = ""
    link_preview_options: LinkPreview | None = None
    message_thread_id: int | None = None
    reply_parameters: ReplyTo | None = None
    reply_markup: Markup | None = None


class EditMessageText(Strict):
    chat_id: int | str
    message_id: int
    text: str = ""
    parse_mode: str = ""
    link_preview_options: LinkPreview | None = None
    reply_markup: Markup | None = None


class EditMessageReplyMarkup(Strict):
    chat_id: int | str
    message_id: int
    reply_markup: Markup | None = None


class DeleteMessage(Strict):
    chat_id: int | str
    message_id: int


class InChat(Strict):
    chat_id: int | str


class SendChatAction(Strict):
    chat_id: int | str
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
    if chat.standing == "blocked":
        raise forbidden("bot was blocked by the user")
    if chat.standing == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    return chat


@method("sendMessage", SendMessage)
def send_message(double: Server, given: SendMessage) -> dict[str, Any]:
    """A new message of the bot's."""
    chat = writable(double.world, given.chat_id)
    text = formatted(given.text, given.parse_mode)
    keyboard = inline_keyboard(given.reply_markup)
    thread = _thread(chat, given.message_thread_id)
    message = double.world.post(
        chat,
        double.world.bot,
        text.fields(),
        keyboard=keyboard,
        reply_to=_answered(chat, given.reply_parameters),
        thread=thread,
    )
    return message.json()


@method("editMessageText", EditMessageText)
def edit_message_text(double: Server, given: EditMessageText) -> dict[str, Any]:
    """Another text and other buttons for a message of the bot's."""
    message = _own(double.world, given)
    content = formatted(given.text, given.parse_mode).fields()
    keyboard = inline_keyboard(given.reply_markup)
    if (content, keyboard) == (message.content, message.keyboard):
        raise bad_request(NOT_MODIFIED)
    return double.world.edit(message, content=content, keyboard=keyboard).json()


@method("editMessageReplyMarkup", EditMessageReplyMarkup)
def edit_message_reply_markup(double: Server, given: EditMessageReplyMarkup) -> dict[str, Any]:
    """Other buttons for a message of the bot's."""
    message = _own(double.world, given)
    keyboard = inline_keyboard(given.reply_markup)
    if keyboard == message.keyboard:
        raise bad_request(NOT_MODIFIED)
    return double.world.edit(message, keyboard=keyboard).json()


@method("deleteMessage", DeleteMessage)
def delete_message(double: Server, given: DeleteMessage) -> bool:
    """A message less."""
    chat = writable(double.world, given.chat_id)
    message = chat.messages.get(given.message_id)
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    if message.sender != double.world.bot and chat.type != "private":
        raise bad_request("message can't be deleted")
    double.world.change(message, deleted=True)
    return True


@method("sendChatAction", SendChatAction)
def send_chat_action(double: Server, given: SendChatAction) -> bool:
    """What the bot is seen doing for five seconds."""
    chat = writable(double.world, given.chat_id)
    if given.action != "typing":
        raise bad_request("wrong parameter action in request")
    _thread(chat, given.message_thread_id)
    return True


@method("getChatAdministrators", InChat)
def get_chat_administrators(double: Server, given: InChat) -> list[dict[str, Any]]:
    """Who administers a group, of the people in it."""
    chat = double.world.chat(given.chat_id)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    rights = dict.fromkeys(_RIGHTS, False)
    return [{"user": user.json(), "status": "administrator", **rights} for user in chat.administrators]


def _own(world: World, given: EditMessageText | EditMessageReplyMarkup) -> Message:
    message = writable(world, given.chat_id).messages.get(given.message_id)
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if message.sender != world.bot:
        raise bad_request("message can't be edited")
    return message


def _answered(chat: ChatState, reply: ReplyTo | None) -> int | None:
    if reply is None:
        return None
    message = chat.messages.get(reply.message_id)
    if message and not message.deleted:
        return message.id
    if not reply.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return None


def _thread(chat: ChatState, thread: int | None) -> int | None:
    if thread is not None and thread not in chat.topics:
        raise bad_request("message thread not found")
    return thread
