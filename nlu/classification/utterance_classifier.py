"""What a message sounds like by its words alone: the kind of question, alone and after an answer, and the language.

A short message that leans on an answer ("et le lien ?") means something else than the same words out of the blue, so
a second classifier, trained on the maintainers' follow-ups beside all short sentences, hears short messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nlu.classification.delexicalization import PlainText
from nlu.classification.embedding_cache import encoded
from nlu.classification.encoder import Vectors, encode
from nlu.classification.intent_classifier import QuestionClassifier, passes
from nlu.classification.language_id import LanguageGuesser
from nlu.classification.ranking import ClassifiedClause, IntentRanking
from nlu.classification.training_run import ENCODING, LEARNING, READING, Count, Learning
from nlu.entities.cues import Segment, Words
from nlu.resources import in_use

SHORT = 9
"""Words of a message that may lean on the answer before it."""

_AT_ONCE = 1_000
"""Sentences read between two words on how far it is."""

_RANKED = 5
_WEIGHT = 3
"""How often a follow-up counts among the short sentences that it is to be told from."""


@dataclass(frozen=True)
class Sentence:
    """A sentence to learn from; `in_thread`: it means its intent only after an answer."""

    text: str
    intent: str
    language: str
    in_thread: bool


class Hearing:
    """The classifiers that hear a message. Train with :meth:`fit`."""

    def __init__(self, words: Words | None = None, plain: PlainText | None = None) -> None:
        """Prepare. Messages are heard by the words and places in use at the time, unless others are given."""
        self._alone = QuestionClassifier()
        self._in_thread = QuestionClassifier()
        self._language = LanguageGuesser()
        self._own_words = words
        self._own_plain = plain

    @property
    def _words(self) -> Words:
        return self._own_words or in_use().words

    @property
    def _plain(self) -> PlainText:
        return self._own_plain or in_use().plain

    def fit(
        self,
        sentences: Sequence[Sentence],
        names: Sequence[str],
        learning: Learning | None = None,
        begun: QuestionClassifier | None = None,
    ) -> Hearing:
        """Train on the maintainers' sentences, and on names of places.

        `begun` is what another one has learnt, as :meth:`load_begun` reads it, to go on from.
        """
        learning = learning or Learning()
        plain = list(self._made_plain(sentences, learning))
        alone = [one for one in plain if not one.in_thread]
        leaning = [one for one in plain if one.in_thread]
        meant = {one.text.casefold() for one in leaning}
        short = [one for one in alone if _is_short(one.text) and one.text.casefold() not in meant]
        both = [*short, *(leaning * _WEIGHT)] if leaning else []
        texts = list(dict.fromkeys(one.text for one in plain))
        vectors = encoded(texts, learning.encodings, lambda done, total: learning.tell(ENCODING, done, total))
        rows = {text: row for row, text in enumerate(texts)}
        total = passes(begun=begun is not None) + (passes(begun=True) if both else 0)
        count = Count(LEARNING, total, learning.tell)

        def learn(classifier: QuestionClassifier, part: Sequence[Sentence], begun: QuestionClassifier | None) -> None:
            classifier.fit(
                [one.text for one in part],
                [one.intent for one in part],
                vectors[[rows[one.text] for one in part]],
                count.one_more,
                begun,
            )

        languages = [one.language for one in sentences]
        with ThreadPoolExecutor(1) as beside:
            language = beside.submit(self._language.fit, [one.text for one in sentences], languages, names)
            learn(self._alone, alone, begun)
            if both:
                # What the first one knows of the short sentences, the second need not learn anew.
                learn(self._in_thread, both, begun or self._alone)
            language.result()
        return self

    def _made_plain(self, sentences: Sequence[Sentence], learning: Learning) -> Iterator[Sentence]:
        plain = self._plain
        for number, one in enumerate(sentences, 1):
            yield replace(one, text=plain(one.text))
            if number % _AT_ONCE == 0 or number == len(sentences):
                learning.tell(READING, number, len(sentences))

    def hear(self, text: str) -> tuple[ClassifiedClause, tuple[ClassifiedClause, ...], str | None]:
        """The message as a whole, its sentences where it has more than one, and its language where that shows."""
        plain = self._plain
        whole = Segment(text, 0, "?" in text)
        pieces = self._words.segments(text)
        segments = [whole, *pieces] if len(pieces) > 1 else [whole]
        said = [plain(segment.text) for segment in segments]
        vectors = encode(said)
        probabilities = self._alone.probabilities(said, vectors)
        leaning = self._leaning(said, vectors)
        heard = [
            ClassifiedClause(segment, _ranking(self._alone, row), leaning.get(index, ()))
            for index, (segment, row) in enumerate(zip(segments, probabilities, strict=True))
        ]
        return heard[0], tuple(heard[1:]), self._language.guess(text)

    def rankings(
        self, texts: Sequence[str], *, in_thread: bool = False, encodings: Path | None = None
    ) -> list[IntentRanking]:
        """What many messages mean, each as a whole, likeliest first.

        Args:
            texts: the messages.
            in_thread: whether each comes just after an answer.
            encodings: the folder where encodings are kept.
        """
        classifier = self._in_thread if in_thread else self._alone
        if not texts or not classifier.labels:
            return [() for _ in texts]
        said = [self._plain(text) for text in texts]
        return [_ranking(classifier, row) for row in classifier.probabilities(said, encoded(said, encodings))]

    def _leaning(self, said: Sequence[str], vectors: Vectors) -> dict[int, IntentRanking]:
        """What the short texts mean after an answer, by their place in the list."""
        short = [index for index, text in enumerate(said) if _is_short(text)]
        if not self._in_thread.labels or not short:
            return {}
        rows = self._in_thread.probabilities([said[index] for index in short], vectors[short])
        return {index: _ranking(self._in_thread, row) for index, row in zip(short, rows, strict=True)}

    def save(self, directory: Path) -> None:
        """Write what was learnt into a folder."""
        self._alone.save(directory / "alone.joblib")
        self._in_thread.save(directory / "in_thread.joblib")
        self._language.save(directory / "language.joblib")

    @classmethod
    def load(cls, directory: Path, words: Words | None = None, plain: PlainText | None = None) -> Hearing:
        """Read what :meth:`save` wrote. Only load files this project wrote: the format runs code."""
        hearing = cls(words, plain)
        hearing._alone = cls.load_begun(directory)
        hearing._in_thread = QuestionClassifier.load(directory / "in_thread.joblib")
        hearing._language = LanguageGuesser.load(directory / "language.joblib")
        return hearing

    @staticmethod
    def load_begun(directory: Path) -> QuestionClassifier:
        """Of what :meth:`save` wrote, the part that :meth:`fit` goes on from."""
        return QuestionClassifier.load(directory / "alone.joblib")


def _is_short(text: str) -> bool:
    return len(text.split()) <= SHORT


def _ranking(
    classifier: QuestionClassifier, probabilities: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> IntentRanking:
    best = np.argsort(probabilities)[::-1][:_RANKED]
    return tuple((classifier.labels[index], float(probabilities[index])) for index in best)
