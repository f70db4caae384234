"""Classified utterances without a model."""

from __future__ import annotations

import numpy as np

from nlu.classification.delexicalization import Delexicalized
from nlu.classification.ranking import ClassifiedClause
from nlu.classification.utterance_classifier import ClassifiedUtterance
from nlu.encoder.encoding import Encoding
from nlu.encoder.encodings import Encodings
from nlu.heads.heads import EncodedMessage, Heads

_NOTHING = Encoding(np.zeros(768, np.float32), {}, np.zeros(0, np.int64), np.zeros(0, np.int64))


def unheard(whole: ClassifiedClause) -> tuple[ClassifiedUtterance, EncodedMessage]:
    """A French utterance of one clause, of which the heads hear nothing."""
    delexicalized = Delexicalized(whole.clause.text, ())
    encodings = Encodings({whole.delexicalized: _NOTHING})
    return ClassifiedUtterance(whole, (), "fr", delexicalized, encodings), EncodedMessage(
        Heads(), delexicalized, _NOTHING, encodings
    )
