"""The action server of the stock assistant: one custom action, which says a sentence that belongs to the intent."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class ActionAnswer(Action):  # type: ignore[misc]
    """Answers as a project of Rasa's does that has a text for each intent."""

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
        intent = tracker.get_intent_of_latest_message(skip_fallback_intent=False)
        dispatcher.utter_message(text=f"Voici la réponse à la question « {intent} ».")
        return []
