"""What messages are understood by, besides the trained model: the programme and the lexicon, ready to be asked.

A process may take up new files while it runs. A message is read from beginning to end by the knowledge that it was
pinned to; where nothing is pinned, as in training and for Rasa's own tools, by the project's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from nlu.classification.delexicalization import Delexicalizer
from nlu.dialogue.reader import Reader
from nlu.entities.cues import Words
from nlu.entities.entity_finder import Finder
from nlu.entities.fact_finder import FactFinder
from nlu.entities.places.finder import TerritoryFinder
from nlu.entities.set_phrases import Phrases
from nlu.programme import project_programme
from rules.model import Programme


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The finders and the reader of one programme and lexicon. Build it with :meth:`of`."""

    words: Words
    territories: TerritoryFinder
    finder: Finder
    reader: Reader
    delexicalizer: Delexicalizer

    @classmethod
    def of(
        cls, programme: Programme, words: Words, phrases: Phrases, territories: TerritoryFinder, facts: FactFinder
    ) -> Knowledge:
        """Put the parts together."""
        return cls(
            words=words,
            territories=territories,
            finder=Finder(territories, facts, words),
            reader=Reader(programme, words, phrases),
            delexicalizer=Delexicalizer(words, territories),
        )


class KnowledgeSource(Protocol):
    """What a message is handled with, as far as its reading needs it; Rasa's components get nothing by argument."""

    @property
    def knowledge(self) -> Knowledge:
        """What the message is read by."""


_PINNED: ContextVar[KnowledgeSource | None] = ContextVar("source", default=None)
"""The only context variable of the product."""


@contextmanager
def pinned(source: KnowledgeSource) -> Iterator[None]:
    """Read messages, in here, by the knowledge of a source."""
    token = _PINNED.set(source)
    try:
        yield
    finally:
        _PINNED.reset(token)


def in_use() -> Knowledge:
    """What the message under way is read by."""
    source = _PINNED.get()
    return source.knowledge if source else project_knowledge()


def pinned_source() -> KnowledgeSource | None:
    """What the message under way is handled with; None where nothing is pinned."""
    return _PINNED.get()


@cache
def project_knowledge() -> Knowledge:
    """The knowledge of the project's files as they were when it was first asked for.

    Raises:
        ProgrammeError: with every finding.
    """
    programme = project_programme()
    facts = FactFinder.load(programme.facts)
    return Knowledge.of(programme, Words.load(), Phrases.load(), TerritoryFinder.load(), facts)
