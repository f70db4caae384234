"""The heads of the annotated messages: role and holder of the facts and dates that a message names."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import joblib

from nlu.classification.delexicalization import Delexicalized, Delexicalizer
from nlu.encoder.encoding import Encoding
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.heads.features import Features, mention_features
from nlu.heads.labels import HOLDER, ROLE, Context, Reading
from nlu.heads.linear import LinearHeads
from nlu.training_data.annotated import DATE, PLACE, AnnotatedMessage, Mark

FILE = "heads.joblib"

FACT = "fait"
"""The kind of an entity that is no date."""

KINDS = (FACT, DATE)


def kind_of(entity: str) -> str:
    """Which heads read an entity: those of dates or of facts."""
    return entity if entity == DATE else FACT


def marks_read(message: AnnotatedMessage) -> list[Mark]:
    """The marks of a message that heads learn from: of places the gazetteer and its own cues tell the role."""
    return [mark for mark in message.marks if mark.entity != PLACE]


def context_of(reply: str) -> Context:
    """What came before a message, by the reply before it; empty at the start of a conversation."""
    if not reply:
        return Context.START
    return Context.QUESTION if reply.rstrip().endswith("?") else Context.ANSWER


@dataclass
class Heads:
    """All heads. Train with :meth:`fit`."""

    entities: tuple[str, ...] = ()
    mentions: dict[str, LinearHeads] = field(default_factory=dict)

    def fit(
        self,
        annotated: Sequence[AnnotatedMessage],
        delexicalize: Delexicalizer,
        on_progress: Callable[[int, int], None] = lambda *_: None,
    ) -> Heads:
        """Train on annotated messages.

        Args:
            annotated: messages of several hands, a file each.
            delexicalize: replaces places and dates, as it does in messages.
            on_progress: called with how many messages are encoded, and of how many.
        """
        self.entities = tuple(sorted({mark.entity for message in annotated for mark in marks_read(message)}))
        texts = [delexicalize.delexicalized(message.text) for message in annotated]
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
            encodings = threads.map(sentence_encoder().encode, [text.text for text in texts])
            encoded = []
            for text, encoding in zip(texts, encodings, strict=True):
                encoded.append(EncodedMessage(self, text, encoding))
                on_progress(len(encoded), len(texts))
        pairs = [pair for pair in zip(annotated, encoded, strict=True) if len(pair[1].encoding.starts)]
        for kind in KINDS:
            marked = [
                (message, encoded, mark)
                for message, encoded in pairs
                for mark in marks_read(message)
                if kind_of(mark.entity) == kind
            ]
            if marked:
                self.mentions[kind] = LinearHeads().fit(
                    [
                        encoded.features(mark.entity, mark.start, mark.end, _context(message))
                        for message, encoded, mark in marked
                    ],
                    {ROLE: [mark.role for *_, mark in marked], HOLDER: [mark.group for *_, mark in marked]},
                    [message.place.file.name for message, *_ in marked],
                )
        return self

    def save(self, folder: Path) -> None:
        """Write what was learned into a folder."""
        joblib.dump(self, folder / FILE)

    @staticmethod
    def load(folder: Path) -> Heads:
        """Read what :meth:`save` wrote. Only load files this project wrote: the format runs code."""
        heads: Heads = joblib.load(folder / FILE)
        return heads


@dataclass(frozen=True)
class EncodedMessage:
    """A message as the heads hear it: delexicalized, encoded once."""

    heads: Heads
    text: Delexicalized
    encoding: Encoding

    def mention(self, entity: str, start: int, end: int, context: Context) -> Reading:
        """Role and holder of what it names from `start` to `end`, in characters of the original text."""
        heads = self.heads.mentions.get(kind_of(entity))
        if heads is None or not len(self.encoding.starts):
            return {}
        return heads.read(self.features(entity, start, end, context))

    def features(self, entity: str, start: int, end: int, context: Context) -> Features:
        """The features of a mention."""
        first, last = self.text.span(start, end)
        return mention_features(self.text.text, self.encoding, first, last, entity, self.heads.entities, context)


def _context(message: AnnotatedMessage) -> Context:
    return context_of(message.metadata.avant)
