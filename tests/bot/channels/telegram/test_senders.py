"""Senders: the conversation of an update and the addressee of an apology, by Telegram's plain data."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery

from bot.channels.telegram.senders import conversation_of, is_of_another
from tests.support.tables import each_row

CAMILLE = {"id": 7, "language_code": "fr"}
KIM = {"id": 8, "language_code": "en-GB"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -100, "type": "supergroup"}
IN_PRIVATE = {"message_id": 3, "chat": PRIVATE, "from": CAMILLE}
IN_GROUP = {"message_id": 4, "chat": GROUP, "from": KIM}


@each_row(
    ("update", "conversation"),
    [
        ({"message": IN_PRIVATE}, "7"),
        ({"message": IN_GROUP}, "-100:8"),
        ({"edited_message": IN_GROUP}, "-100:8"),
        ({"message": {**IN_GROUP, "sender_chat": {"id": -100}}}, "-100:-100"),
        ({"callback_query": {"message": IN_GROUP, "from": CAMILLE}}, "-100:7"),
        ({"callback_query": {"from": CAMILLE}}, "user:7"),
        ({"inline_query": {"from": CAMILLE}}, "inline:7"),
        ({"my_chat_member": {"chat": PRIVATE, "from": CAMILLE}}, "7"),
        ({"update_id": 12, "poll": {}}, "update:12"),
    ],
)
def test_conversation_is_the_private_chat_or_the_member_of_a_group(update: dict[str, Any], conversation: str) -> None:
    assert conversation_of(update) == conversation


@each_row(
    ("asked", "of_another"),
    [
        ({"from": KIM}, False),
        ({"from": CAMILLE}, True),
        ({"from": CAMILLE, "sender_chat": GROUP}, False),
        ({"from": CAMILLE, "forum_topic_created": {"name": "Questions", "icon_color": 1}}, False),
        ({"from": {"id": 9, "is_bot": True, "first_name": "Aiguilleur"}}, False),
        (None, False),
    ],
)
def test_press_is_of_another_where_telegram_tells_whose_question_was_answered(
    asked: dict[str, Any] | None, of_another: bool
) -> None:
    names = {"is_bot": False, "first_name": "…"}
    message: dict[str, Any] = {"message_id": 4, "date": 1, "chat": GROUP}
    if asked:
        answered = {**message, "message_id": 3, **asked, "from": {**names, **asked["from"]}}
        message["reply_to_message"] = answered
    pressed = {"id": "1", "from": {**names, **KIM}, "chat_instance": "1", "data": "c_1", "message": message}
    query = CallbackQuery.de_json(pressed, None)
    assert is_of_another(query) is of_another
