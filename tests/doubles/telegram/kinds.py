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
POLL: Json = {
    "id": "poll",
    "question": "Quelle formation ?",
    "options": [{"text": "CCP1", "voter_count": 1, "persistent_id": "1"}],
    "total_voter_count": 1,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
CHANNEL = {"id": -1_000_000_000_999, "type": "channel", "title": "Annonces"}
QUESTION = "Quel organisme pour les Landes ?"


def contents(bot: Json, user: Json | None, chat: Json) -> dict[str, Json]:
    """The fields of a message of each kind, sent by the user in the chat; new at each call.

    Beside the names of the Bot API's fields there are `photo_with_caption`, `forwarded` (of a person, `_hidden`,
    `_channel`) and `unknown`, a kind that does not exist yet.
    """
    person = user or bot
    origins: dict[str, Json] = {
        "forwarded": {"type": "user", "sender_user": person},
        "forwarded_hidden": {"type": "hidden_user", "sender_user_name": "Dominique"},
        "forwarded_channel": {"type": "channel", "chat": CHANNEL, "message_id": 5},
    }
    return {
        "animation": {"animation": VIDEO, "document": FILE},
        "audio": {"audio": {**FILE, "duration": 3}},
        "checklist": {"checklist": {"title": "À faire", "tasks": [{"id": 1, "text": "M'inscrire"}]}},
        "contact": {"contact": {"phone_number": "+33100000000", "first_name": "Dominique"}},
        "dice": {"dice": {"emoji": "🎲", "value": 4}},
        "document": {"document": {**FILE, "file_name": "convention.pdf", "mime_type": "application/pdf"}},
        "document_with_caption": {"document": FILE, "caption": QUESTION},
        "live_location": {"location": {**PLACE, "live_period": 900}},
        "live_photo": {"live_photo": {**VIDEO, "photo": [PHOTO]}, "photo": [PHOTO]},
        "location": {"location": PLACE},
        "photo": {"photo": [PHOTO]},
        "photo_with_caption": {"photo": [PHOTO], "caption": QUESTION},
        "poll": {"poll": POLL},
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
        "chat_background_set": {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🐥"}}},
        "forum_topic_created": {"forum_topic_created": {"name": "Formation", "icon_color": 7322096}},
        "left_chat_member": {"left_chat_member": person},
        "message_auto_delete_timer_changed": {
            "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
        },
        "new_chat_members": {"new_chat_members": [person]},
        "new_chat_photo": {"new_chat_photo": [PHOTO]},
        "new_chat_title": {"new_chat_title": "Équipe des Landes"},
        "pinned_message": {"pinned_message": before},
        "video_chat_started": {"video_chat_started": {}},
        "write_access_allowed": {"write_access_allowed": {"from_request": True}},
    }


def updates(user: Json, chat: Json, bot: Json) -> dict[str, Json]:
    """An update of each kind beside messages, their edits and inline queries, caused by the user; new at each call.

    `unknown` is a kind that does not exist yet.
    """
    message = {"message_id": 77, "date": DATE, "chat": chat, "from": user, "text": QUESTION}
    post = {"message_id": 77, "date": DATE, "chat": CHANNEL, "text": QUESTION}
    pressed = {"message_id": 78, "date": DATE, "chat": chat, "from": bot, "text": "Bonjour"}
    thumb = {"type": "emoji", "emoji": "👍"}

    def change(who: Json) -> Json:
        states = {f"{time}_chat_member": {"user": who, "status": status} for time, status in _JOINS.items()}
        return {"chat": chat, "from": user, "date": DATE, **states}

    given = {
        "business_message": {**message, "business_connection_id": "business"},
        "callback_query": {"id": "1", "from": user, "message": pressed, "chat_instance": "1", "data": "x"},
        "channel_post": post,
        "chat_join_request": {"chat": chat, "from": user, "user_chat_id": user["id"], "date": DATE},
        "chat_member": change(user),
        "chosen_inline_result": {"result_id": "1", "from": user, "query": "landes"},
        "edited_channel_post": {**post, "edit_date": DATE + 5},
        "message_reaction": {
            "chat": chat,
            "message_id": 77,
            "user": user,
            "date": DATE,
            "old_reaction": [],
            "new_reaction": [thumb],
        },
        "my_chat_member": change(bot),
        "poll": POLL,
        "poll_answer": {"poll_id": "poll", "user": user, "option_ids": [0], "option_persistent_ids": []},
    }
    return {**{kind: {kind: fields} for kind, fields in given.items()}, "unknown": {"hologram": {"from": user}}}


_JOINS = {"old": "left", "new": "member"}
