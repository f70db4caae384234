"""An update of every kind that the Bot API documents beside messages, by the name of its field."""

from __future__ import annotations

from typing import Any

from tests.doubles.telegram.kinds import POLL

Json = dict[str, Any]
_DATE = 1_715_000_000
_ADDRESS = {
    "country_code": "FR",
    "state": "",
    "city": "Dax",
    "street_line1": "1",
    "street_line2": "",
    "post_code": "40100",
}


def updates(user: Json, chat: Json, bot: Json) -> dict[str, Json]:
    """An update of each kind that the user causes in the chat, without its id; new at each call.

    `unknown` is a kind that does not exist yet.
    """
    message = {"message_id": 77, "date": _DATE, "chat": chat, "from": user, "text": "Quel organisme pour les Landes ?"}
    return {
        **_messages(message, chat, bot),
        **_business(message, user, chat, bot),
        **_members(user, chat, bot),
        **_reactions(user, chat),
        **_polls(user),
        **_payments(user),
        "unknown": {"hologram": {"id": "1", "from": user}},
    }


def _messages(message: Json, chat: Json, bot: Json) -> dict[str, Json]:
    post = {**message, "chat": {"id": -1_000_000_000_999, "type": "channel", "title": "Annonces"}}
    del post["from"]
    return {
        "message": {"message": message},
        "edited_message": {"edited_message": {**message, "edit_date": _DATE + 5}},
        "channel_post": {"channel_post": post},
        "edited_channel_post": {"edited_channel_post": {**post, "edit_date": _DATE + 5}},
        "guest_message": {"guest_message": {**message, "guest_query_id": "1"}},
        "inline_query": {"inline_query": {"id": "1", "from": message["from"], "query": "landes", "offset": ""}},
        "chosen_inline_result": {
            "chosen_inline_result": {"result_id": "1", "from": message["from"], "query": "landes"}
        },
        "callback_query": {
            "callback_query": {
                "id": "1",
                "from": message["from"],
                "message": {"message_id": 78, "date": _DATE, "chat": chat, "from": bot, "text": "Bonjour"},
                "chat_instance": "1",
                "data": "x",
            }
        },
    }


def _business(message: Json, user: Json, chat: Json, bot: Json) -> dict[str, Json]:
    ours = {**message, "business_connection_id": "business"}
    return {
        "business_connection": {
            "business_connection": {
                "id": "business",
                "user": user,
                "user_chat_id": user["id"],
                "date": _DATE,
                "is_enabled": True,
            }
        },
        "business_message": {"business_message": ours},
        "edited_business_message": {"edited_business_message": {**ours, "edit_date": _DATE + 5}},
        "deleted_business_messages": {
            "deleted_business_messages": {"business_connection_id": "business", "chat": chat, "message_ids": [77]}
        },
        "managed_bot": {"managed_bot": {"user": user, "bot": bot}},
    }


def _members(user: Json, chat: Json, bot: Json) -> dict[str, Json]:
    def change(who: Json) -> Json:
        return {
            "chat": chat,
            "from": user,
            "date": _DATE,
            "old_chat_member": {"user": who, "status": "left"},
            "new_chat_member": {"user": who, "status": "member"},
        }

    boost = {"source": "premium", "user": user}
    return {
        "my_chat_member": {"my_chat_member": change(bot)},
        "chat_member": {"chat_member": change(user)},
        "chat_join_request": {
            "chat_join_request": {"chat": chat, "from": user, "user_chat_id": user["id"], "date": _DATE}
        },
        "chat_boost": {
            "chat_boost": {
                "chat": chat,
                "boost": {"boost_id": "1", "add_date": _DATE, "expiration_date": _DATE, "source": boost},
            }
        },
        "removed_chat_boost": {
            "removed_chat_boost": {"chat": chat, "boost_id": "1", "remove_date": _DATE, "source": boost}
        },
    }


def _reactions(user: Json, chat: Json) -> dict[str, Json]:
    thumb = {"type": "emoji", "emoji": "👍"}
    return {
        "message_reaction": {
            "message_reaction": {
                "chat": chat,
                "message_id": 77,
                "user": user,
                "date": _DATE,
                "old_reaction": [],
                "new_reaction": [thumb],
            }
        },
        "message_reaction_count": {
            "message_reaction_count": {
                "chat": chat,
                "message_id": 77,
                "date": _DATE,
                "reactions": [{"type": thumb, "total_count": 1}],
            }
        },
    }


def _polls(user: Json) -> dict[str, Json]:
    return {
        "poll": {"poll": POLL},
        "poll_answer": {
            "poll_answer": {"poll_id": "poll", "user": user, "option_ids": [0], "option_persistent_ids": []}
        },
    }


def _payments(user: Json) -> dict[str, Json]:
    asked = {"id": "1", "from": user, "invoice_payload": "cotisation"}
    return {
        "shipping_query": {"shipping_query": {**asked, "shipping_address": _ADDRESS}},
        "pre_checkout_query": {"pre_checkout_query": {**asked, "currency": "EUR", "total_amount": 1000}},
        "purchased_paid_media": {"purchased_paid_media": {"from": user, "paid_media_payload": "1"}},
    }
