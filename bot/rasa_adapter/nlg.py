"""Rasa's NLG extension point: an `utter_*` becomes the reply that the answerer makes. Never silent, never raises."""

from __future__ import annotations

from typing import Any

import structlog
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.constants import ACTION_RESTART_NAME
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.answers.text_ids import OwnText
from bot.content.exchange import Exchange
from bot.content.loading import project_content
from bot.messages import Reply
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.gist import gist
from nlu.rasa_adapter.components import INTERPRETATION, STATE_SLOT
from nlu.resources import in_use

_log = structlog.get_logger()


class AnswerGenerator(NaturalLanguageGenerator):  # type: ignore[misc]
    """The bridge from Rasa's policies to the rules and the words."""

    def __init__(self, endpoint_config: Any = None, domain: Any = None) -> None:
        """As Rasa makes a generator; there is nothing to set."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Make the reply for an `utter_*`: whole for the exchange under way, as text for Rasa and its own tools.

        Rasa may make several in a turn; the first, which speaks for itself, is the exchange's.
        """
        if utter_action == f"utter_{ACTION_RESTART_NAME.removeprefix('action_')}":
            return None  # Rasa's own word after a restart; ours (utter_recommencer) was said before it.
        exchange = Exchange.current()
        reply = self.reply(utter_action, tracker)
        if exchange is None or exchange.reply is None:
            tracker.update(SlotSet(STATE_SLOT, _state_after(reply, tracker)))
        if exchange and exchange.reply is None:
            exchange.reply = reply
        return {"text": reply.text}

    def reply(self, utter_action: str, tracker: DialogueStateTracker) -> Reply:
        """The reply; an apology with a contact where making it failed."""
        language = "fr"
        exchange = Exchange.current()
        answerer = exchange.answerer if exchange else project_content().answerer
        try:
            interpretation = _last_interpretation(tracker, exchange)
            language = interpretation.language
            today = exchange.context.today if exchange else None
            return answerer.reply(interpretation, utter_action.removeprefix("utter_"), on=today)
        except Exception:
            _log.exception("reply_failed", action=utter_action)
            return answerer.say(OwnText.FAILURE, language)


def _state_after(reply: Reply, tracker: DialogueStateTracker) -> dict[str, Any]:
    """The state of the conversation once a reply is made, with what the reply itself writes in it."""
    state = DialogueState.from_data(tracker.get_slot(STATE_SLOT))
    said = in_use().delexicalizer(gist(reply.without_quotes().text))
    return state.changed(awaits=reply.awaits, last_reply=reply.sent or state.last_reply, said=said).to_data()


def _last_interpretation(tracker: DialogueStateTracker, exchange: Exchange | None) -> Interpretation:
    """How the last message was understood: by the exchange, else, in Rasa's own tools, by its parse result."""
    if exchange and exchange.interpretation:
        return exchange.interpretation
    return Interpretation.from_data(tracker.latest_message.parse_data[INTERPRETATION])
