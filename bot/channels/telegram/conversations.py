"""Whose message an update is: the conversation it belongs to, by plain data, before anything else is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def conversation_of(update: Mapping[str, Any]) -> str:
    """The conversation of an update, as Telegram's JSON gives it.

    A private chat is one; in a group each member has their own, so that nobody's department answers for another. Any
    other update stands for itself.
    """
    for kind in ("message", "edited_message"):
        if isinstance(message := update.get(kind), Mapping):
            return _of_message(message, message.get("sender_chat") or message.get("from"))
    if isinstance(pressed := update.get("callback_query"), Mapping):
        return _of_message(pressed.get("message"), pressed.get("from"))
    if isinstance(asked := update.get("inline_query"), Mapping):
        return f"inline:{_id(asked.get('from'))}"
    if isinstance(member := update.get("my_chat_member"), Mapping):
        return _of_message(member, member.get("from"))
    return f"update:{update.get('update_id')}"


def _of_message(message: Any, sender: Any) -> str:
    chat = message.get("chat") if isinstance(message, Mapping) else None
    if not isinstance(chat, Mapping):
        return f"user:{_id(sender)}"
    return str(_id(chat)) if chat.get("type") == "private" else f"{_id(chat)}:{_id(sender)}"


def _id(one: Any) -> object:
    return one.get("id") if isinstance(one, Mapping) else None
