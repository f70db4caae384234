"""What a press of a feedback button is answered with, where the adviser has everything erased meanwhile."""

from __future__ import annotations

from datetime import datetime, timezone
from types import SimpleNamespace

from telegram import CallbackQuery, Chat, Message, User

from bot.channels.telegram.delivery import ChatTarget
from bot.channels.telegram.feedback import JOIN_QUESTION, NOT_USEFUL, USEFUL, FeedbackButtons
from bot.channels.telegram.senders import Sender
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.active import ActiveContent
from bot.content.loading import project_content
from bot.maintenance.project_declarations import DECLARATIONS
from bot.messages import Reply
from tests.support.tables import each_row

CONTENT = project_content(DECLARATIONS)
REPLY = Reply("fr", ("…",), question="organisme", outcome="titre", trace="abc")
SENDER = Sender("1", ChatTarget(1), "fr", private=True)
CAMILLE = User(1, "Camille", is_bot=False)


def pressed(step: str) -> CallbackQuery:
    """A press under the answer to a question."""
    chat, at = Chat(1, Chat.PRIVATE), datetime(2026, 11, 27, tzinfo=timezone.utc)
    question = Message(1, at, chat, from_user=CAMILLE, text="qui contacter ?")
    return CallbackQuery("7", CAMILLE, "1", message=Message(2, at, chat, reply_to_message=question), data=f"a:{step}:1")


@each_row("step", [USEFUL, NOT_USEFUL, "fausse", JOIN_QUESTION])
async def test_opinion_that_is_not_kept_is_not_thanked_for(step: str) -> None:
    async def given(*_: str) -> Reply:
        return REPLY

    async def rate(*_: object, **_opinion: object) -> None:
        return None

    async def note(*_: object, **_added: object) -> bool:
        return False

    async def acknowledge(_query: str, text: str) -> None:
        acknowledged.append(text)

    acknowledged: list[str] = []
    assistant = SimpleNamespace(given=given, rate=rate, note=note)
    # Nothing is sent, and no button changes: these doubles have no other method.
    delivery = SimpleNamespace(acknowledge=acknowledge)
    buttons = FeedbackButtons(assistant, SimpleNamespace(), delivery, ActiveContent(CONTENT))
    await buttons.handle(SimpleNamespace(update=1), SENDER, SimpleNamespace(), pressed(step))
    assert acknowledged == [CONTENT.of(TELEGRAM_TEXTS)["fr"].bouton_perime]
