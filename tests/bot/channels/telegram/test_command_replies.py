"""What the commands of Telegram are answered with, where a turn fails."""

from __future__ import annotations

from types import SimpleNamespace

from bot.answers.text_ids import OwnText
from bot.channels.telegram.command_replies import CommandReplies
from bot.channels.telegram.commands import DEPARTMENT, START, Call
from bot.content.active import ActiveContent
from bot.content.loading import project_content
from bot.maintenance.project_declarations import DECLARATIONS
from bot.messages import Message, Reply
from tests.support.tables import each_row


async def test_link_to_a_department_that_cannot_be_stored_is_tried_again() -> None:
    """The welcome would say that the department is noted, and the answers be for the one before."""
    asked: list[str] = []

    async def fails(message: Message) -> Reply:
        asked.append(message.id)
        return Reply("fr", ("…",), question=OwnText.FAILURE)

    async def nowhere(_message: Message) -> None:
        return None

    assistant, current = SimpleNamespace(reply=fails, place=nowhere), ActiveContent(project_content(DECLARATIONS))
    replies = CommandReplies(assistant, SimpleNamespace(), current)
    reply = await replies.reply(Call(START, "dep-40"), Message("chat", "", "telegram", id="7"), "robot")
    assert reply.question == OwnText.FAILURE
    assert asked == ["7.place"]


@each_row(
    ("named", "understood"),
    [("40", ["departement 40"]), ("Landes", ["departement Landes"]), ("Tulle", ["departement Tulle"]), ("xyz", [])],
)
async def test_a_department_is_understood_once_and_what_is_none_not_at_all(named: str, understood: list[str]) -> None:
    heard_texts: list[str] = []

    async def replies_to(message: Message) -> Reply:
        heard_texts.append(message.text)
        return Reply("fr", ("…",), question=OwnText.PLACE_NOTED)

    async def in_french(_message: Message) -> str:
        return "fr"

    async def nowhere(_message: Message) -> None:
        return None

    # Without `understand`: the assistant reads a message in its turn alone.
    assistant = SimpleNamespace(reply=replies_to, language=in_french, place=nowhere)
    replies = CommandReplies(assistant, SimpleNamespace(), ActiveContent(project_content(DECLARATIONS)))
    await replies.reply(Call(DEPARTMENT, named), Message("1", "", "telegram", id="7"), "robot")
    assert heard_texts == understood
