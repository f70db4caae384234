"""The n-gram model applies, word by word, what scikit-learn has learnt of whole texts."""

from __future__ import annotations

import numpy as np
from scipy.sparse import hstack

from nlu.classification.ngrams import NgramModel
from nlu.text import fold

SENTENCES = [
    "quel organisme pour le CCP1 ?",
    "quel organisme pour le titre ?",
    "qui paie la formation ?",
    "qui paie les trajets ?",
    "combien de temps dure la formation ?",
    "combien de temps durent les modules ?",
]
LABELS = np.array([0, 0, 1, 1, 2, 2])


def test_margins_are_those_of_scikit_learn():
    model = NgramModel().fit(SENTENCES, LABELS)
    texts = [*SENTENCES, "qui  paie,\tqui PAIE la durée ?", "œuvre inconnue", ""]
    features = hstack([part.transform([fold(text) for text in texts]) for part in model._features], format="csr")
    expected = features @ np.vstack(model._weights) + model._bias
    np.testing.assert_allclose(model.margins(texts), expected, atol=1e-5)
