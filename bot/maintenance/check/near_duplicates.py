"""Examples of two questions that are nearly the same sentence: the model could not tell them apart.

Two sentences are the same if they have the same words in any order, ignoring case, accents, punctuation and which place
is named, or differ by one letter of one long word. Small words count: without them 115 pairs of our examples that
differ
were the same ("c'est tout", "ce n'est pas du tout ma question").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.place_names import NO_PLACES, PlaceNames, place_names
from bot.maintenance.check.thresholds import ExampleThresholds
from nlu.text import folded_words
from nlu.training_data.examples import Example
from rules.errors import Finding

_REMEDY = "ne garder la phrase que dans la question qui y répond le mieux"

_PLACE = "landes"
"""Replaces every place name."""

Key = tuple[tuple[str, ...], bool]


def near_findings(
    files: ProjectFiles, thresholds: ExampleThresholds, examples: tuple[Example, ...], places_known: bool
) -> Iterator[Finding]:
    """Each sentence that is nearly one of another question, with the first such sentence."""
    longest = thresholds.lettres_pour_une_faute
    places = place_names(files) if places_known else NO_PLACES
    words = [(example, _words(example.text, places)) for example in examples]
    same: dict[Key, Example] = {}
    reported: set[Example] = set()
    for example, sorted_words in words:
        other = same.setdefault((sorted_words, example.contextual), example)
        if sorted_words and other.intent != example.intent and other.text.casefold() != example.text.casefold():
            reported.add(example)
            yield _finding(example, other)
    for example, other in _one_letter_apart(words, longest):
        if example not in reported:
            reported.add(example)
            yield _finding(example, other)


def _finding(example: Example, other: Example) -> Finding:
    first = f"« {example.text} » ({example.intent})"
    problem = f"{first} et « {other.text} » ({other.intent}, {other.place}) sont presque les mêmes"
    return Finding(example.place, problem, _REMEDY, "warning")


def _one_letter_apart(words: list[tuple[Example, tuple[str, ...]]], least: int) -> Iterator[tuple[Example, Example]]:
    """Pairs of sentences of two questions that differ by one letter of one word."""
    without: dict[Key, list[tuple[str, Example]]] = {}
    for example, sorted_words in words:
        for index, word in enumerate(sorted_words):
            if len(word) >= least and word.isalpha():
                rest = (*sorted_words[:index], *sorted_words[index + 1 :])
                without.setdefault((rest, example.contextual), []).append((word, example))
    for group in without.values():
        if len({example.intent for _, example in group}) > 1:
            for index, (word, example) in enumerate(group):
                for other_word, other in group[:index]:
                    if example.intent != other.intent and OSA.distance(word, other_word, score_cutoff=1) == 1:
                        yield example, other


@lru_cache(maxsize=50_000)
def _words(text: str, places: PlaceNames) -> tuple[str, ...]:
    """The sorted words of a sentence, with every place name replaced."""
    words = folded_words(text)
    same: list[str] = []
    at = 0
    while at < len(words):
        lengths = places.lengths.get(words[at], ())
        length = next((count for count in lengths if " ".join(words[at : at + count]) in places.names), 0)
        same.append(_PLACE if length else words[at])
        at += length or 1
    return tuple(sorted(same))
