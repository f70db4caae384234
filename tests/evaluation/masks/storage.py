"""What the database holds of messages: of the assistant itself, with an agent in Rasa's place that understands none."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from rasa.core.agent import Agent
from sqlalchemy import select

from bot.answers.text_ids import OwnText
from bot.assistant.locks import InProcessLockStore
from bot.assistant.service import Assistant
from bot.content.active import ActiveContent
from bot.content.exchange import Exchange
from bot.content.loading import project_content
from bot.messages import Message
from bot.process.settings import Settings
from bot.storage.schema import unanswered
from bot.storage.stores import Stores
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.intents import FALLBACK


class _UnderstandsNone:
    """Stands for Rasa's agent and its processor: every message stays without answer, and is therefore recorded."""

    @property
    def processor(self) -> _UnderstandsNone:
        """What a turn is taken by."""
        return self

    async def handle_message(self, _message: object) -> None:
        """Leave in the exchange what a message leaves that is not understood."""
        exchange = Exchange.current()
        assert exchange is not None
        exchange.interpretation = Interpretation(FALLBACK, DEFAULT_LANGUAGE, DialogueState())
        exchange.reply = exchange.answerer.say(OwnText.NOT_UNDERSTOOD, DEFAULT_LANGUAGE)


def recorded(texts: Sequence[str]) -> list[str]:
    """Each message as it stands in the table of questions without answer; empty where it left nothing there."""
    with TemporaryDirectory() as folder, closing(Stores.open(Settings(data=Path(folder)))) as stores:
        agent = cast("Agent", _UnderstandsNone())
        assistant = Assistant(agent, stores, InProcessLockStore(), ActiveContent(project_content()))
        asyncio.run(_answered(assistant, texts))
        rows = stores.database.read_sync(
            lambda connection: connection.execute(select(unanswered.c.conversation, unanswered.c.text)).all()
        )
        written: dict[Any, str] = dict(rows)
        keys = [stores.identifiers.conversation("rest", str(number)) for number in range(len(texts))]
        return [written.get(key.id, "") for key in keys]


async def _answered(assistant: Assistant, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts):
        await assistant.reply(Message(str(number), text))
