"""The Rasa graph components, by class path in `config.yml`: they wire our plain modules into Rasa's pipeline."""

from __future__ import annotations

import re
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

from nlu.classification.intent_classifier import QuestionClassifier
from nlu.classification.training_run import current
from nlu.classification.utterance_classifier import Hearing, Sentence
from nlu.dialogue.state import DEFAULT_LANGUAGE, Memory, Reading, Territory, remember
from nlu.dialogue.turn import Turn
from nlu.rasa_adapter.importer import IN_THREAD, LANGUAGE
from nlu.resources import Knowledge, in_use

_NUMBER = re.compile(r"\d{2,3}|2[AaBb]")

STATE_SLOT = "etat"
"""The slot, and the entity that fills it, with the conversation's memory."""

READING = "lecture"
"""Key of the reading in Rasa's parse result."""

HEARD = "entendu"
CHOICE = "choix"
"""Key of a click in a message's metadata: {"question": id or None, "facts": {fact: value}}."""

SPOKEN = "langue"
"""Key in a message's metadata of the language to answer in where neither it nor the conversation tells."""

ARRIVED = "venu_de"
"""Key in a message's metadata of the territory, as plain data, that holds until the adviser names one."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifierComponent(GraphComponent):  # type: ignore[misc]
    """Trains the classifier and the language guesser; hears every sentence of a message."""

    def __init__(self, model_storage: ModelStorage, resource: Resource, hearing: Hearing) -> None:
        self._storage = model_storage
        self._resource = resource
        self._hearing = hearing

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionClassifierComponent:
        """Rasa calls this to train."""
        return cls(model_storage, resource, Hearing())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> QuestionClassifierComponent:
        """Rasa calls this to serve."""
        with model_storage.read_from(resource) as directory:
            return cls(model_storage, resource, Hearing.load(Path(directory)))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples, from where the model has come that is to be gone on from."""
        self._hearing.fit(
            [
                Sentence(
                    message.get(TEXT), message.get(INTENT), message.get(LANGUAGE, "fr"), message.get(IN_THREAD, False)
                )
                for message in training_data.intent_examples
                if message.get(TEXT)
            ],
            in_use().territories.names,
            current(),
            self._begun(current().begun),
        )
        with self._storage.write_to(self._resource) as directory:
            self._hearing.save(Path(directory))
        return self._resource

    def _begun(self, model: Path | None) -> QuestionClassifier | None:
        if model is None:
            return None
        with TemporaryDirectory() as unpacked:
            storage, _ = LocalModelStorage.from_model_archive(Path(unpacked), model)
            with storage.read_from(self._resource) as directory:
                return Hearing.load_begun(Path(directory))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: later components do not train."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Hear each message as a whole and by its sentences."""
        for message in messages:
            whole, pieces, language = self._hearing.hear(message.get(TEXT) or "")
            message.set(HEARD, (whole, pieces, language))
            ranking = [{"name": name, "confidence": score} for name, score in whole.ranking]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ConversationReaderComponent(GraphComponent):  # type: ignore[misc]
    """Reads a message in its conversation: the tracker's memory, the places and facts named, the sentences heard."""

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
    choice = (message.get("metadata") or {}).get(CHOICE)
    if choice:
        return reader.choose(choice["question"], choice["facts"], memory)
    text = message.get(TEXT) or ""
    whole, pieces, language = message.get(HEARD)
    expected = memory.pending and reader.waits_for_territory(memory)
    mentions = finder.find(
        text, expected=expected, language=language or memory.language, awaited=reader.awaited(memory)
    )
    if not mentions.any and reader.may_name_a_place(memory, text) and _names(text):
        mentions = finder.find(text, expected=True, language=language or memory.language)
    return reader.read(Turn.of(whole, pieces, mentions, memory, language or memory.language or DEFAULT_LANGUAGE))


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
