"""A message of every kind that the Bot API documents, by the name of its field."""

from __future__ import annotations

from typing import Any

from tests.doubles.telegram.service_kinds import services

Json = dict[str, Any]
DATE = 1_715_000_000
FILE = {"file_id": "file", "file_unique_id": "unique", "file_size": 2048}
PHOTO = {**FILE, "width": 90, "height": 60}
VIDEO = {**FILE, "width": 320, "height": 240, "duration": 3}
STICKER = {**FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
STICKER |= {"emoji": "👍", "set_name": "Pouces"}
PLACE = {"latitude": 43.89, "longitude": -0.5}
POLL_OPTIONS = [
    {"text": "CCP1", "voter_count": 1, "persistent_id": "1"},
    {"text": "Titre", "voter_count": 0, "persistent_id": "2"},
]
POLL: Json = {
    "id": "poll",
    "question": "Quelle formation ?",
    "options": POLL_OPTIONS,
    "total_voter_count": 1,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}
TASKS = [{"id": 1, "text": "M'inscrire"}]


def contents(bot: Json, user: Json | None, chat: Json) -> dict[str, Json]:
    """The fields of a message of each kind, sent by the user in the chat; new at each call.

    Beside the names of the Bot API's fields there are `photo_with_caption`, `forwarded` (of a person, `_hidden`,
    `_channel`, `_group`) and `unknown`, a kind that does not exist yet.
    """
    person = user or bot
    return {**_sent(), **_forwarded(person), **services(bot, person, chat)}


def _sent() -> dict[str, Json]:
    caption = "Quel organisme pour les Landes ?"
    return {
        "animation": {"animation": VIDEO, "document": FILE},
        "audio": {"audio": {**FILE, "duration": 3}},
        "checklist": {"checklist": {"title": "À faire", "tasks": TASKS}},
        "contact": {"contact": {"phone_number": "+33100000000", "first_name": "Dominique"}},
        "dice": {"dice": {"emoji": "🎲", "value": 4}},
        "document": {"document": {**FILE, "file_name": "convention.pdf", "mime_type": "application/pdf"}},
        "document_with_caption": {"document": FILE, "caption": caption},
        "game": {"game": {"title": "Jeu", "description": "Un jeu", "photo": [PHOTO]}},
        "giveaway": {"giveaway": {"chats": [], "winners_selection_date": DATE, "winner_count": 1}},
        "giveaway_winners": {
            "giveaway_winners": {
                "chat": {"id": -1_000_000_000_999, "type": "channel", "title": "Annonces"},
                "giveaway_message_id": 7,
                "winners_selection_date": DATE,
                "winner_count": 0,
                "winners": [],
            }
        },
        "invoice": {
            "invoice": {
                "title": "Cotisation",
                "description": "Une année",
                "start_parameter": "cotisation",
                "currency": "EUR",
                "total_amount": 1000,
            }
        },
        "live_location": {"location": {**PLACE, "live_period": 900}},
        "live_photo": {"live_photo": {**VIDEO, "photo": [PHOTO]}, "photo": [PHOTO]},
        "location": {"location": PLACE},
        "media_group": {"photo": [PHOTO], "media_group_id": "album"},
        "paid_media": {"paid_media": {"star_count": 5, "paid_media": [{"type": "preview", "width": 90, "height": 60}]}},
        "photo": {"photo": [PHOTO]},
        "photo_with_caption": {"photo": [PHOTO], "caption": caption},
        "poll": {"poll": POLL},
        "quiz": {"poll": {**POLL, "type": "quiz", "correct_option_ids": [0]}},
        "sticker": {"sticker": STICKER},
        "story": {"story": {"chat": {"id": -1_000_000_000_999, "type": "channel", "title": "Annonces"}, "id": 3}},
        "unknown": {"hologram": {"colour": "blue"}},
        "venue": {"venue": {"location": PLACE, "title": "Mairie", "address": "1, place de la Mairie"}},
        "video": {"video": VIDEO},
        "video_note": {"video_note": {**FILE, "length": 240, "duration": 3}},
        "voice": {"voice": {**FILE, "duration": 3, "mime_type": "audio/ogg"}},
    }


def _forwarded(person: Json) -> dict[str, Json]:
    text = {"text": "Quel organisme pour les Landes ?"}
    chat = {"id": -1_000_000_000_999, "type": "channel", "title": "Annonces"}
    origins: dict[str, Json] = {
        "forwarded": {"type": "user", "sender_user": person},
        "forwarded_hidden": {"type": "hidden_user", "sender_user_name": "Dominique"},
        "forwarded_group": {"type": "chat", "sender_chat": {**chat, "type": "supergroup"}},
        "forwarded_channel": {"type": "channel", "chat": chat, "message_id": 5},
    }
    return {kind: {**text, "forward_origin": {**origin, "date": DATE}} for kind, origin in origins.items()}
