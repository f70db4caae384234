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
    asked: list[Message] = []

    async def reply_to(message: Message) -> Reply:
        asked.append(message)
        return Reply("fr", ("…",), question=OwnText.FAILURE)

    async def in_french(_message: Message) -> str:
        return "fr"

    assistant = SimpleNamespace(reply=reply_to, language=in_french)
    replies = CommandReplies(assistant, SimpleNamespace(), ActiveContent(project_content(DECLARATIONS)))
    reply = await replies.reply(Call(START, "dep-40"), Message("1", "", "telegram", id="7"), "robot")
    assert reply.question == OwnText.FAILURE
    assert [message.id for message in asked] == ["7.place"]
