"""What the classifier gives for sentences that it has not learnt: in cross-validation, and on sentence sets apart."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

from nlu.classification.background import background_words
from nlu.classification.embedding_cache import cached_embeddings
from nlu.classification.intent_classifier import IntentClassifier
from nlu.classification.ranking import MAX_ALTERNATIVES, IntentRanking
from nlu.intents import OUT_OF_SCOPE
from nlu.resources import in_use
from nlu.text import tokens
from nlu.training_data.examples import Example, Language
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import read_document

FOLDS = 5
ENCODINGS = Path(__file__).parents[2] / "var" / "encodings"
"""Where embeddings are kept: with those of the training."""

Rows = npt.NDArray[np.int64]
SentenceSet = dict[str, dict[Language, list[str]]]
"""A file of sentences kept apart: intent, language, sentences."""


@dataclass(frozen=True)
class Prediction:
    """A sentence with its right intent, and the likeliest intents given to it, likeliest first."""

    example: Example
    ranking: IntentRanking
    out_of_scope: float
    """The probability of being out of scope, wherever it ranks."""

    @property
    def given(self) -> str:
        """The likeliest intent."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The probability of the likeliest intent, from 0 to 1."""
        return self.ranking[0][1]

    @property
    def right(self) -> bool:
        """Whether the likeliest intent is the right one."""
        return self.given == self.example.intent

    @property
    def right_among_offered(self) -> bool:
        """Whether the right intent is among those the assistant could offer."""
        return any(intent == self.example.intent for intent, _ in self.ranking)


def folds(examples: Sequence[Example], count: int = FOLDS) -> list[tuple[Rows, Rows]]:
    """Split examples into rows to train on and rows to test on; every row is tested once.

    Each fold has its part of every intent in every language. Sentences with the same words stay together, whatever
    their capitals, accents and punctuation, so that none is tested on its own copy.
    """
    words = [_words(example.text) for example in examples]
    strata = [f"{example.intent} {example.language}" for example in examples]
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=0)
    with warnings.catch_warnings():
        # A new intent may have fewer sentences than there are folds; some folds then have none of it.
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return [(train, test) for train, test in splitter.split(words, strata, words)]


def cross_validate(examples: Sequence[Example], tell: Callable[[str], None]) -> list[Prediction]:
    """Predictions for all examples, in their order, each by a model that has not learnt it; `tell` hears progress."""
    found: dict[int, Prediction] = {}
    for number, (train, test) in enumerate(folds(examples), start=1):
        tell(f"Entraînement {number} sur {FOLDS} ({len(train)} phrases apprises, {len(test)} mises à l’épreuve)…")
        classifier = trained([examples[row] for row in train])
        found.update(zip(test.tolist(), predictions(classifier, [examples[row] for row in test]), strict=True))
    return [found[row] for row in range(len(examples))]


def trained(examples: Sequence[Example]) -> IntentClassifier:
    """A classifier that has learnt the examples."""
    texts, intents = [in_use().delexicalizer(example.text) for example in examples], [e.intent for e in examples]
    words = background_words(texts, intents)
    texts, intents = [*texts, *words], [*intents, *[OUT_OF_SCOPE] * len(words)]
    return IntentClassifier().fit(texts, intents, cached_embeddings(texts, ENCODINGS))


def predictions(classifier: IntentClassifier, examples: Sequence[Example]) -> Iterator[Prediction]:
    """What a classifier gives for sentences, in their order."""
    texts = [in_use().delexicalizer(example.text) for example in examples]
    probabilities = classifier.probabilities(texts, cached_embeddings(texts, ENCODINGS))
    labels = classifier.labels
    scope = labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in labels else None
    for example, row in zip(examples, probabilities, strict=True):
        best = np.argsort(row)[::-1][:MAX_ALTERNATIVES]
        ranking = tuple((labels[column], float(row[column])) for column in best)
        yield Prediction(example, ranking, float(row[scope]) if scope is not None else 0.0)


def unlearnt(sentences: Sequence[Example], examples: Sequence[Example]) -> list[Example]:
    """The sentences that no example has word for word; the others would measure memory, not understanding."""
    learnt = {_words(example.text) for example in examples}
    return [sentence for sentence in sentences if _words(sentence.text) not in learnt]


def read_sentence_set(path: Path, intents: Sequence[str]) -> list[Example]:
    """Read labelled sentences that the model does not learn.

    Raises:
        ProgrammeError: the file does not have the form, or names an intent that has no examples.
    """
    document = read_document(path, SentenceSet)
    findings = [
        Finding(document.place(intent), f"l'intention « {intent} » n'a pas d'exemples", "corriger son nom")
        for intent in document.content
        if intent not in intents
    ]
    if findings:
        raise ProgrammeError(findings)
    return [
        Example(text, intent, language, document.place(intent, language, index))
        for intent, by_language in document.content.items()
        for language, texts in by_language.items()
        for index, text in enumerate(texts)
    ]


def _words(text: str) -> str:
    """A sentence without capitals, accents and punctuation."""
    return " ".join(token.folded for token in tokens(text))
