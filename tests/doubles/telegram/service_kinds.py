"""A message of every kind that Telegram writes itself when something happened in a chat, or was paid."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
_DATE = 1_715_000_000
_FILE = {"file_id": "file", "file_unique_id": "unique", "width": 90, "height": 60}
_STICKER = {**_FILE, "type": "custom_emoji", "is_animated": False, "is_video": False}
_PRICE = {"currency": "XTR", "amount": 5}
_PAID = {"currency": "EUR", "total_amount": 1000, "invoice_payload": "cotisation", "telegram_payment_charge_id": "1"}


def services(bot: Json, person: Json, chat: Json) -> dict[str, Json]:
    """The fields of a service message of each kind; new at each call."""
    before = {"message_id": 1, "date": _DATE, "chat": chat, "from": person, "text": "Bonjour"}
    return {**_members(bot, person, before), **_topics(), **_shared(person), **_gifts(), **_money(before)}


def _members(bot: Json, person: Json, before: Json) -> dict[str, Json]:
    return {
        "boost_added": {"boost_added": {"boost_count": 1}},
        "channel_chat_created": {"channel_chat_created": True},
        "chat_background_set": {
            "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🐥"}},
        },
        "chat_owner_changed": {"chat_owner_changed": {"new_owner": person}},
        "chat_owner_left": {"chat_owner_left": {"new_owner": person}},
        "connected_website": {"connected_website": "example.org"},
        "delete_chat_photo": {"delete_chat_photo": True},
        "group_chat_created": {"group_chat_created": True},
        "left_chat_member": {"left_chat_member": person},
        "managed_bot_created": {"managed_bot_created": {"bot": bot}},
        "message_auto_delete_timer_changed": {
            "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
        },
        "migrate_from_chat_id": {"migrate_from_chat_id": -998},
        "migrate_to_chat_id": {"migrate_to_chat_id": -1_000_000_000_998},
        "new_chat_members": {"new_chat_members": [person]},
        "new_chat_photo": {"new_chat_photo": [_FILE]},
        "new_chat_title": {"new_chat_title": "Équipe des Landes"},
        "pinned_message": {"pinned_message": before},
        "proximity_alert_triggered": {
            "proximity_alert_triggered": {"traveler": person, "watcher": person, "distance": 50},
        },
        "supergroup_chat_created": {"supergroup_chat_created": True},
        "video_chat_ended": {"video_chat_ended": {"duration": 60}},
        "video_chat_participants_invited": {"video_chat_participants_invited": {"users": [person]}},
        "video_chat_scheduled": {"video_chat_scheduled": {"start_date": _DATE}},
        "video_chat_started": {"video_chat_started": {}},
        "web_app_data": {"web_app_data": {"data": "{}", "button_text": "Ouvrir"}},
        "write_access_allowed": {"write_access_allowed": {"from_request": True}},
    }


def _topics() -> dict[str, Json]:
    return {
        "checklist_tasks_added": {"checklist_tasks_added": {"tasks": [{"id": 2, "text": "Relire"}]}},
        "checklist_tasks_done": {"checklist_tasks_done": {"marked_as_done_task_ids": [1]}},
        "forum_topic_closed": {"forum_topic_closed": {}},
        "forum_topic_created": {"forum_topic_created": {"name": "Formation", "icon_color": 7322096}},
        "forum_topic_edited": {"forum_topic_edited": {"name": "Formations"}},
        "forum_topic_reopened": {"forum_topic_reopened": {}},
        "general_forum_topic_hidden": {"general_forum_topic_hidden": {}},
        "general_forum_topic_unhidden": {"general_forum_topic_unhidden": {}},
        "poll_option_added": {"poll_option_added": {"option_persistent_id": "3", "option_text": "Modules"}},
        "poll_option_deleted": {"poll_option_deleted": {"option_persistent_id": "3", "option_text": "Modules"}},
    }


def _shared(person: Json) -> dict[str, Json]:
    return {
        "chat_shared": {"chat_shared": {"request_id": 1, "chat_id": -1_000_000_000_999}},
        "passport_data": {
            "passport_data": {
                "data": [{"type": "email", "hash": "hash", "email": "conseil@example.org"}],
                "credentials": {"data": "data", "hash": "hash", "secret": "secret"},
            }
        },
        "users_shared": {"users_shared": {"request_id": 1, "users": [{"user_id": person["id"]}]}},
    }


def _gifts() -> dict[str, Json]:
    gift = {"gift": {"id": "gift", "sticker": _STICKER, "star_count": 5}}
    part = {"name": "Bleu", "sticker": _STICKER, "rarity_per_mille": 5}
    colors = dict.fromkeys(("center_color", "edge_color", "symbol_color", "text_color"), 255)
    unique = {
        "gift_id": "gift",
        "base_name": "Étoile",
        "name": "Etoile-1",
        "number": 1,
        "model": part,
        "symbol": part,
        "backdrop": {"name": "Bleu", "colors": colors, "rarity_per_mille": 5},
    }
    return {
        "gift": {"gift": gift},
        "gift_upgrade_sent": {"gift_upgrade_sent": gift},
        "giveaway_completed": {"giveaway_completed": {"winner_count": 1}},
        "giveaway_created": {"giveaway_created": {}},
        "unique_gift": {"unique_gift": {"gift": unique, "origin": "upgrade"}},
    }


def _money(before: Json) -> dict[str, Json]:
    return {
        "direct_message_price_changed": {"direct_message_price_changed": {"are_direct_messages_enabled": True}},
        "paid_message_price_changed": {"paid_message_price_changed": {"paid_message_star_count": 5}},
        "refunded_payment": {"refunded_payment": _PAID},
        "successful_payment": {"successful_payment": {**_PAID, "provider_payment_charge_id": "1"}},
        "suggested_post_approval_failed": {"suggested_post_approval_failed": {"price": _PRICE}},
        "suggested_post_approved": {"suggested_post_approved": {"send_date": _DATE, "suggested_post_message": before}},
        "suggested_post_declined": {"suggested_post_declined": {"comment": "Non"}},
        "suggested_post_paid": {"suggested_post_paid": {"currency": "XTR", "amount": 5}},
        "suggested_post_refunded": {"suggested_post_refunded": {"reason": "post_deleted"}},
    }
