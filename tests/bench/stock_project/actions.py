"""The action server of the stock assistant: one custom action, which says the text that belongs to the intent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

ANSWERS = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))


class ActionAnswer(Action):  # type: ignore[misc]
    """Says what our assistant says to the first example of the intent."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002
    ) -> list[dict[str, Any]]:
        """Say it; no event comes back."""
        dispatcher.utter_message(text=ANSWERS[tracker.get_intent_of_latest_message(skip_fallback_intent=False)])
        return []
