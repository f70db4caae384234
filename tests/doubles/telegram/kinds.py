"""Messages and updates of the kinds that advisers, their chats and Telegram cause, by the name of their field."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
DATE = 1_715_000_000
FILE = {"file_id": "file", "file_unique_id": "unique", "file_size": 2048}
PHOTO = {**FILE, "width": 90, "height": 60}
VIDEO = {**FILE, "width": 320, "height": 240, "duration": 3}
STICKER = {**FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
PLACE = {"latitude": 43.89, "longitude": -0.5}
CHANNEL = {"id": -1_000_000_000_999, "type": "channel", "title": "Annonces"}
QUESTION = "Quel organisme pour les Landes ?"


def contents(bot: Json, user: Json | None, chat: Json) -> dict[str, Json]:
    """The fields of a message of each kind, sent by the user in the chat; new at each call.

    Beside the names of the Bot API's fields there are `photo_with_caption`, `forwarded` (of a person, `_hidden`) and
    `unknown`, a kind that does not exist yet.
    """
    person = user or bot
    origins: dict[str, Json] = {
        "forwarded": {"type": "user", "sender_user": person},
        "forwarded_hidden": {"type": "hidden_user", "sender_user_name": "Dominique"},
    }
    return {
        "animation": {"animation": VIDEO, "document": FILE},
        "audio": {"audio": {**FILE, "duration": 3}},
        "contact": {"contact": {"phone_number": "+33100000000", "first_name": "Dominique"}},
        "dice": {"dice": {"emoji": "🎲", "value": 4}},
        "document": {"document": {**FILE, "file_name": "convention.pdf", "mime_type": "application/pdf"}},
        "document_with_caption": {"document": FILE, "caption": QUESTION},
        "live_location": {"location": {**PLACE, "live_period": 900}},
        "location": {"location": PLACE},
        "photo": {"photo": [PHOTO]},
        "photo_with_caption": {"photo": [PHOTO], "caption": QUESTION},
        "sticker": {"sticker": STICKER},
        "unknown": {"hologram": {"colour": "blue"}},
        "venue": {"venue": {"location": PLACE, "title": "Mairie", "address": "1, place de la Mairie"}},
        "video": {"video": VIDEO},
        "video_note": {"video_note": {**FILE, "length": 240, "duration": 3}},
        "voice": {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}},
        **{kind: {"text": QUESTION, "forward_origin": {**origin, "date": DATE}} for kind, origin in origins.items()},
        **services(person, chat),
    }


def services(person: Json, chat: Json) -> dict[str, Json]:
    """The fields of messages that Telegram writes itself when something happened in a chat; new at each call."""
    before = {"message_id": 1, "date": DATE, "chat": chat, "from": person, "text": "Bonjour"}
    return {
        "forum_topic_created": {"forum_topic_created": {"name": "Formation", "icon_color": 7322096}},
        "left_chat_member": {"left_chat_member": person},
        "new_chat_members": {"new_chat_members": [person]},
        "new_chat_photo": {"new_chat_photo": [PHOTO]},
        "new_chat_title": {"new_chat_title": "Équipe des Landes"},
        "pinned_message": {"pinned_message": before},
    }


def updates(user: Json, chat: Json, bot: Json) -> dict[str, Json]:
    """Updates beside messages, their edits and inline queries, caused by the user; new at each call.

    `unknown` is a kind that does not exist yet.
    """
    pressed = {"message_id": 78, "date": DATE, "chat": chat, "from": bot, "text": "Bonjour"}
    states = {f"{time}_chat_member": {"user": bot, "status": status} for time, status in _JOINS.items()}
    given = {
        "callback_query": {"id": "1", "from": user, "message": pressed, "chat_instance": "1", "data": "x"},
        "channel_post": {"message_id": 77, "date": DATE, "chat": CHANNEL, "text": QUESTION},
        "chosen_inline_result": {"result_id": "1", "from": user, "query": "landes"},
        "my_chat_member": {"chat": chat, "from": user, "date": DATE, **states},
    }
    return {**{kind: {kind: fields} for kind, fields in given.items()}, "unknown": {"hologram": {"from": user}}}


_JOINS = {"old": "left", "new": "member"}
