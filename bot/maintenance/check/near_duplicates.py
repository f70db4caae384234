"""Examples of two questions that are nearly the same sentence: the model could not tell them apart.

The same are sentences whose words are, in any order, without case, accents and punctuation, and with every place the
same; and those that differ by one letter of one long word. Small words count: without them 115 pairs of our examples
were the same that are not ("c'est tout", "ce n'est pas du tout ma question").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.thresholds import ExampleThresholds
from nlu.entities.places.finder import DATA
from nlu.entities.places.gazetteer import LEXICON, load_gazetteer
from nlu.text import folded_words
from nlu.training_data.examples import Example
from rules.errors import Finding, ProgrammeError

_REMEDY = "ne garder la phrase que dans la question qui y répond le mieux"

_PLACE = "landes"
"""In place of every name of a place."""

Key = tuple[tuple[str, ...], bool]


def near_findings(
    files: ProjectFiles, thresholds: ExampleThresholds, examples: tuple[Example, ...], places_known: bool
) -> Iterator[Finding]:
    """Each sentence that is nearly one of another question, with the first such."""
    longest = thresholds.lettres_pour_une_faute
    places = _places(files) if places_known else _NO_PLACES
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
    """Sentences of two questions that are the same but for one letter of one word."""
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


@dataclass(frozen=True, eq=False)
class Places:
    """The names of places, folded, and how many words those have that begin with a word, most first."""

    names: Collection[str]
    lengths: Mapping[str, tuple[int, ...]]


_NO_PLACES = Places(frozenset(), {})


@lru_cache(maxsize=50_000)
def _words(text: str, places: Places) -> tuple[str, ...]:
    """The sorted words of a sentence, every place the same."""
    words = folded_words(text)
    same: list[str] = []
    at = 0
    while at < len(words):
        lengths = places.lengths.get(words[at], ())
        length = next((count for count in lengths if " ".join(words[at : at + count]) in places.names), 0)
        same.append(_PLACE if length else words[at])
        at += length or 1
    return tuple(sorted(same))


def _places(files: ProjectFiles) -> Places:
    """The names of departments, regions and towns; none where the lexicon cannot be read."""
    territories = files.programme / "territoires.yml"
    lexicon = files.lexicon / LEXICON
    try:
        texts = tuple(path.read_text(encoding="utf-8") for path in (territories, lexicon))
        return _read_places(territories, lexicon, texts)
    except (OSError, UnicodeDecodeError, ProgrammeError):
        return _NO_PLACES


@lru_cache(maxsize=2)
def _read_places(territories: Path, lexicon: Path, _texts: tuple[str, ...]) -> Places:
    """Kept as long as the files are the same: reading all communes takes a quarter of a second."""
    gazetteer = load_gazetteer(territories, DATA / "communes.txt", lexicon)
    sure = [name for name, entry in gazetteer.entries.items() if entry.kind != "zone" and entry.trust == "sure"]
    names = frozenset({*sure, *gazetteer.towns()}) - gazetteer.common - gazetteer.never
    return Places(names, gazetteer.lengths)
