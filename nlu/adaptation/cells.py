"""Fits the heads that read which cell is asked: `python -m nlu.adaptation.cells`, as `make adapt` does at its end.

They are logistic regressions on what the adapted encoder and its heads make of the annotated turns, each after what was
said before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlu.adaptation.rows import Before, RowMaker
from nlu.classification.language_id import LanguageIdentifier
from nlu.encoder.encoding import Vectors
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.gist import gist, with_answered
from nlu.meaning import NOTHING
from nlu.reading.cells import FIELDS, HEADS, features
from nlu.reading.reader import Reader
from nlu.reading.reading import Ask
from nlu.resources import in_use
from nlu.training_data.cells import AskedCells, TurnKey, read_cells
from nlu.training_data.examples import EXAMPLES, FAQ, read_examples
from nlu.training_data.meanings import LoggedTurn, conversations, read_turns

CONSTRAINT: Final = 1.0
"""How closely the heads follow the annotators (scikit-learn's C); chosen on annotators left out."""


def read_asks(turns: Sequence[LoggedTurn], wanted: set[TurnKey]) -> Iterator[tuple[TurnKey, Vectors, Ask]]:
    """The turns that are wanted, each with its vector and what is read of its first question."""
    examples = read_examples(EXAMPLES, FAQ)
    resources, encoder = in_use(), sentence_encoder()
    language = LanguageIdentifier().fit(
        [example.text for example in examples], [example.language for example in examples], resources.places.names
    )
    reader = Reader()
    maker = RowMaker(encoder, resources, lambda text: language.identify(text) or "fr")
    for conversation in conversations(turns):
        before = Before()
        for turn in conversation:
            key = (turn.writer, turn.conversation, turn.turn)
            if key in wanted:
                said = with_answered(resources.delexicalizer(gist(before.reply)), before.question, before.course)
                encoding = encoder.encode(maker.read(turn.message), said)
                yield key, encoding.vector, reader.read(encoding).asks[0]
            before = before.after(turn)


def fields_of(ask: Ask) -> dict[str, Mapping[str, float]]:
    """What is read of a question, by the fields that the features are made of."""
    return {"topic": ask.topics, "course": ask.courses, "form": {str(form): p for form, p in ask.forms.items()}}


def fitted(annotated: Sequence[AskedCells], asks: Mapping[TurnKey, tuple[Vectors, Ask]]) -> dict[str, Any]:
    """The heads, as `nlu.reading.cells` loads them; each annotator of a turn counts."""
    known = [turn for turn in annotated if turn.key in asks]
    labels = {field: sorted(fields_of(next(iter(asks.values()))[1])[field]) for field in FIELDS}
    seen = np.array([features(asks[turn.key][0], fields_of(asks[turn.key][1]), labels) for turn in known])
    arrays: dict[str, Any] = {}
    for place, field in enumerate(("element", "attribute")):
        right = [turn.cells[0][place] if turn.cells else NOTHING for turn in known]
        model = LogisticRegression(C=CONSTRAINT, max_iter=200, tol=1e-3).fit(seen, right)
        labels[field] = model.classes_.tolist()
        arrays |= {
            f"{field}.weight": model.coef_.astype(np.float16),
            f"{field}.bias": model.intercept_.astype(np.float16),
        }
    return {**arrays, "labels": np.frombuffer(json.dumps(labels, ensure_ascii=False).encode(), np.uint8)}


def main(file: Path = HEADS) -> None:
    """Fit, and write the heads."""
    annotated = read_cells()
    wanted = {turn.key for turn in annotated}
    asks = {key: (vector, ask) for key, vector, ask in read_asks(read_turns(), wanted)}
    np.savez_compressed(file, **fitted(annotated, asks))


if __name__ == "__main__":
    main()
