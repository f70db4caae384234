"""Finds the territories that a message names: departments, regions, zones and communes, by name or number.

Precision comes first: a name that is also a word, a number that may count something, or a village that few know is
believed only with a cue beside it. What is believed of which name is in `gazetteer`, numbers are in `numbers`,
misspellings in `misspellings`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nlu.entities.patterns import LEXICON
from nlu.entities.places.evidence import Evidence
from nlu.entities.places.gazetteer import Entry, Gazetteer, load_gazetteer
from nlu.entities.places.merging import PlaceCandidate, connects, merge
from nlu.entities.places.misspellings import PlaceGuess, TypoIndex
from nlu.entities.places.numbers import NumberReader
from nlu.entities.places.tokenized_text import ARTICLES, PlaceCues, TokenizedText
from nlu.text import word_set, words_of_file
from rules.loading import PROGRAMME

DATA = Path(__file__).parents[2] / "data"

_REMEMBERED = 16
"""Scans remembered: a message is scanned as a whole by those who classify it and by those who find its entities."""

_CONTRACTED = {"au": "le", "du": "le", "aux": "les", "des": "les"}
_AMBIGUOUS_TYPO = 2
_NEAR = 3
# The lexicon's names that begin so are turns of phrase.
_PHRASES = frozenset({"dans", "ds", "departement", "in", "from", "on", "depuis", "a", "du", "chez"})
_LEADING = word_set("dans ds en le la les l du de d des a au depuis in from on the departement region chez")


@dataclass(frozen=True)
class PlaceSpan:
    """A territory named in a message; `start` and `end` count characters of the message.

    `codes` are department codes. If `ambiguous`, one of them is meant and the adviser must say which; if not, all are.
    """

    start: int
    end: int
    text: str
    name: str
    codes: tuple[str, ...]
    kind: Literal["department", "region", "zone", "commune"]
    ambiguous: bool


class PlaceFinder:
    """Finds territories in messages."""

    def __init__(self, gazetteer: Gazetteer, frequent: frozenset[str]) -> None:
        """Prepare the indexes; `frequent` are words that are never a misspelt name."""
        self._gazetteer = gazetteer
        self._numbers = NumberReader(gazetteer.lexicon.numeros, gazetteer.departments)
        self._evidence = Evidence(gazetteer, PlaceCues.of(gazetteer.lexicon.indices))
        known = [key for key, entry in gazetteer.entries.items() if entry.known and key.split()[0] not in _PHRASES]
        towns = list(gazetteer.towns())
        names = {word for key in (*gazetteer.entries, *towns) for word in key.split()}
        self._scanned: dict[tuple[str, bool, bool], list[PlaceSpan]] = {}
        self._typos = TypoIndex([*known, *towns], gazetteer.communes, frequent, frozenset(names))

    @classmethod
    def load(cls, programme: Path = PROGRAMME, data: Path = DATA, lexicon: Path = LEXICON) -> PlaceFinder:
        """Read the programme's territories, the communes and the lexicon; each a file's folder, or the file.

        Raises:
            ProgrammeError: a file is missing or does not have its form; with line and remedy.
        """
        communes = _file(data, "communes.txt")
        gazetteer = load_gazetteer(_file(programme, "territoires.yml"), communes, _file(lexicon, "territoires.yml"))
        return cls(gazetteer, frozenset(words_of_file(communes.with_name("mots.txt"))))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of territories and of towns of some size, folded; in the same order in every process."""
        return tuple(sorted({*self._gazetteer.entries, *self._gazetteer.towns()}))

    def find(self, text: str, *, expected: bool = False, language: str | None = None) -> list[PlaceSpan]:
        """The territories named in a message, in order, without overlaps.

        Args:
            text: the message
            expected: the assistant has just asked for a territory, so that a bare "40" or a lone village is one
            language: "fr" or "en" if known; "nice" and "die" are words in one and towns in the other
        """
        tokenized = TokenizedText(text, expected, language)
        scan = (text, expected, tokenized.english)
        spans = self._scanned.get(scan)
        if spans is None:
            candidates = self._scan(tokenized)
            spans = [self._span(tokenized, candidate) for candidate in merge(tokenized, candidates)]
            if len(self._scanned) >= _REMEMBERED:
                self._scanned.clear()
            self._scanned[scan] = spans
        return spans

    def misspelt_as(self, word: str) -> tuple[str, ...]:
        """The names of which a lone word could be a misspelling; for the tool that lists the words that are not."""
        guesses = (self._typos.guess(words, 0) for words in ([word], ["le", word], ["la", word], ["les", word]))
        return tuple(key for guess in guesses if guess for key in guess.keys)

    def _scan(self, tokenized: TokenizedText) -> list[PlaceCandidate]:
        candidates: list[PlaceCandidate] = []
        numbered: int | None = None
        at = 0
        while at < len(tokenized.words):
            candidate = self._number(tokenized, at, candidates, numbered) if tokenized.words[at][0].isdigit() else None
            if candidate is not None:
                numbered = candidate.end
            else:
                candidate = self._name(tokenized, at, _support(tokenized, at, candidates))
            if candidate is None:
                at += 1
                continue
            if candidate.entry.trust != "organisation" and not self._evidence.in_other_name(tokenized, candidate.start):
                candidates.append(candidate)
            at = candidate.end
        return self._without_people(tokenized, candidates)

    def _without_people(self, tokenized: TokenizedText, candidates: list[PlaceCandidate]) -> list[PlaceCandidate]:
        """Leave out family names; written in small letters, one may yet be a place if the message names no other."""
        people = [
            candidate
            for candidate in candidates
            if not candidate.number and self._evidence.family_name(tokenized, candidate.start)
        ]
        others = [candidate for candidate in candidates if candidate not in people]
        return others + [
            candidate for candidate in people if not others and not tokenized.capital(candidate.start, candidate.end)
        ]

    def _number(
        self, tokenized: TokenizedText, at: int, candidates: list[PlaceCandidate], numbered: int | None
    ) -> PlaceCandidate | None:
        near: tuple[str, ...] = ()
        if candidates and candidates[-1].end == at:
            near = candidates[-1].entry.codes + candidates[-1].entry.others
        elif at + 1 < len(tokenized.words) and tokenized.joined(at + 1) and tokenized.words[at + 1][0].isalpha():
            exact = self._exact(tokenized, at + 1, believe_all=len(tokenized.words[at]) == 5)
            near = exact.entry.codes + exact.entry.others if exact else ()
        codes = self._numbers.read(tokenized, at, near, numbered)
        if not codes:
            return None
        several = len(codes) > 1
        name = "Corse" if several else self._gazetteer.departments[codes[0]]
        entry = Entry(name, codes, "region" if several else "department", several)
        return PlaceCandidate(at, at + 1, entry, number=True, bracketed="(" in tokenized.gap(at))

    def _name(self, tokenized: TokenizedText, at: int, support: frozenset[str]) -> PlaceCandidate | None:
        exact = self._exact(tokenized, at, support=support)
        if exact and exact.entry.trust == "organisation":
            return exact
        name = self._misspelt(tokenized, at, exact.end if exact else at) or exact
        if name is None:
            return None
        # "dans le Lot" is a name in the lexicon, but "dans le Lot-et-Garonne" holds a longer one.
        for later in range(at + 1, name.end):
            longer = self._misspelt(tokenized, later, name.end) or self._exact(tokenized, later)
            if longer is not None and longer.end > name.end:
                return longer
        return name

    def _exact(
        self, tokenized: TokenizedText, at: int, *, believe_all: bool = False, support: frozenset[str] = frozenset()
    ) -> PlaceCandidate | None:
        """The longest believable name that begins at a position; `support` are departments named just before."""
        for first in (tokenized.words[at], _CONTRACTED.get(tokenized.words[at])):
            if first is None:
                continue
            for count in self._gazetteer.lengths.get(first, ()):
                key = " ".join([first, *tokenized.words[at + 1 : at + count]])
                entry = self._gazetteer.entry(key) if at + count <= len(tokenized.words) else None
                if entry is None or not _one_phrase(tokenized, at, at + count):
                    continue
                supported = not support.isdisjoint(entry.codes) or self._numbered(tokenized, at + count, entry)
                if believe_all or supported or self._evidence.believable(tokenized, at, at + count, key, entry):
                    return PlaceCandidate(at, at + count, entry)
                if tokenized.hyphen_before(at + count - 1) and count > 1:
                    return None
        return None

    def _numbered(self, tokenized: TokenizedText, end: int, entry: Entry) -> bool:
        """Whether the number of its department follows a name: "Amou (40)"."""
        if end >= len(tokenized.words) or not tokenized.words[end][0].isdigit() or not tokenized.joined(end):
            return False
        codes = self._numbers.codes(tokenized.words[end]) or self._numbers.postcode(tokenized.words[end])
        return len(tokenized.words[end]) > 1 and not {*entry.codes, *entry.others}.isdisjoint(codes)

    def _misspelt(self, tokenized: TokenizedText, at: int, end: int) -> PlaceCandidate | None:
        """A misspelt name that begins at a position and reaches beyond `end`."""
        words = tokenized.words[at : at + 6]
        guess = self._typos.guess(words, end - at)
        if guess is None or not _one_phrase(tokenized, at, at + guess.words):
            return None
        entry = self._entry(guess)
        if entry is None or not self._evidence.believable_typo(tokenized, at, at + guess.words, guess, entry):
            return None
        # A village that few know may be what is meant, also misspelt; only of prefectures it is a town sooner.
        if entry.kind == "commune" and self._typos.rival(words[: guess.words], guess.keys[0]) < (
            0 if entry.known else 1
        ):
            return None
        return PlaceCandidate(at, at + guess.words, entry)

    def _entry(self, guess: PlaceGuess) -> Entry | None:
        """One entry for a guess; a name as near to two territories is ambiguous, to more is nothing."""
        entries = [entry for key in guess.keys if (entry := self._gazetteer.entry(key)) is not None]
        territories = {entry.codes: entry for entry in entries}
        if len(territories) == 1:
            return next(iter(territories.values()))
        codes = tuple(sorted({code for entry in entries for code in entry.codes}))
        if not entries or len(codes) > _AMBIGUOUS_TYPO:
            return None
        return replace(entries[0], codes=codes, others=(), ambiguous=True)

    def _span(self, tokenized: TokenizedText, candidate: PlaceCandidate) -> PlaceSpan:
        first = _first_word(tokenized, candidate)
        start, end = tokenized.tokens[first].start, tokenized.tokens[candidate.end - 1].end
        if "(" in tokenized.text[start:end] and tokenized.text[end : end + 1] == ")":
            end += 1
        entry = candidate.entry
        text = tokenized.text[start:end]
        return PlaceSpan(start, end, text, entry.name, tuple(sorted(entry.codes)), entry.kind, entry.ambiguous)


def _first_word(tokenized: TokenizedText, candidate: PlaceCandidate) -> int:
    """Where the name itself begins: "dans le Lot" is found as a phrase, but what is named is the Lot."""
    first = candidate.start
    while first < candidate.end - 1 and tokenized.words[first] in _LEADING:
        if tokenized.words[first] in ARTICLES and candidate.entry.name.casefold().startswith(
            tokenized.raw(first).casefold()
        ):
            break
        first += 1
    return first


def _support(tokenized: TokenizedText, at: int, candidates: list[PlaceCandidate]) -> frozenset[str]:
    """The departments named just before: "Saint-Denis de la réunion" speaks of the island."""
    if (
        not candidates
        or at - candidates[-1].end > _NEAR
        or not all(map(connects, tokenized.words[candidates[-1].end : at]))
    ):
        return frozenset()
    return (
        frozenset((*candidates[-1].entry.codes, *candidates[-1].entry.others)) if tokenized.joined(at) else frozenset()
    )


def _one_phrase(tokenized: TokenizedText, start: int, end: int) -> bool:
    """Whether nothing but spaces, hyphens and apostrophes stands between the words."""
    return all(not set(tokenized.gap(at)) & set('.!?;:,()\n"') for at in range(start + 1, end))


def _file(path: Path, name: str) -> Path:
    return path / name if path.is_dir() else path
