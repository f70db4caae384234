"""Classifies an utterance by its words alone: the intents of the whole and of its clauses, and the language.

A short utterance after an answer ("et le lien ?") has another intent than the same words out of the blue: a second
classifier, trained on the maintainers' follow-ups beside all short sentences, gives these contextual intents.
"""

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
from nlu.classification.ranking import MIN_TELLING_WORDS, ClassifiedClause, IntentRanking
from nlu.classification.training_run import ENCODING, LEARNING, READING, ProgressCounter, TrainingRun
from nlu.encoder.encoding import Encoding, Vectors
from nlu.encoder.encodings import Encodings
from nlu.entities.clauses import Clause
from nlu.intents import ASKING_NOTHING, OUT_OF_SCOPE

MAX_SHORT_WORDS = 9
"""Words of an utterance that may depend on the answer before it."""

MAX_CLASSIFIED_CHARACTERS = 600
"""Of an utterance as a whole, and of a clause, from its beginning: more than any example has. What a long utterance
asks is in its clauses."""

MIN_ASKED = 2
"""Questions that the parts of a clause may ask, from which each is looked at by itself."""

_SENTENCES_A_REPORT = 1_000
"""Sentences delexicalized between two reports of progress."""

_MAX_RANKED = 5
_FOLLOW_UP_WEIGHT = 3
"""How often a follow-up counts among the short sentences that it is to be told from."""


@dataclass(frozen=True)
class TrainingSentence:
    """A sentence to learn from; `contextual`: it has its intent only just after an answer."""

    text: str
    intent: str
    language: str
    contextual: bool


@dataclass(frozen=True)
class ClassifiedUtterance:
    """An utterance as a whole, and its clauses where it has more than one, with their intents.

    `language` is None where no word shows it; `delexicalized` is the text as it was encoded, for other readers;
    `encoding` is that of the whole, `encodings` are all that were made, by the texts as they were classified.
    """

    whole: ClassifiedClause
    clauses: tuple[ClassifiedClause, ...]
    language: str | None
    delexicalized: Delexicalized
    encodings: Encodings

    @property
    def encoding(self) -> Encoding:
        """That of the whole."""
        return self.encodings[self.whole.delexicalized]

    @property
    def telling_parts(self) -> dict[str, Vectors]:
        """The whole and the clauses of more than a word or two, as they were encoded, with their vectors."""
        telling = [clause for clause in self.clauses if len(clause.clause.text.split()) >= MIN_TELLING_WORDS]
        texts = [clause.delexicalized for clause in (self.whole, *telling)]
        return {text: self.encodings[text].vector for text in texts}


class UtteranceClassifier:
    """The classifiers of an utterance. Train with :meth:`fit`, or read trained ones with :meth:`load`.

    It knows no place and no lexicon: each call gets the delexicalizer of the content that the utterance belongs to.
    """

    def __init__(self) -> None:
        self._intents = IntentClassifier()
        self._contextual_intents = IntentClassifier()
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
        learned = list(_delexicalized(sentences, delexicalize, run))
        learned += _background(learned)
        alone = [sentence for sentence in learned if not sentence.contextual]
        follow_ups = [sentence for sentence in learned if sentence.contextual]
        follow_up_texts = {sentence.text.casefold() for sentence in follow_ups}
        short = [
            sentence
            for sentence in alone
            if _is_short(sentence.text) and sentence.text.casefold() not in follow_up_texts
        ]
        contextual = [*short, *(follow_ups * _FOLLOW_UP_WEIGHT)] if follow_ups else []
        texts = list(dict.fromkeys(sentence.text for sentence in learned))
        embeddings = cached_embeddings(
            texts, run.embeddings, lambda done, total: run.on_progress(ENCODING, done, total)
        )
        rows = {text: row for row, text in enumerate(texts)}
        passes = pass_count(previous=previous is not None) + (pass_count(previous=True) if contextual else 0)
        counter = ProgressCounter(LEARNING, passes, run.on_progress)

        def fit_intents(
            classifier: IntentClassifier, part: Sequence[TrainingSentence], start: IntentClassifier | None
        ) -> None:
            classifier.fit(
                [sentence.text for sentence in part],
                [sentence.intent for sentence in part],
                embeddings[[rows[sentence.text] for sentence in part]],
                counter.advance,
                start,
            )

        with ThreadPoolExecutor(1) as beside:
            language = beside.submit(
                self._language.fit,
                [sentence.text for sentence in sentences],
                [sentence.language for sentence in sentences],
                place_names,
            )
            fit_intents(self._intents, alone, previous)
            if contextual:
                # What the first one knows of the short sentences, the second need not learn anew.
                fit_intents(self._contextual_intents, contextual, previous or self._intents)
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
        segments = _segments(text, clauses)
        delexicalized = delexicalize.delexicalized(text)
        texts = [_read_part(part) for part in (delexicalized.text, *(delexicalize(part.text) for part in segments[1:]))]
        encodings = Encodings()
        whole, *rest = self._classified(segments, texts, encodings)
        whole, *rest = (
            replace(clause, parts=self._parts(clause.clause.parts, delexicalized, encodings, delexicalize))
            for clause in (whole, *rest)
        )
        return ClassifiedUtterance(whole, tuple(rest), self._language.identify(text), delexicalized, encodings)

    def _classified(
        self, segments: Sequence[Clause], texts: Sequence[str], encodings: Encodings
    ) -> tuple[ClassifiedClause, ...]:
        """Clauses with their intents, by their delexicalized texts."""
        embeddings = np.stack([encodings[text].vector for text in texts])
        probabilities = self._intents.probabilities(texts, embeddings)
        contextual = self._contextual_rankings(texts, embeddings)
        return tuple(
            ClassifiedClause(segment, _ranking(self._intents, row), contextual.get(index, ()), texts[index])
            for index, (segment, row) in enumerate(zip(segments, probabilities, strict=True))
        )

    def _parts(
        self, parts: Sequence[Clause], whole: Delexicalized, encodings: Encodings, delexicalize: Delexicalizer
    ) -> tuple[ClassifiedClause, ...]:
        """The parts of a clause, classified; none where the encoding of the whole tells that they ask nothing apart.

        So a message that asks one thing is encoded once, whatever its joints.
        """
        if not parts:
            return ()
        texts = [delexicalize(part.text) for part in parts]
        encoding = encodings[_read_part(whole.text)]
        pooled = np.vstack([encoding.pooled(*whole.span(part.start, part.end)) for part in parts])
        likeliest = {self._intents.labels[row.argmax()] for row in self._intents.probabilities(texts, pooled)}
        if len(likeliest - ASKING_NOTHING) < MIN_ASKED:
            return ()
        return self._classified(parts, texts, encodings)

    def rankings(
        self,
        texts: Sequence[str],
        delexicalize: Delexicalizer,
        *,
        contextual: bool = False,
        embeddings: Path | None = None,
    ) -> list[IntentRanking]:
        """The intents of many utterances, each as a whole; empty rankings where no contextual intent was learned.

        Args:
            texts: the utterances.
            delexicalize: replaces their places and dates.
            contextual: whether each comes just after an answer.
            embeddings: the folder where embeddings are kept.
        """
        classifier = self._contextual_intents if contextual else self._intents
        if not texts or not classifier.labels:
            return [() for _ in texts]
        texts = [delexicalize(text) for text in texts]
        probabilities = classifier.probabilities(texts, cached_embeddings(texts, embeddings))
        return [_ranking(classifier, row) for row in probabilities]

    def _contextual_rankings(self, texts: Sequence[str], embeddings: Vectors) -> dict[int, IntentRanking]:
        """The contextual intents of the short texts, by their place in the list."""
        short = [index for index, text in enumerate(texts) if _is_short(text)]
        if not self._contextual_intents.labels or not short:
            return {}
        rows = self._contextual_intents.probabilities([texts[index] for index in short], embeddings[short])
        return {index: _ranking(self._contextual_intents, row) for index, row in zip(short, rows, strict=True)}

    def save(self, directory: Path) -> None:
        """Write what was learned into a folder."""
        self._intents.save(directory / "intents.joblib")
        self._contextual_intents.save(directory / "contextual_intents.joblib")
        self._language.save(directory / "language.joblib")

    @classmethod
    def load(cls, directory: Path) -> UtteranceClassifier:
        """Read what :meth:`save` wrote. Only load files this project wrote: the format runs code."""
        classifier = cls()
        classifier._intents = cls.load_intents(directory)
        classifier._contextual_intents = IntentClassifier.load(directory / "contextual_intents.joblib")
        classifier._language = LanguageIdentifier.load(directory / "language.joblib")
        return classifier

    @staticmethod
    def load_intents(directory: Path) -> IntentClassifier:
        """Of what :meth:`save` wrote, the part that :meth:`fit` goes on from."""
        return IntentClassifier.load(directory / "intents.joblib")


def classified_texts(text: str, clauses: Sequence[Clause], delexicalize: Delexicalizer) -> list[str]:
    """What is encoded of an utterance: the whole, then its clauses where it has more than one, each delexicalized."""
    return [_read_part(delexicalize(segment.text)) for segment in _segments(text, clauses)]


def _read_part(text: str) -> str:
    return text[:MAX_CLASSIFIED_CHARACTERS]


def _segments(text: str, clauses: Sequence[Clause]) -> list[Clause]:
    parts = clauses[0].parts if len(clauses) == 1 else ()
    return [Clause(text, 0, "?" in text, parts=parts), *(clauses if len(clauses) > 1 else ())]


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


def _is_short(text: str) -> bool:
    return len(text.split()) <= MAX_SHORT_WORDS


def _ranking(
    classifier: IntentClassifier, probabilities: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> IntentRanking:
    likeliest = np.argsort(probabilities)[::-1][:_MAX_RANKED]
    return tuple((classifier.labels[index], float(probabilities[index])) for index in likeliest)
