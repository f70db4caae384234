"""Many chats at once, and what advisers send that is no text."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.reliability.counting import Asked, all_answered, asks, counted
from tests.doubles.telegram.kinds import contents, updates

CHATS, MESSAGES = 30, 20


def test_thirty_chats_of_twenty_messages_at_once_are_answered_each_in_order(deployment):
    double = deployment.double
    chats = [double.private() for _ in range(CHATS)]
    asked = [asks(chat, number) for number in range(MESSAGES) for chat in chats]
    all_answered(double, asked, 180)
    deployment.settled()
    counted(f"{CHATS} chats of {MESSAGES} messages each, at once", asked)


@pytest.mark.parametrize("place", ["private", "group"])
def test_no_kind_of_message_blocks_its_chat(deployment, place):
    double, failed = deployment.double, len(deployment.server.events("update_failed"))
    asked, kinds = [], _kinds(double)
    for _, send in kinds:
        person = double.private()
        chat = person if place == "private" else double.group()
        send(chat, person.user)
        written = chat.writes_as(person.user, "/aide")
        asked.append(Asked(chat, written, "/oublier"))
    all_answered(double, asked, 120)
    deployment.settled()
    assert len(deployment.server.events("update_failed")) == failed
    for kind, question in zip((kind for kind, _ in kinds), asked, strict=True):
        others = [message for message in question.chat.shown if message not in question.answers]
        assert len(others) <= 1, f"{kind} is answered once at most"
        assert place == "private" or not others or kind == "my_chat_member", f"{kind} is nobody's question in a group"
    counted(f"a question after {len(kinds)} kinds of other updates, {place}", asked)


def _kinds(double):
    user, chat, bot = double.user().json(), {"id": 1, "type": "private"}, double.world.bot.json()
    messages = [(kind, lambda chat, user, kind=kind: chat.sends_as(user, kind)) for kind in contents(bot, user, chat)]
    others = [(kind, lambda chat, user, kind=kind: chat.updates_as(user, kind)) for kind in updates(user, chat, bot)]
    return messages + others
