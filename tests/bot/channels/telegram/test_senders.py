"""Senders: the conversation of an update, by Telegram's plain data."""

from __future__ import annotations

from typing import Any

from bot.channels.telegram.senders import conversation_of
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
