"""The assistant: a message in, a reply out, the same for every channel. Rasa's agent is behind it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.generator import AnswerGenerator, answerer
from bot.locks import InProcessLockStore
from bot.reply import LONGEST_MESSAGE, Message, Reply
from bot.tracker_store import CompactTrackerStore
from nlu.components import CHOICE, READING
from nlu.memory import Reading

_log = structlog.get_logger()

ERASING = "oublier"

# What is pasted with its tags says nothing by them, and misleads the classifier.
_MARKUP = re.compile(r"</?[a-zA-Z!][^<>]*>")


class _Capture(OutputChannel):  # type: ignore[misc]
    """Takes the reply from Rasa as it is, without turning it into a channel's form."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """Rasa's name of the channel."""
        return "aiguilleur"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:  # noqa: ARG002
        """Rasa calls this for each answer."""
        self.replies.append(Reply.from_data(message["custom"]["reply"]))


class Assistant:
    """Answers messages. Build it with :meth:`load`; one for a process."""

    def __init__(self, agent: Agent, store: CompactTrackerStore) -> None:
        self._agent = agent
        self._store = store
        self._answerer = answerer()

    @classmethod
    def load(cls, model: Path) -> Assistant:
        """Load a trained model, with the extension points that `endpoints.yml` names for Rasa's own tools."""
        store = CompactTrackerStore(Domain.empty())
        agent = Agent.load(model, generator=AnswerGenerator(), tracker_store=store, lock_store=InProcessLockStore())
        return cls(agent, store)

    async def reply(self, message: Message, *, on: date | None = None) -> Reply:
        """Answer a message; messages of one conversation are answered in the order they came."""
        language = message.language or "fr"
        text = clean(message.text)
        if len(text) > LONGEST_MESSAGE:
            return self._answerer.say("trop_long", language, {"limite": LONGEST_MESSAGE})
        if not text:
            return self._answerer.say("vide", language)
        metadata: dict[str, Any] = {"on": on.isoformat()} if on else {}
        choice = self._answerer.choices.meaning(text)
        if choice:
            metadata[CHOICE] = {"question": choice.question, "facts": choice.facts}
        elif self._answerer.choices.looks_like_one(text):
            return self._answerer.say("choix_perime", language)
        capture = _Capture()
        sent = UserMessage(text, capture, message.conversation, metadata=metadata, input_channel=message.channel)
        try:
            async with self._agent.lock_store.lock(message.conversation):
                await self._agent.processor.handle_message(sent)
                if capture.replies and capture.replies[-1].question == ERASING:
                    await self._store.erase(message.conversation)
        except Exception:
            _log.exception("turn_failed")
        return _joined(capture.replies) or self._answerer.say("panne", language)

    async def erase(self, conversation: str) -> None:
        """Forget a conversation."""
        await self._store.erase(conversation)

    async def understand(self, text: str) -> Reading:
        """How a message would be read at the start of a conversation."""
        parsed = await self._agent.processor.parse_message(
            UserMessage(clean(text)), DialogueStateTracker.from_events("", [], self._agent.domain.slots)
        )
        return Reading.from_data(parsed[READING])

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()


def clean(text: str) -> str:
    """A message without control characters or markup, and never a command: Rasa would obey "/restart"."""
    kept = "".join(
        character if character in "\n\t" or unicodedata.category(character)[0] != "C" else " " for character in text
    )
    kept = _MARKUP.sub(" ", kept)
    return kept.strip().lstrip("/").strip()


def _joined(replies: list[Reply]) -> Reply | None:
    """Rasa may send several answers in a turn; the first that speaks for itself is the turn's reply."""
    return replies[0] if replies else None
