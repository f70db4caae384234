"""What the commands of Telegram are answered with, where a turn fails."""

from __future__ import annotations

from types import SimpleNamespace

from bot.answers.text_ids import OwnText
from bot.channels.telegram.command_replies import CommandReplies
from bot.channels.telegram.commands import START, Call
from bot.content.active import ActiveContent
from bot.content.loading import project_content
from bot.maintenance.project_declarations import DECLARATIONS
from bot.messages import Message, Reply


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
