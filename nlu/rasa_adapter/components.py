"""The Rasa graph components, by class path in `config.yml`: they wire our plain modules into Rasa's pipeline."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classification.intent_classifier import IntentClassifier
from nlu.classification.training_run import current_run
from nlu.classification.utterance_classifier import TrainingSentence, UtteranceClassifier
from nlu.dialogue.state import DEFAULT_LANGUAGE, Memory, Reading, Territory, remember
from nlu.dialogue.turn import Turn
from nlu.rasa_adapter.importer import CONTEXTUAL, LANGUAGE
from nlu.resources import Knowledge, in_use

_NUMBER = re.compile(r"\d{2,3}|2[AaBb]")

STATE_SLOT = "etat"
"""The slot, and the entity that fills it, with the conversation's memory."""

READING = "lecture"
"""Key of the reading in Rasa's parse result."""

CLASSIFIED = "classification"
"""Key of the classified utterance in Rasa's message: the whole, its clauses, its language."""

CHOICE = "choix"
"""Key of a click in a message's metadata: {"question": id or None, "facts": {fact: value}}."""

SPOKEN = "langue"
"""Key in a message's metadata of the language to answer in where neither it nor the conversation tells."""

TODAY = "on"
"""Key in a message's metadata of the day that counts as today, in ISO form; the calendar's where it is missing."""

ARRIVED = "venu_de"
"""Key in a message's metadata of the territory, as plain data, that holds until the adviser names one."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UtteranceClassifierComponent(GraphComponent):  # type: ignore[misc]
    """Trains the classifiers and the language identification; classifies an utterance and its clauses.

    The only place that gives the classifiers the lexicon and places of the content in use.
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, classifier: UtteranceClassifier) -> None:
        self._storage = model_storage
        self._resource = resource
        self._classifier = classifier

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UtteranceClassifierComponent:
        """Rasa calls this to train."""
        return cls(model_storage, resource, UtteranceClassifier())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> UtteranceClassifierComponent:
        """Rasa calls this to serve."""
        with model_storage.read_from(resource) as directory:
            return cls(model_storage, resource, UtteranceClassifier.load(Path(directory)))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples, going on from the previous model of the run where it has one."""
        resources, run = in_use(), current_run()
        self._classifier.fit(
            [
                TrainingSentence(
                    message.get(TEXT), message.get(INTENT), message.get(LANGUAGE, "fr"), message.get(CONTEXTUAL, False)
                )
                for message in training_data.intent_examples
                if message.get(TEXT)
            ],
            resources.territories.names,
            resources.delexicalizer,
            run,
            self._previous(run.previous),
        )
        with self._storage.write_to(self._resource) as directory:
            self._classifier.save(Path(directory))
        return self._resource

    def _previous(self, model: Path | None) -> IntentClassifier | None:
        if model is None:
            return None
        with TemporaryDirectory() as unpacked:
            storage, _ = LocalModelStorage.from_model_archive(Path(unpacked), model)
            with storage.read_from(self._resource) as directory:
                return UtteranceClassifier.load_intents(Path(directory))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: later components do not train."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the classification of each message, and the intents that Rasa shows."""
        resources = in_use()
        for message in messages:
            text = message.get(TEXT) or ""
            classified = self._classifier.classify(text, resources.words.segments(text), resources.delexicalizer)
            message.set(CLASSIFIED, classified)
            whole, _, _ = classified
            ranking = [{"name": name, "confidence": score} for name, score in whole.ranking]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ConversationReaderComponent(GraphComponent):  # type: ignore[misc]
    """Interprets an utterance in its conversation: the state before it, the entities it names, its intents."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConversationReaderComponent:
        """Rasa calls this to train and to serve."""
        return cls()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Set the reading, the intent that the policies see, and the memory that the slot keeps."""
        for message in messages:
            memory = Memory.from_data(tracker.get_slot(STATE_SLOT))
            reading = _read(message, _arriving(memory, message.get("metadata") or {}), in_use())
            message.set(READING, reading.to_data(), add_to_output=True)
            message.set(INTENT, {"name": reading.intent, "confidence": 1.0}, add_to_output=True)
            message.set(ENTITIES, [{"entity": STATE_SLOT, "value": reading.memory.to_data()}], add_to_output=True)
        return messages


def _read(message: Message, memory: Memory, known: Knowledge) -> Reading:
    finder, reader = known.finder, known.reader
    metadata = message.get("metadata") or {}
    today = date.fromisoformat(metadata[TODAY]) if metadata.get(TODAY) else date.today()
    choice = metadata.get(CHOICE)
    if choice:
        return reader.choose(choice["question"], choice["facts"], memory, today)
    text = message.get(TEXT) or ""
    whole, pieces, language = message.get(CLASSIFIED)
    expected = memory.pending and reader.waits_for_territory(memory, today)
    mentions = finder.find(
        text, expected=expected, language=language or memory.language, awaited=reader.awaited(memory), today=today
    )
    if not mentions.any and reader.may_name_a_place(memory, text) and _names(text):
        mentions = finder.find(text, expected=True, language=language or memory.language, today=today)
    spoken = language or memory.language or DEFAULT_LANGUAGE
    return reader.read(Turn.of(whole, pieces, mentions, memory, spoken, today))


def _arriving(memory: Memory, metadata: dict[str, Any]) -> Memory:
    """The memory with what the channel tells of an adviser who has not said it."""
    territory = metadata.get(ARRIVED)
    return remember(
        memory,
        language=memory.language or metadata.get(SPOKEN),
        territory=memory.territory or (msgspec.convert(territory, Territory) if territory else None),
    )


def _names(text: str) -> bool:
    """Whether a word after the first has a capital, or the first is a number as departments have them."""
    first, *rest = text.split()
    return bool(_NUMBER.fullmatch(first)) or any(word[:1].isupper() for word in rest)
