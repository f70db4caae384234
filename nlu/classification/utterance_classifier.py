"""Classifies an utterance by its words alone: its intents, and the language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nlu.classification.background import background_words
from nlu.classification.delexicalization import Delexicalized, Delexicalizer
from nlu.classification.embedding_cache import cached_embeddings
from nlu.classification.intent_classifier import IntentClassifier, pass_count
from nlu.classification.language_id import LanguageIdentifier
from nlu.classification.ranking import MAX_RANKED, MIN_TELLING_WORDS, IntentRanking, RankedText
from nlu.classification.training_run import ENCODING, LEARNING, READING, ProgressCounter, TrainingRun
from nlu.encoder.encoding import Encoding, Vectors
from nlu.encoder.encodings import Encodings
from nlu.entities.clauses import Clause
from nlu.intents import OUT_OF_SCOPE, STATEMENT
from nlu.meaning import NO_TOPIC
from nlu.reading.reader import reader

MAX_CLASSIFIED_CHARACTERS = 600
"""Of an utterance as a whole, and of a clause, from its beginning: more than any example has. What a long utterance
asks is in its clauses."""

_SENTENCES_A_REPORT = 1_000
"""Sentences delexicalized between two reports of progress."""


@dataclass(frozen=True)
class TrainingSentence:
    """A sentence to learn from; `contextual`: it has its intent only just after an answer."""

    text: str
    intent: str
    language: str
    contextual: bool


@dataclass(frozen=True)
class ClassifiedUtterance:
    """An utterance with its intents.

    Attributes:
        whole: the utterance.
        clauses: the texts of its clauses of more than a word or two, as they are encoded, where it has several.
        language: None where no word shows it.
        delexicalized: the text as it was encoded, for other readers.
        encodings: all that were made, by the texts as they were encoded.
    """

    whole: RankedText
    clauses: tuple[str, ...]
    language: str | None
    delexicalized: Delexicalized
    encodings: Encodings

    @property
    def encoding(self) -> Encoding:
        """That of the utterance, from its beginning."""
        return self.encodings[_read_part(self.delexicalized.text)]

    @property
    def telling_parts(self) -> dict[str, Vectors]:
        """The whole and its clauses, as they are encoded, with their vectors."""
        return {text: self.encodings[text].vector for text in (_read_part(self.delexicalized.text), *self.clauses)}


class UtteranceClassifier:
    """The classifier of an utterance. Train with :meth:`fit`, or read trained ones with :meth:`load`.

    It knows no place and no lexicon: each call gets the delexicalizer of the content that the utterance belongs to.
    """

    def __init__(self) -> None:
        self._intents = IntentClassifier()
        self._language = LanguageIdentifier()

    def fit(
        self,
        sentences: Sequence[TrainingSentence],
        place_names: Sequence[str],
        delexicalize: Delexicalizer,
        run: TrainingRun | None = None,
        previous: IntentClassifier | None = None,
    ) -> UtteranceClassifier:
        """Train, and return this classifier.

        Args:
            sentences: the maintainers' sentences.
            place_names: names that have no language.
            delexicalize: replaces places and dates in the sentences.
            run: where embeddings are kept and progress is reported; nowhere without it.
            previous: a classifier to go on from, as :meth:`load_intents` reads it.
        """
        run = run or TrainingRun()
        known = {STATEMENT if topic == NO_TOPIC else topic for topic in reader().topics}
        alone = [sentence for sentence in sentences if not sentence.contextual or sentence.intent not in known]
        learned = list(_delexicalized(alone, delexicalize, run))
        learned += _background(learned)
        texts = [sentence.text for sentence in learned]
        distinct = list(dict.fromkeys(texts))
        embeddings = cached_embeddings(
            distinct, run.embeddings, lambda done, total: run.on_progress(ENCODING, done, total)
        )
        rows = {text: row for row, text in enumerate(distinct)}
        counter = ProgressCounter(LEARNING, pass_count(previous=previous is not None), run.on_progress)
        with ThreadPoolExecutor(1) as beside:
            language = beside.submit(
                self._language.fit,
                [sentence.text for sentence in sentences],
                [sentence.language for sentence in sentences],
                place_names,
            )
            self._intents.fit(
                texts,
                [sentence.intent for sentence in learned],
                embeddings[[rows[text] for text in texts]],
                counter.advance,
                previous,
            )
            language.result()
        return self

    def language(self, text: str) -> str | None:
        """The language of a text, "fr" or "en"; None where no word shows it."""
        return self._language.identify(text)

    def classify(self, text: str, clauses: Sequence[Clause], delexicalize: Delexicalizer) -> ClassifiedUtterance:
        """Classify an utterance.

        Args:
            text: the utterance.
            clauses: its clauses, in order.
            delexicalize: replaces its places and dates.
        """
        delexicalized, encodings = delexicalize.delexicalized(text), Encodings()
        _, *parts = classified_texts(text, clauses, delexicalize)
        read = _asking(delexicalized.text, clauses, delexicalize)
        [probabilities] = self._intents.probabilities([read], encodings[read].vector[None])
        return ClassifiedUtterance(
            RankedText(text, _ranking(self._intents, probabilities), read),
            tuple(parts),
            self._language.identify(text),
            delexicalized,
            encodings,
        )

    def rankings(
        self,
        texts: Sequence[str],
        delexicalize: Delexicalizer,
        embeddings: Path | None = None,
    ) -> list[IntentRanking]:
        """The intents of many utterances.

        Args:
            texts: the utterances.
            delexicalize: replaces their places and dates.
            embeddings: the folder where embeddings are kept.
        """
        if not texts:
            return []
        texts = [delexicalize(text) for text in texts]
        probabilities = self._intents.probabilities(texts, cached_embeddings(texts, embeddings))
        return [_ranking(self._intents, row) for row in probabilities]

    def save(self, directory: Path) -> None:
        """Write what was learned into a folder."""
        self._intents.save(directory / "intents.joblib")
        self._language.save(directory / "language.joblib")

    @classmethod
    def load(cls, directory: Path) -> UtteranceClassifier:
        """Read what :meth:`save` wrote. Only load files this project wrote: the format runs code."""
        classifier = cls()
        classifier._intents = cls.load_intents(directory)
        classifier._language = LanguageIdentifier.load(directory / "language.joblib")
        return classifier

    @staticmethod
    def load_intents(directory: Path) -> IntentClassifier:
        """Of what :meth:`save` wrote, the part that :meth:`fit` goes on from."""
        return IntentClassifier.load(directory / "intents.joblib")


def classified_texts(text: str, clauses: Sequence[Clause], delexicalize: Delexicalizer) -> list[str]:
    """What is encoded of an utterance, delexicalized: the whole, then the clauses that tell something, if several."""
    telling = [clause.text for clause in clauses if len(clause.text.split()) >= MIN_TELLING_WORDS]
    parts = [text, *(telling if len(clauses) > 1 else ())]
    return [_read_part(delexicalize(part)) for part in parts]


def _asking(text: str, clauses: Sequence[Clause], delexicalize: Delexicalizer) -> str:
    """What is read of a delexicalized utterance: of one too long, what asks outright, however late it comes."""
    asking = [delexicalize(clause.text) for clause in clauses if clause.asks_outright]
    is_long = len(text) > MAX_CLASSIFIED_CHARACTERS
    return " ".join(asking)[-MAX_CLASSIFIED_CHARACTERS:] if is_long and asking else _read_part(text)


def _read_part(text: str) -> str:
    return text[:MAX_CLASSIFIED_CHARACTERS]


def _delexicalized(
    sentences: Sequence[TrainingSentence], delexicalize: Delexicalizer, run: TrainingRun
) -> Iterator[TrainingSentence]:
    for number, sentence in enumerate(sentences, 1):
        yield replace(sentence, text=delexicalize(sentence.text))
        if number % _SENTENCES_A_REPORT == 0 or number == len(sentences):
            run.on_progress(READING, number, len(sentences))


def _background(sentences: Sequence[TrainingSentence]) -> list[TrainingSentence]:
    words = background_words([sentence.text for sentence in sentences], [sentence.intent for sentence in sentences])
    return [TrainingSentence(word, OUT_OF_SCOPE, "fr", contextual=False) for word in words]


def _ranking(
    classifier: IntentClassifier, probabilities: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> IntentRanking:
    likeliest = np.argsort(probabilities)[::-1][:MAX_RANKED]
    return tuple((classifier.labels[index], float(probabilities[index])) for index in likeliest)
