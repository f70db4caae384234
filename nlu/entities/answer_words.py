"""The words of answers: how advisers name, describe, count or refuse the options offered.

`lexique/reponses.yml` lists them as plain words; this module reads, checks and finds them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from nlu.entities.patterns import LEXICON
from nlu.entities.places.misspellings import sound
from nlu.text import folded_words, word_set
from rules.errors import Finding, ProgrammeError
from rules.facts import FactDefinition
from rules.ids import FactId, StrEnum
from rules.suggestions import choose
from rules.yaml_lines import Document, read_document

ANSWERS = "reponses.yml"

MAX_GAP_WORDS = 2
"""Words that may stand between two words of a phrase ("je l'ai [bien] reçue")."""

MIN_SOUND_LETTERS = 4
"""Shorter words must be spelt exactly."""

_REPEATED = re.compile(r"([^\W\d])\1{2,}")
"""A letter held down ("ouiii")."""

_SIGNS = re.compile("[👍👎✅❌]")
"""Signs that answer without a word."""

_ARTICLES = word_set("l la le les the de d du des of to au aux en in a an")


class AnswerCue(StrEnum):
    """What the words of an answer mean for any fact; the value names their list in `reponses.yml`."""

    ALL = "toutes"
    BOTH = "les_deux"
    NONE = "aucune"
    UNKNOWN = "inconnu"  # « je ne sais pas »
    REFUSAL = "refus"  # « pas … »
    CORRECTION = "corrections"  # « non, attendez »
    SELF = "soi"  # « la mienne »
    OTHER_PERSON = "autres"  # « ma collègue »
    YES = "oui"
    NO = "non"


class AnswersFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/reponses.yml` as a whole."""

    rangs: list[list[str]]
    derniers: list[str]
    nombres: list[list[str]]
    petits_mots: list[str]
    mots_de_rang: list[str]
    negations: list[str]
    toutes: list[str]
    les_deux: list[str]
    aucune: list[str]
    inconnu: list[str]
    refus: list[str]
    corrections: list[str]
    soi: list[str]
    autres: list[str]
    oui: list[str]
    non: list[str]
    valeurs: dict[str, dict[str, list[str]]]
    departements: dict[str, list[str]]


class AnswerPhrase(NamedTuple):
    """A phrase as written, and its folded words."""

    text: str
    words: tuple[str, ...]


class Occurrence(NamedTuple):
    """Where a phrase occurs in the words of a text.

    Attributes:
        start: index of its first word.
        end: index after its last word.
        weight: the number of its words, small ones counting less.
    """

    start: int
    end: int
    weight: float

    def is_within(self, other: Occurrence) -> bool:
        """Whether all of its words belong to a heavier one."""
        return other.start <= self.start and self.end <= other.end and self.weight < other.weight


@dataclass(frozen=True, eq=False)
class AnswerWords:
    """The words of answers. Build it with :meth:`load`.

    Attributes:
        ranks: words with the place they name, from 1; -1 for the last.
        numbers: words with the number they name.
        rank_words: words that may surround a rank.
        negations: words that no phrase may skip.
        cues: phrases that mean the same for any fact.
        values: the phrases of each value, by fact; departments by their code.
        small: words that weigh little.
    """

    ranks: Mapping[str, int]
    numbers: Mapping[str, int]
    rank_words: frozenset[str]
    negations: frozenset[str]
    cues: Mapping[AnswerCue, tuple[AnswerPhrase, ...]]
    values: Mapping[str, Mapping[str, tuple[AnswerPhrase, ...]]]
    small: frozenset[str]

    @classmethod
    def load(cls, facts: Mapping[str, FactDefinition], lexicon: Path = LEXICON) -> AnswerWords:
        """Read and check the file.

        Raises:
            ProgrammeError: with every finding: the file is malformed, or names what the programme lacks.
        """
        document = read_document(lexicon / ANSWERS, AnswersFile)
        if findings := [*_unknown(document, facts), *_in_doubt(document)]:
            raise ProgrammeError(findings)
        file = document.content
        lists: dict[str, list[str]] = msgspec.structs.asdict(file)
        return cls(
            {**_numbered(file.rangs), **dict.fromkeys(_words(file.derniers), -1)},
            _numbered(file.nombres),
            frozenset(_words(file.mots_de_rang)),
            frozenset(_words(file.negations)),
            {cue: _phrases(lists[cue.value]) for cue in AnswerCue},
            {
                fact: {value: _phrases(phrases) for value, phrases in values.items()}
                for fact, values in {**file.valeurs, FactId.PLACE.value: file.departements}.items()
            },
            frozenset(_words(file.petits_mots)),
        )

    def rank(self, word: str) -> int:
        """The place that a word names ("premières"); 0 for none."""
        return self.ranks.get(word) or self.ranks.get(word.removesuffix("s"), 0)

    def number(self, word: str) -> int:
        """The number that a word names; 0 for none."""
        return int(word) if word.isdecimal() else self.numbers.get(word, 0)

    def occurrences(
        self, phrases: Iterable[AnswerPhrase], words: Sequence[str], *, exact: bool = False, begins: bool = False
    ) -> list[Occurrence]:
        """Where phrases occur in the words of a text, as :func:`answer_words` gives them.

        Args:
            phrases: the phrases to find.
            words: the words of the text.
            exact: whether words must be spelt exactly.
            begins: whether the beginning of a word is enough.
        """

        def likeness(word: str, wanted: str) -> float:
            if word == wanted:
                return 1.0
            if exact:
                return 0.0
            return _INEXACT if is_same(word, wanted) or (begins and is_beginning(word, wanted)) else 0.0

        return [
            found
            for phrase in phrases
            for start, word in enumerate(words)
            if likeness(word, phrase.words[0]) and (found := self._from(phrase.words, words, start, likeness))
        ]

    def _from(
        self, phrase: Sequence[str], words: Sequence[str], start: int, likeness: Callable[[str, str], float]
    ) -> Occurrence | None:
        at, weight = start, _SMALL
        for wanted in phrase:
            room = range(at, min(at + MAX_GAP_WORDS + 1 if at > start else start + 1, len(words)))
            place = next((place for place in room if likeness(words[place], wanted)), None)
            if place is None or any(word in self.negations for word in words[at:place]):
                return None
            weight += likeness(words[place], wanted) * (_SMALL if wanted in self.small else 1.0)
            at = place + 1
        return Occurrence(start, at, weight)


_SMALL = 0.25
"""Weight of a small word; others weigh 1."""

_INEXACT = 0.9
"""Weight of a word that is misspelt, or has another ending."""

MIN_BEGINNING_LETTERS = 3
"""Letters that a name may be cut to ("la Seine-Mar", "calva")."""


def answer_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without articles unless there is nothing else."""
    words = folded_words(_REPEATED.sub(r"\1", text)) or tuple(_SIGNS.findall(text))
    return tuple(word for word in words if word not in _ARTICLES) or words


def is_same(word: str, wanted: str) -> bool:
    """Whether a word is another one, perhaps misspelt or with another ending."""
    if word == wanted:
        return True
    if min(len(word), len(wanted)) < MIN_SOUND_LETTERS or word[0] != wanted[0] or word.isdigit():
        return False
    return sound(word) == sound(wanted)


def is_beginning(word: str, wanted: str) -> bool:
    """Whether a word is the beginning of another one."""
    return len(word) >= MIN_BEGINNING_LETTERS and wanted.startswith(word)


def _phrases(texts: Iterable[str]) -> tuple[AnswerPhrase, ...]:
    return tuple(AnswerPhrase(text, answer_words(text)) for text in texts)


def _numbered(lists: Iterable[Iterable[str]]) -> dict[str, int]:
    return {word: number for number, texts in enumerate(lists, 1) for word in _words(texts)}


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in folded_words(text)]


def _unknown(document: Document[AnswersFile], facts: Mapping[str, FactDefinition]) -> Iterator[Finding]:
    """Facts, values and departments that the programme does not have."""
    for fact, values in document.content.valeurs.items():
        if fact not in facts:
            remedy = choose(fact, facts, "faits.yml")
            yield Finding(document.place("valeurs", fact), f"le fait « {fact} » n'existe pas", remedy)
            continue
        for value in values:
            if value not in (*facts[fact].values, AnswerCue.NONE):
                problem = f"« {value} » n'est pas une valeur de « {fact} »"
                remedy = choose(value, facts[fact].values, "faits.yml")
                yield Finding(document.place("valeurs", fact, value), problem, remedy)
    for code in document.content.departements:
        if code not in facts[FactId.PLACE].values:
            remedy = "écrire un numéro de territoires.yml, entre apostrophes"
            yield Finding(document.place("departements", code), f"« {code} » n'est pas un département", remedy)


def _in_doubt(document: Document[AnswersFile]) -> Iterator[Finding]:
    """Phrases without a word, and phrases of two values."""
    for fact, values in document.content.valeurs.items():
        owners: dict[tuple[str, ...], str] = {}
        for value, texts in values.items():
            for index, text in enumerate(texts):
                words = answer_words(text)
                place = document.place("valeurs", fact, value, index)
                if not words:
                    yield Finding(place, f"« {text} » ne contient aucun mot", "écrire ce que l'on dirait")
                elif owners.setdefault(words, value) != value:
                    problem = f"« {text} » désigne déjà « {owners[words]} »"
                    yield Finding(place, problem, "ne le laisser qu'à la valeur qu'il désigne")
