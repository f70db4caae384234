"""Background words: everyday words and first names that, sent alone, ask nothing of the assistant.

Examples out of scope are sentences; without single words beside them, "lundi" was a goodbye with a probability near 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from nlu.intents import OUT_OF_SCOPE
from nlu.text import tokens, words_of_file

COUNT = 1_500
"""Words learnt as being out of scope: with more of them, real questions of one word are lost too."""

SHORT_WORDS = 4
"""Words of an example so short that each of them may well be sent alone."""

_WORDS = Path(__file__).parents[1] / "data" / "mots.txt"


def background_words(texts: Sequence[str], intents: Sequence[str]) -> list[str]:
    """Words of everyday language that no short example in scope has, to be learnt as out of scope.

    Args:
        texts: the examples.
        intents: the intent of each; without one that is out of scope, there are no background words.

    Returns:
        The same words for the same examples.
    """
    if OUT_OF_SCOPE not in intents:
        return []
    asking = {
        token.folded
        for text, intent in zip(texts, intents, strict=True)
        if intent != OUT_OF_SCOPE and len(found := tokens(text)) <= SHORT_WORDS
        for token in found
    }
    words = words_of_file(_WORDS)
    # Shuffled before any is left out, so that a new example changes no more than its own words.
    Random(0).shuffle(words)  # noqa: S311
    return [word for word in words if word not in asking][:COUNT]
