"""Doubt: whether a text doubts the last answer, and asks nothing else."""

from __future__ import annotations

import re

from nlu.entities.clauses import sentences
from nlu.entities.cues import Cue
from nlu.entities.lexicon import Lexicon
from nlu.text import fold


def expresses_doubt(text: str, lexicon: Lexicon) -> bool:
    """Whether a text starts with a doubt and asks nothing else, or doubts by itself."""
    folded = fold(text)
    first, *rest = [sentence for sentence, _ in sentences(folded)] or [""]
    if lexicon.cues.matches(Cue.DOUBTING_SENTENCE, first):
        return not any(_asks_anew(sentence, lexicon) for sentence in rest)
    return lexicon.cues.matches(Cue.DOUBT, folded) and "?" not in folded


def finds_contradiction(text: str, lexicon: Lexicon) -> bool:
    """Whether a text says that the last answer contradicts itself ("you say no, but then it is enough to…")."""
    return lexicon.cues.matches(Cue.CONTRADICTION, text)


def _asks_anew(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence after a doubt asks something of its own; "pas l'ENSC ?" only continues the doubt."""
    doubts = re.match(r"\W*(?:pas|not)\b", sentence)
    return not doubts and ("?" in sentence or lexicon.clauses.asks(sentence))
