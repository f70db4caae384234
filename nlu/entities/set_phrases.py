"""Phrases that count only if a message says nothing else: goodbye, start over, forget me.

A classifier takes the nearest subject it knows, so that "lundi" resembles "à lundi". Therefore, what ends a
conversation
or erases its memory is read from phrases written by a maintainer, with sentences that are and are not such a phrase.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from nlu.entities.expressions import Alternative, Expression
from nlu.entities.patterns import (
    LEXICON,
    mistaken_examples,
    read_pieces,
    shown,
    sound_parts,
    together,
    written_parts,
)
from nlu.entities.plain_words import plain_expressions
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.ids import StrEnum
from rules.suggestions import choose
from rules.yaml_lines import Document, read_document

PHRASES = "formules.yml"

MAX_CLAUSES = 50
"""Clauses at the end of a text that may be a phrase."""

_BETWEEN = re.compile(r"\W*")
_CLAUSE_START = re.compile(r"(?:^|[,.;:!?…\n(]|\s[-–—]\s)\s*")


class Phrase(StrEnum):
    """The phrases that code refers to; `formules.yml` holds exactly these."""

    GOODBYE = "au_revoir"
    START_OVER = "recommencer"
    FORGET = "oublier"
    AGREEMENT = "accord"
    EITHER_OR = "oui_ou_non"
    SIMPLER = "plus_court"
    ACKNOWLEDGEMENT = "bien_recu"
    REJECTION = "pas_ma_question"
    COURSE_REJECTION = "pas_cette_formation"
    GIVING_UP = "abandon"


class PhraseBlock(msgspec.Struct, forbid_unknown_fields=True):
    """A phrase, as maintainers write it.

    Attributes:
        sens: what it means.
        position: whether it is the whole text or its beginning.
        expressions: its expressions.
        oui: sentences that are the phrase.
        non: sentences that are not.
        mots: its plain words.
    """

    sens: str
    position: Literal["entier", "debut"]
    expressions: list[str]
    oui: list[str]
    non: list[str]
    mots: list[str] = []


class PhrasesFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/formules.yml`: the phrases, and the words that may surround them."""

    autour: list[str]
    formules: dict[str, PhraseBlock]


class Phrases:
    """The phrases of a lexicon, compiled. Build it with :meth:`load`."""

    def __init__(self, phrases: dict[Phrase, list[Expression]], around: list[Expression]) -> None:
        self._phrases = {phrase: _Alternatives.of(expressions) for phrase, expressions in phrases.items()}
        self._around = _Alternatives.of(around)

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> Phrases:
        """Read and check the phrases, their examples included.

        Raises:
            ProgrammeError: with every finding.
        """
        document = read_document(lexicon / PHRASES, PhrasesFile)
        findings: list[Finding] = []
        pieces = read_pieces(lexicon, findings)
        findings += _unknown(document)
        around = _patterns(written_parts(document, ("autour",), document.content.autour, findings, pieces), findings)
        patterns = {}
        for phrase in Phrase:
            if block := document.content.formules.get(phrase.value):
                path = ("formules", phrase.value, "expressions")
                plain = plain_expressions(document, (*path[:2], "mots"), block.mots, findings)
                written = written_parts(document, path, block.expressions, findings, pieces)
                patterns[phrase] = _patterns([*written, *plain], findings)
        if findings:
            raise ProgrammeError(findings)
        phrases = cls(patterns, around)
        if findings := list(_mistaken(document, phrases)):
            raise ProgrammeError(findings)
        return phrases

    def is_whole(self, phrase: Phrase, text: str) -> bool:
        """Whether a text is only a phrase, once or more, and the words that may surround it."""
        folded = fold(text)
        if any(pattern.fullmatch(folded.strip()) for pattern in self._phrases[phrase].each):
            return True  # "👍" has no words
        return self._is_whole_from(phrase, folded, self._next_word(folded, 0), {})

    def before_last(self, phrase: Phrase, text: str) -> str | None:
        """The text before its last clauses, if these are a phrase; "" if the whole text is.

        None if the text does not end in the phrase. Only the last MAX_CLAUSES clauses are examined.
        """
        folded = fold(text)
        known: dict[int, bool | None] = {}
        word = 0
        for match in deque(_CLAUSE_START.finditer(folded), MAX_CLAUSES):
            # In a row of signs ("......") each ends a clause; the next word is looked for only once.
            word = word if match.end() < word else self._next_word(folded, match.end())
            if self._is_whole_from(phrase, folded, word, known):
                return folded[: match.start()].strip()
        return None

    def after_first(self, phrase: Phrase, text: str) -> str | None:
        """The text after a phrase at its beginning, surrounding words apart; None if there is none."""
        folded = fold(text)
        at = self._next_word(folded, 0)
        while at < len(folded):
            if phrase_end := self._phrases[phrase].longest(folded, at):
                return folded[self._next_word(folded, phrase_end) :]
            end = self._around.longest(folded, at)
            if end is None:
                return None
            at = self._next_word(folded, end)
        return None

    def _is_whole_from(self, phrase: Phrase, folded: str, at: int, known: dict[int, bool | None]) -> bool:
        """Whether a folded text is whole from a word on.

        `known` says for each position whether the phrase occurs in what follows; None if other words do. It is the same
        however the position was reached, so that no text is searched twice.
        """
        way: list[tuple[int, bool]] = []
        known[len(folded)] = False
        while at not in known:
            phrase_end = self._phrases[phrase].longest(folded, at)
            way.append((at, phrase_end is not None))
            end = phrase_end or self._around.longest(folded, at)
            if end is None:
                known[at] = None
                break
            at = self._next_word(folded, end)
        outcome = known[at]
        for place, is_phrase in reversed(way):
            outcome = known[place] = None if outcome is None else outcome or is_phrase
        return bool(outcome)

    def holds(self, phrase: Phrase, position: str, text: str) -> bool:
        """Whether a text is ("entier") or begins with ("debut") a phrase."""
        return self.is_whole(phrase, text) if position == "entier" else self.after_first(phrase, text) is not None

    @staticmethod
    def _next_word(folded: str, at: int) -> int:
        match = _BETWEEN.match(folded, at)
        return match.end() if match else at


@dataclass(frozen=True)
class _Alternatives:
    """Expressions of which any may match. `together` matches if any does: most words match none."""

    each: Sequence[Expression]
    together: Expression | None

    @classmethod
    def of(cls, each: Sequence[Expression]) -> _Alternatives:
        if not each:
            return cls(each, None)
        text = "|".join(f"(?:{expression.text})" for expression in each)
        return cls(each, Expression(text, each[0].written, each[0].place))

    def longest(self, folded: str, at: int) -> int | None:
        """The end of the longest match at a position, or None."""
        if self.together is None or not self.together.match(folded, at):
            return None
        return max(match.end() for pattern in self.each if (match := pattern.match(folded, at)))


def _patterns(parts: Sequence[Alternative], findings: list[Finding]) -> list[Expression]:
    """The expressions, each ending at a word boundary."""
    patterns = []
    for part in sound_parts(parts, findings):
        pattern = together([part], r"{}(?!\w)", part.written, part.place, findings)
        if pattern and pattern.fullmatch(""):
            problem = f"l'expression « {shown(part.written)} » peut ne rien contenir"
            findings.append(Finding(part.place, problem, "rendre au moins un mot obligatoire"))
        elif pattern:
            patterns.append(pattern)
    return patterns


def _unknown(document: Document[PhrasesFile]) -> Iterator[Finding]:
    """Phrases that code does not know, and phrases that are missing."""
    known = [phrase.value for phrase in Phrase]
    for name in document.content.formules:
        if name not in known:
            place = document.place("formules", name)
            yield Finding(place, f"la formule « {name} » n'existe pas", choose(name, known))
    for name in known:
        if name not in document.content.formules:
            place = document.place("formules")
            yield Finding(place, f"il manque la formule « {name} »", "la rétablir, avec ses exemples")


def _mistaken(document: Document[PhrasesFile], phrases: Phrases) -> Iterator[Finding]:
    """Sentences of `oui` that are not their phrase, and sentences of `non` that are."""
    for name, block in document.content.formules.items():
        matches = partial(phrases.holds, Phrase(name), block.position)
        yield from mistaken_examples(document, ("formules", name), block.oui, block.non, matches)
