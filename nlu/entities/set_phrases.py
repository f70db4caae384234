"""Phrases that count only where a message says nothing else: goodbye, start over, forget me.

A classifier takes the nearest subject it knows, so that "lundi" sounds like "à lundi". What leaves the conversation or
loses what is kept of it is therefore read from phrases that a maintainer wrote, each with sentences that are and are
not such a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from nlu.entities.patterns import LEXICON, compiled, filled, read_pieces
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.ids import StrEnum
from rules.yaml_lines import Document, read_document

PHRASES = "formules.yml"

_BETWEEN = re.compile(r"\W*")
_CLAUSE_START = re.compile(r"(?:^|[,.;:!?…\n(]|\s[-–—]\s)\s*")


class Phrase(StrEnum):
    """The phrases that code asks for; `formules.yml` holds each of them and no other."""

    GOODBYE = "au_revoir"
    START_OVER = "recommencer"
    FORGET = "oublier"
    FORGET_SOME = "oublier_un_fait"
    AGREEMENT = "accord"
    EITHER_OR = "oui_ou_non"


class PhraseBlock(msgspec.Struct, forbid_unknown_fields=True):
    """A phrase, as maintainers write it: what it means, its expressions, and sentences that are it or are not."""

    sens: str
    position: Literal["entier", "debut"]
    expressions: list[str]
    oui: list[str]
    non: list[str]


class PhrasesFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/formules.yml`: the phrases, and the words that may stand around them."""

    autour: list[str]
    formules: dict[str, PhraseBlock]


class Phrases:
    """The phrases of a lexicon, compiled. Build it with :meth:`load`."""

    def __init__(self, phrases: dict[Phrase, list[re.Pattern[str]]], around: list[re.Pattern[str]]) -> None:
        self._phrases = phrases
        self._around = around

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
        around = _patterns(document, ("autour",), document.content.autour, pieces, findings)
        patterns = {}
        for phrase in Phrase:
            if block := document.content.formules.get(phrase.value):
                path = ("formules", phrase.value, "expressions")
                patterns[phrase] = _patterns(document, path, block.expressions, pieces, findings)
        if findings:
            raise ProgrammeError(findings)
        phrases = cls(patterns, around)
        if findings := list(_mistaken(document, phrases)):
            raise ProgrammeError(findings)
        return phrases

    def is_whole(self, phrase: Phrase, text: str) -> bool:
        """Whether a text is nothing but a phrase, said once or more, and the words that may stand around it."""
        folded = fold(text)
        at, is_phrase = 0, False
        while True:
            at = self._next_word(folded, at)
            if at == len(folded):
                return is_phrase
            phrase_end = _longest(self._phrases[phrase], folded, at)
            is_phrase = is_phrase or phrase_end is not None
            end = phrase_end or _longest(self._around, folded, at)
            if end is None:
                return False
            at = end

    def before_last(self, phrase: Phrase, text: str) -> str | None:
        """What stands before the last clauses of a text where these are a phrase: "" where the whole text is.

        None where the text does not end in the phrase.
        """
        folded = fold(text)
        for match in _CLAUSE_START.finditer(folded):
            if self.is_whole(phrase, folded[match.end() :]):
                return folded[: match.start()].strip()
        return None

    def after_first(self, phrase: Phrase, text: str) -> str | None:
        """What follows a phrase that a text begins with, but for the words around; None where it does not."""
        folded = fold(text)
        at = self._next_word(folded, 0)
        while True:
            if phrase_end := _longest(self._phrases[phrase], folded, at):
                return folded[self._next_word(folded, phrase_end) :]
            end = _longest(self._around, folded, at)
            if end is None:
                return None
            at = self._next_word(folded, end)

    def holds(self, phrase: Phrase, position: str, text: str) -> bool:
        """Whether a phrase is where it counts: the "entier" of a text, or its "debut"."""
        return self.is_whole(phrase, text) if position == "entier" else self.after_first(phrase, text) is not None

    @staticmethod
    def _next_word(folded: str, at: int) -> int:
        match = _BETWEEN.match(folded, at)
        return match.end() if match else at


def _longest(patterns: list[re.Pattern[str]], folded: str, at: int) -> int | None:
    """Where the longest match ends that begins at a place; None where none does."""
    return max((match.end() for pattern in patterns if (match := pattern.match(folded, at))), default=None)


def _patterns(
    document: Document[PhrasesFile],
    path: tuple[str, ...],
    expressions: list[str],
    pieces: dict[str, str],
    findings: list[Finding],
) -> list[re.Pattern[str]]:
    """The expressions, each ending at the edge of a word."""
    patterns = []
    for index, written in enumerate(expressions):
        place = document.place(*path, index)
        expression = filled(written, pieces, place, findings)
        if compiled(expression, written, place, findings):
            patterns.append(re.compile(rf"(?:{expression})(?!\w)"))
    return patterns


def _unknown(document: Document[PhrasesFile]) -> Iterator[Finding]:
    """Phrases that code does not ask for, and those that it misses."""
    known = [phrase.value for phrase in Phrase]
    for name in document.content.formules:
        if name not in known:
            place = document.place("formules", name)
            yield Finding(place, f"la formule « {name} » n'existe pas", f"choisir parmi : {', '.join(known)}")
    for name in known:
        if name not in document.content.formules:
            place = document.place("formules")
            yield Finding(place, f"il manque la formule « {name} »", "la rétablir, avec ses exemples")


def _mistaken(document: Document[PhrasesFile], phrases: Phrases) -> Iterator[Finding]:
    """Sentences of `oui` that are not their phrase, and of `non` that are."""
    for name, block in document.content.formules.items():
        for key, sentences, expected in (("oui", block.oui, True), ("non", block.non, False)):
            for index, sentence in enumerate(sentences):
                if phrases.holds(Phrase(name), block.position, sentence) is not expected:
                    verb = "n'est pas reconnu comme" if expected else "est reconnu comme"
                    place = document.place("formules", name, key, index)
                    problem = f"« {sentence} » {verb} « {name} »"
                    yield Finding(place, problem, "corriger les expressions, ou retirer l'exemple")
