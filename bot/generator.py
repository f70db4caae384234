"""Rasa's NLG extension point: an `utter_*` becomes the reply that the answerer makes. Never silent, never raises."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import structlog
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.constants import ACTION_RESTART_NAME
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers import Answerer
from bot.reply import Reply
from bot.settings import load_settings
from nlu.components import READING
from nlu.memory import Reading
from nlu.programme import project_programme

_log = structlog.get_logger()


@lru_cache(maxsize=1)
def answerer() -> Answerer:
    """The answerer of this process, on the project's programme."""
    return Answerer(project_programme(), retention_days=load_settings().retention_days)


class AnswerGenerator(NaturalLanguageGenerator):  # type: ignore[misc]
    """The bridge from Rasa's policies to the rules and the words."""

    def __init__(self, endpoint_config: Any = None, domain: Any = None) -> None:
        self._answerer = answerer()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The reply for an `utter_*`, as text for Rasa's own tools and whole under "custom"."""
        if utter_action == f"utter_{ACTION_RESTART_NAME.removeprefix('action_')}":
            return None  # Rasa's own word after a restart; ours (utter_recommencer) was said before it.
        reply = self.reply(utter_action, tracker)
        return {"text": reply.text, "custom": {"reply": reply.to_data()}}

    def reply(self, utter_action: str, tracker: DialogueStateTracker) -> Reply:
        """The reply; an apology with a contact where making it failed."""
        language = "fr"
        try:
            message = tracker.latest_message
            reading = Reading.from_data(message.parse_data[READING])
            language = reading.language
            on = (message.metadata or {}).get("on")
            day = date.fromisoformat(on) if on else None
            return self._answerer.reply(reading, utter_action.removeprefix("utter_"), on=day)
        except Exception:
            _log.exception("reply_failed", action=utter_action)
            return self._answerer.say("panne", language)
