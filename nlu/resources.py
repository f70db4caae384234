"""Language resources: the programme and the lexicon compiled, by which utterances are understood besides the model.

A process may take up new files while it runs. An utterance is interpreted from beginning to end by the resources that
its exchange has; without an exchange, as in Rasa's own tools, by the project's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from typing import Protocol

from nlu.aside import aside
from nlu.classification.delexicalization import Delexicalizer
from nlu.dialogue.answers import AnswerResolver
from nlu.dialogue.context import UtteranceContext
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.interpreter import Interpreter
from nlu.encoder.encoding import Vectors
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.entities.answer_words import AnswerWords
from nlu.entities.entity_finder import EntityFinder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.places.finder import PlaceFinder
from nlu.training_data.examples import FAQ
from rules.loading import load_programme
from rules.model import Programme


def _meanings(texts: Sequence[str]) -> Vectors:
    """The encoder's vectors of texts to compare; it is loaded when first asked for."""
    return aside(partial(sentence_encoder().meanings, texts))


@dataclass(frozen=True, eq=False)
class LanguageResources:
    """The finders and the interpreter of one programme and lexicon. Build it with :meth:`of`."""

    lexicon: Lexicon
    places: PlaceFinder
    entities: EntityFinder
    interpreter: Interpreter
    delexicalizer: Delexicalizer

    @classmethod
    def of(
        cls, programme: Programme, lexicon: Lexicon, places: PlaceFinder, facts: FactFinder, words: AnswerWords
    ) -> LanguageResources:
        """Put the parts together."""
        entities = EntityFinder(places, facts, lexicon)
        answers = AnswerResolver(programme, lexicon, entities, words, _meanings)
        return cls(
            lexicon=lexicon,
            places=places,
            entities=entities,
            interpreter=Interpreter(programme, lexicon, entities, answers),
            delexicalizer=Delexicalizer(lexicon.dates, places, entities.organisations),
        )

    def by_noun(self, text: str, language: str) -> str:
        """A message with a noun in place of the first name of each person spoken of."""

        def places(text: str) -> list[tuple[int, int]]:
            return [(place.start, place.end) for place in self.places.find(text)]

        return self.lexicon.first_names.by_noun(text, language, places)


class UtteranceExchange(Protocol):
    """An utterance while it is handled, as far as nlu needs it; Rasa's components get nothing of ours by argument."""

    context: UtteranceContext
    interpretation: Interpretation | None
    """Set by Rasa's component once the utterance is interpreted."""

    @property
    def resources(self) -> LanguageResources:
        """What the utterance is interpreted by."""


_CURRENT: ContextVar[UtteranceExchange | None] = ContextVar("exchange", default=None)
"""The only one that a message has; a training has its own (`training_run`)."""


@contextmanager
def handling(exchange: UtteranceExchange) -> Iterator[None]:
    """Interpret utterances in an exchange within the block."""
    token = _CURRENT.set(exchange)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def in_use() -> LanguageResources:
    """The resources of the utterance under way, else the project's."""
    exchange = _CURRENT.get()
    return exchange.resources if exchange else project_resources()


def current_exchange() -> UtteranceExchange | None:
    """The exchange of the utterance under way; None in Rasa's own tools, which begin none."""
    return _CURRENT.get()


@cache
def project_programme() -> Programme:
    """The programme of `rules/programme` and `stories/faq`, loaded once a process.

    Raises:
        ProgrammeError: with every finding.
    """
    return load_programme(faq=FAQ)


@cache
def project_resources() -> LanguageResources:
    """The resources of the project's files as they were when they were first asked for.

    Raises:
        ProgrammeError: with every finding.
    """
    programme = project_programme()
    facts = programme.facts
    return LanguageResources.of(
        programme, Lexicon.load(), PlaceFinder.load(), FactFinder.load(facts), AnswerWords.load(facts)
    )
