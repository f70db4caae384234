"""Rasa's message processor with what a conversation needs of it, and no more."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_METADATA_FILE, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ActionLimitReached
from rasa.shared.core.events import SlotSet, UserUtteranceReverted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.io import read_json_file

from bot.process.long_work import long_work
from bot.rasa_adapter.graph_runner import InOrderGraphRunner
from nlu.rasa_adapter.components import STATE_SLOT

MAX_PROMPT_CHARACTERS = 500
"""Of a message that takes some milliseconds, as long as a thread takes to be woken; advisers hardly write more."""


class _ToServe(LocalModelStorage):  # type: ignore[misc]
    """A model without the graph that trained it: Rasa imports each class it names, and TensorFlow for some of them."""

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        metadata = read_json_file(directory / MODEL_ARCHIVE_METADATA_FILE)
        return ModelMetadata.from_dict({**metadata, "train_schema": {"nodes": {}}})


class Processor(MessageProcessor):  # type: ignore[misc]
    """Answers messages with a trained model."""

    @staticmethod
    def _load_model(model_path: Path) -> tuple[str, ModelMetadata, InOrderGraphRunner]:
        with TemporaryDirectory() as unpacked:
            metadata, runner = load_predict_graph_runner(Path(unpacked), model_path, _ToServe, DaskGraphRunner)
        return model_path.name, metadata, InOrderGraphRunner.of(runner, metadata.core_target)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions: dict[str, Action] = {}

    def _get_action(self, action_name: str) -> Action:
        """As Rasa's, which makes all of its default actions anew to find one; none of them keeps anything."""
        if action_name not in self._actions:
            self._actions[action_name] = super()._get_action(action_name)
        return self._actions[action_name]

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """As Rasa's, with the actions that are known.

        Raises:
            ActionLimitReached: as many actions followed a message as are allowed.
        """
        goes_on = self.should_predict_another_action(tracker.latest_action_name)
        if self.is_action_limit_reached(tracker, goes_on):
            raise ActionLimitReached(f"{self.max_number_of_predictions} actions followed one message")
        prediction = self._predict_next_with_tracker(tracker)
        return self._get_action(self.domain.action_names_or_texts[prediction.max_confidence_index]), prediction

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """As Rasa's, which compares the message with an empty domain that it builds, and copies it for its log.

        Others are answered while the encoder, most of the work, reads a long message.
        """
        interpret = partial(self._parse_message_with_graph, message, tracker, only_output_properties)
        if len(message.text or "") <= MAX_PROMPT_CHARACTERS:
            return interpret()  # type: ignore[no-any-return]
        return await long_work(interpret)

    async def run_action_extract_slots(
        self,
        output_channel: OutputChannel,  # noqa: ARG002
        tracker: DialogueStateTracker,
    ) -> DialogueStateTracker:
        """Fill the one slot from its entity, without the action that goes through all mappings of all slots."""
        for entity in tracker.latest_message.entities:
            tracker.update(SlotSet(entity["entity"], entity["value"]), self.domain)
        return tracker

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        """As Rasa's for its own actions, which take back nothing, and send and schedule nothing.

        Rasa replays the conversation for each of them, and copies what came of it for its log.
        """
        events = await action.run(output_channel, nlg, tracker, self.domain)
        tracker.update_with_events(prediction.events, self.domain)
        tracker.update(action.event_for_successful_execution(prediction))
        state = tracker.get_slot(STATE_SLOT)
        tracker.update_with_events(events, self.domain)
        if any(isinstance(event, UserUtteranceReverted) for event in events):
            # Rasa takes back a message that no rule answers, with all that came of it; what was replied was sent.
            tracker.update(SlotSet(STATE_SLOT, state))
        return bool(self.should_predict_another_action(action.name()))

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nobody reads that log."""
