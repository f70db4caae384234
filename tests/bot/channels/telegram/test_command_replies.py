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


async def replied(call: Call, answer: Reply) -> tuple[Reply, list[Message]]:
    """The reply to a command, and what the assistant was asked for it, which answers nothing else."""
    asked: list[Message] = []

    async def reply_to(message: Message) -> Reply:
        asked.append(message)
        return answer

    async def in_french(_message: Message) -> str:
        return "fr"

    async def nowhere(_message: Message) -> None:
        return None

    # Without `understand`: the assistant reads a message in its turn alone.
    assistant = SimpleNamespace(reply=reply_to, language=in_french, place=nowhere)
    replies = CommandReplies(assistant, SimpleNamespace(), ActiveContent(project_content(DECLARATIONS)))
    return await replies.reply(call, Message("1", "", "telegram", id="7"), "robot"), asked


async def test_link_to_a_department_that_cannot_be_stored_is_tried_again() -> None:
    """The welcome would say that the department is noted, and the answers be for the one before."""
    reply, asked = await replied(Call(START, "dep-40"), Reply("fr", ("…",), question=OwnText.FAILURE))
    assert reply.question == OwnText.FAILURE
    assert [message.id for message in asked] == ["7.place"]


@each_row(("named", "understood"), [("Tulle", ["departement Tulle"]), ("xyz", [])])
async def test_a_department_is_understood_once_and_what_is_none_not_at_all(named: str, understood: list[str]) -> None:
    _, asked = await replied(Call(DEPARTMENT, named), Reply("fr", ("…",), question=OwnText.PLACE_NOTED))
    assert [message.text for message in asked] == understood
