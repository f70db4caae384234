"""Chats: what they are, and leaving them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.methods.messages import writable
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import Strict
from tests.doubles.telegram.refusals import bad_request

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server


_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)


class InChat(Strict):
    chat_id: int | str = ""


class GetChatMember(Strict):
    chat_id: int | str = ""
    user_id: int = 0


@method("getChat", InChat)
def get_chat(double: Server, given: InChat) -> dict[str, Any]:
    """All that is known of a chat."""
    chat = double.world.chat(given.chat_id)
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return {**chat.json(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@method("getChatMember", GetChatMember)
def get_chat_member(double: Server, given: GetChatMember) -> dict[str, Any]:
    """How someone stands in a chat; the double knows of the bot only."""
    chat = double.world.chat(given.chat_id)
    if given.user_id != double.world.bot.id:
        raise bad_request("user not found")
    return {"user": double.world.bot.json(), "status": chat.standing}


@method("getChatAdministrators", InChat)
def get_chat_administrators(double: Server, given: InChat) -> list[dict[str, Any]]:
    """Who administers a group, of the people in it."""
    chat = double.world.chat(given.chat_id)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    rights = dict.fromkeys(_RIGHTS, False)
    return [{"user": user.json(), "status": "administrator", **rights} for user in chat.administrators]


@method("leaveChat", InChat)
def leave_chat(double: Server, given: InChat) -> bool:
    """The bot goes."""
    chat = writable(double.world, given.chat_id)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    with double.world.changed:
        chat.standing = "left"
        double.world.changed.notify_all()
    return True
