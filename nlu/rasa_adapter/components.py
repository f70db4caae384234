"""The Rasa graph components, by class path in `config.yml`: they wire our plain modules into Rasa's pipeline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.classification.background import background_words
from nlu.classification.intent_classifier import IntentClassifier
from nlu.classification.training_run import current_run
from nlu.classification.utterance_classifier import (
    TrainingSentence,
    UtteranceClassifier,
    classified_texts,
)
from nlu.dialogue.context import UtteranceContext
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.interpreter import Interpreter
from nlu.dialogue.state import DEFAULT_LANGUAGE, DialogueState
from nlu.distress import Distress
from nlu.heads.distress import DistressHead, distress_examples, trained_distress_head
from nlu.heads.heads import EncodedMessage, Heads
from nlu.heads.training import trained_heads
from nlu.intents import DANGER
from nlu.rasa_adapter.importer import CONTEXTUAL, LANGUAGE
from nlu.reading.reader import reader
from nlu.reading.reading import Reading, each_by_itself
from nlu.resources import current_exchange, in_use
from nlu.text import excerpt
from nlu.training_data.annotated import read_annotated
from nlu.training_data.distress import read_distress
from nlu.training_data.meanings import read_turns

STATE_SLOT = "etat"
"""The slot, and the entity that fills it, with the state of the conversation."""

INTERPRETATION = "lecture"
"""Key of the interpretation in Rasa's parse result, for Rasa's own tools: an exchange has it as it is."""

CLASSIFIED = "classification"
"""Key of the classified utterance in Rasa's message."""

ENCODED = "entendu"
"""Key of the utterance as the heads hear it."""

DISTRESS = "detresse"
"""Key of the distress that an utterance shows."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UtteranceClassifierComponent(GraphComponent):  # type: ignore[misc]
    """Trains the classifiers and the language identification; classifies an utterance and its clauses.

    The only place that gives the classifiers the lexicon and places of the content in use.
    """

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        classifier: UtteranceClassifier,
        heads: Heads,
        distress: DistressHead,
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._classifier = classifier
        self._heads = heads
        self._distress = distress

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> UtteranceClassifierComponent:
        """Rasa calls this to train."""
        return cls(model_storage, resource, UtteranceClassifier(), Heads(), DistressHead())

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
            folder = Path(directory)
            return cls(
                model_storage,
                resource,
                UtteranceClassifier.load(folder),
                Heads.load(folder),
                DistressHead.load(folder),
            )

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
            resources.places.names,
            resources.delexicalizer,
            run,
            self._previous(run.previous),
        )
        annotated = read_annotated()
        self._heads = trained_heads(annotated, resources.delexicalizer, run)
        asked = {
            message.get(TEXT): message.get(INTENT) for message in training_data.intent_examples if message.get(TEXT)
        }
        # A word alone is nobody's cry for help.
        ordinary = [*asked, *background_words([*asked], [*asked.values()])]

        def parts(text: str) -> list[str]:
            return classified_texts(text, resources.lexicon.clauses.split(text), resources.delexicalizer)

        levels = distress_examples(read_distress(), annotated, read_turns(), ordinary, parts)
        self._distress = trained_distress_head(levels, run)
        with self._storage.write_to(self._resource) as directory:
            self._classifier.save(Path(directory))
            self._heads.save(Path(directory))
            self._distress.save(Path(directory))
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
            text = excerpt(message.get(TEXT) or "")
            # From here on there is a noun in place of a person's first name.
            text = resources.by_noun(text, self._classifier.language(text) or DEFAULT_LANGUAGE)
            clauses = resources.lexicon.clauses.split(text)
            classified = self._classifier.classify(text, clauses, resources.delexicalizer)
            message.set(CLASSIFIED, classified)
            message.set(ENCODED, EncodedMessage(self._heads, classified.delexicalized, classified.encoding))
            message.set(DISTRESS, self._distress.detect(classified.telling_parts))
            ranking = [{"name": name, "confidence": score} for name, score in classified.whole.ranking]
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
        """Set the interpretation, the intent that the policies see, and the state that the slot keeps."""
        exchange = current_exchange()
        context = exchange.context if exchange else UtteranceContext()
        for message in messages:
            state = DialogueState.from_data(tracker.get_slot(STATE_SLOT))
            interpretation = _interpretation(message, context, state, in_use().interpreter)
            if exchange:
                exchange.interpretation = interpretation
            else:
                message.set(INTERPRETATION, interpretation.to_data(), add_to_output=True)
            message.set(INTENT, {"name": interpretation.intent, "confidence": 1.0}, add_to_output=True)
            message.set(ENTITIES, [{"entity": STATE_SLOT, "value": interpretation.state.to_data()}], add_to_output=True)
        return messages


def _interpretation(
    message: Message, context: UtteranceContext, state: DialogueState, interpreter: Interpreter
) -> Interpretation:
    state = state.changed(
        language=state.language or context.language,
        place=state.place or context.place,
        last_reply=None if context.edited else state.last_reply,
    )
    if context.choice:
        return interpreter.interpret_choice(context.choice.question, context.choice.facts, state, context.today)
    classified, distress = message.get(CLASSIFIED), message.get(DISTRESS)
    if distress is Distress.DANGER:
        # Before anything else, and nothing of it is kept.
        return Interpretation(DANGER, classified.language or state.language or DEFAULT_LANGUAGE, state)
    said = interpreter.said_before(state)

    def read(text: str) -> Reading:
        return reader().read(classified.encodings.after(text, said))

    reading = each_by_itself(read(classified.whole.delexicalized), classified.whole.delexicalized, read)
    turn = interpreter.turn(classified, message.get(ENCODED), state, context.today, reading)
    return replace(interpreter.interpret(turn), distress=distress or Distress.NONE)
