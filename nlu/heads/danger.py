"""Danger and deep distress, one's own or somebody else's; and exasperation, which deserves a kind word.

A message is as grave as the gravest of its parts: a question about a course may end in a farewell. The head scores the
vectors of the whole and of each clause, which the classifiers have anyway, and takes the highest. It is a kernel ridge
regression: a part is like the messages learnt that lie near it. Linear models and networks found fewer of the messages
left out (`make evaluate` measures those kept apart), and none gives, without learning anew, what it would say of each
message had it not learnt it: thresholds follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_solve
from scipy.linalg.lapack import spotrf, strtri

from nlu.distress import Distress
from nlu.products import product

MAX_FALSE_ALARMS = 0.001
"""Share of ordinary messages that may be taken for danger, and as many for exasperation: fewer of the examples, which
ask plainly, and twice as many of the annotated messages, which are as people write. Judges met false alarms in three of
a hundred turns with 0.0025."""

NEARNESS = 0.6
"""How fast likeness falls with the distance of vectors, whose spread is 1; chosen by cross-validation like the rest."""

PENALTY = 0.2
"""Of large weights; less for a message that counts more."""

DIMENSIONS = 384
"""Of the vectors learnt, along which they differ most: as right as all 768, in half of the time; 256 find fewer."""

MAX_ORDINARY = 2_500
"""Ordinary parts learnt, those most like distress: the others teach nothing, and take time."""

DISTRESS_WEIGHT, FALSE_FRIEND_WEIGHT, ORDINARY_WEIGHT = 4.0, 2.0, 1.0
"""What a message of distress, and one that only sounds so, counts beside an ordinary one."""

_RIDGE = 1e-3
"""Of the variance, so that it can be inverted."""

_FILE = "danger.joblib"

Matrix = npt.NDArray[np.float32]
_Rows = npt.NDArray[np.int64]


_KINDS = (Distress.DANGER, Distress.EXASPERATION)
"""The columns of scores; of both, danger counts."""


@dataclass(frozen=True)
class DistressExample:
    """A message to learn from, as a whole and in its clauses, delexicalized; `ordinary`: nobody thought of distress."""

    parts: tuple[str, ...]
    distress: Distress
    ordinary: bool = False


@dataclass(frozen=True)
class _Learnt:
    """What a trained head keeps: the vectors of the parts learnt, what each adds to each score, and the thresholds.

    `thresholds` are the scores of the most alarming ordinary parts, had they not been learnt: highest first, shape
    (alarms allowed + 1, 2).
    """

    centre: Matrix
    directions: Matrix
    vectors: Matrix
    squares: Matrix
    weights: Matrix
    bias: Matrix
    thresholds: Matrix

    def scores(self, embeddings: Matrix) -> Matrix:
        """Of each vector and kind, shape (vectors, 2)."""
        likeness = _likeness(self.scaled(embeddings), self.vectors, self.squares)
        scores: Matrix = product(likeness, self.weights) + self.bias
        return scores

    def thresholds_of(self, parts: int) -> Matrix:
        """What a message of so many parts has to exceed: the more parts, the likelier one of them is by chance."""
        found: Matrix = self.thresholds[(len(self.thresholds) - 1) // max(1, parts)]
        return found

    def scaled(self, embeddings: Matrix) -> Matrix:
        """Vectors around their centre, of about unit length, along the directions that tell most."""
        scaled: Matrix = product(embeddings - self.centre, self.directions)
        return scaled


class DangerHead:
    """Detects distress. Train with :meth:`fit`, or read a trained one with :meth:`load`."""

    def __init__(self) -> None:
        self._learnt: _Learnt | None = None

    def fit(self, examples: Sequence[DistressExample], embeddings: Callable[[Sequence[str]], Matrix]) -> DangerHead:
        """Train, and return this head.

        Args:
            examples: messages of distress, false friends and ordinary messages.
            embeddings: gives the vectors of texts, shape (texts, inputs).
        """
        # Which clause of a message shows its distress is not known: of these only the whole is learnt.
        parts = [
            (text, example)
            for example in examples
            for text in (example.parts if example.distress is Distress.NONE else example.parts[:1])
        ]
        vectors = embeddings([text for text, _ in parts])
        centre = vectors.mean(axis=0)
        vectors = vectors - centre
        directions = _telling_directions(vectors)
        vectors = vectors @ directions
        targets = np.array([[example.distress is kind for kind in _KINDS] for _, example in parts])
        ordinary = np.array([example.ordinary for _, example in parts])
        kept = np.union1d(np.flatnonzero(~ordinary), _most_like(vectors, targets.any(axis=1), ordinary))
        vectors, targets, rest = vectors[kept], targets[kept], ordinary[kept]
        counts = np.where(targets.any(axis=1), DISTRESS_WEIGHT, np.where(rest, ORDINARY_WEIGHT, FALSE_FRIEND_WEIGHT))
        squares = (vectors**2).sum(axis=1)
        weights, bias, unseen = _solved(_likeness(vectors, vectors, squares), targets, counts)
        # A part that is not kept is less like distress than those that are: it raises no alarm.
        allowed = int(MAX_FALSE_ALARMS * sum(example.ordinary for example in examples))
        thresholds = np.sort(unseen[rest], axis=0)[::-1][: allowed + 1]
        self._learnt = _Learnt(
            centre, directions, vectors, squares, *(part.astype(np.float32) for part in (weights, bias, thresholds))
        )
        return self

    def scores(self, embeddings: Matrix) -> Matrix:
        """How far a message is above the thresholds, by its parts' vectors: shape (2,), danger first."""
        if self._learnt is None:
            return np.full(len(_KINDS), -np.inf, np.float32)
        scores: Matrix = self._learnt.scores(embeddings).max(axis=0) - self._learnt.thresholds_of(len(embeddings))
        return scores

    def detect(self, embeddings: Matrix) -> Distress:
        """The distress of a message, by the vectors of its parts; none where nothing was learnt."""
        scores = self.scores(embeddings)
        return next((kind for kind, score in zip(_KINDS, scores, strict=True) if score > 0), Distress.NONE)

    def save(self, folder: Path) -> None:
        """Write what was learned into a folder."""
        joblib.dump(self._learnt, folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> DangerHead:
        """Read what :meth:`save` wrote. Only load files this project wrote: the format runs code."""
        head = cls()
        head._learnt = joblib.load(folder / _FILE)
        return head


def _telling_directions(vectors: Matrix) -> Matrix:
    """The directions along which vectors differ most, as columns, scaled so that vectors have about unit length."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    directions = directions[:, -DIMENSIONS:]
    scaled: Matrix = directions / np.linalg.norm(vectors @ directions, axis=1).mean()
    return scaled


def _likeness(vectors: Matrix, learnt: Matrix, squares: Matrix) -> Matrix:
    """How like each vector is to each learnt, from 0 to 1, shape (vectors, learnt)."""
    distances = (vectors**2).sum(axis=1)[:, None] + squares - 2 * product(vectors, learnt.T)
    likeness: Matrix = np.exp(-NEARNESS * np.maximum(distances, 0))
    return likeness


def _solved(likeness: Matrix, targets: npt.NDArray[np.bool_], counts: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Weights of the rows and bias, for each kind; and the scores of each row had it not been learnt (Allen, 1974).

    For the latter the diagonal of the inverse is enough, which a triangular factor gives in a fifth of the operations
    that the whole inverse takes. Single precision moves no score by a thousandth.
    """
    bias = -np.ones(targets.shape[1], np.float32)
    sought = targets * np.float32(2)
    penalized = np.asfortranarray(likeness)
    penalized[np.diag_indices_from(penalized)] += PENALTY / counts
    factor, failed = spotrf(penalized, lower=True, clean=True, overwrite_a=True)
    if failed:
        raise np.linalg.LinAlgError("the likeness of the parts learnt is not positive")
    weights = cho_solve((factor, True), sought)
    inverse, _ = strtri(factor, lower=True, overwrite_c=True)
    unseen = sought + bias - weights / (inverse**2).sum(axis=0)[:, None]
    return weights, bias, unseen


def _most_like(vectors: Matrix, distressed: npt.NDArray[np.bool_], ordinary: npt.NDArray[np.bool_]) -> _Rows:
    """The ordinary rows that a linear discriminant finds most like distress, at most MAX_ORDINARY."""
    candidates: _Rows = np.flatnonzero(ordinary)
    variance = np.cov(vectors, rowvar=False)
    variance += np.eye(len(variance)) * _RIDGE * np.trace(variance) / len(variance)
    direction = np.linalg.solve(variance, vectors[distressed].mean(axis=0) - vectors[ordinary].mean(axis=0))
    most: _Rows = candidates[np.argsort(vectors[candidates] @ direction)[-MAX_ORDINARY:]]
    return most
