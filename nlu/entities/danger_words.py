"""Danger and hard times said in so many words: what a head that learns from examples may miss, a list does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec

from nlu.entities.patterns import LEXICON, Pattern, filled, mistaken_examples, read_pieces, words_pattern
from nlu.entities.plain_words import plain_expressions
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

DANGERS = "danger.yml"
HARDSHIPS = "epreuves.yml"
AT_WORK = "travail"
"""The kind of `epreuves.yml` that is suffered at work."""


class DangerBlock(msgspec.Struct, forbid_unknown_fields=True):
    """A kind of danger: its expressions and plain words, turns of phrase that only sound so, and sentences that say it
    or do not.
    """

    expressions: list[str]
    sauf: list[str]
    oui: list[str]
    non: list[str]
    mots: list[str] = []


DangerWordsFile = dict[str, DangerBlock]
"""`lexique/danger.yml` and `lexique/epreuves.yml`, by kind."""


class DangerWords:
    """Finds danger that is said literally. Build it with :meth:`load`."""

    def __init__(self, kinds: Mapping[str, Pattern]) -> None:
        self._kinds = kinds

    @classmethod
    def load(cls, lexicon: Path = LEXICON, file: str = DANGERS) -> DangerWords:
        """Read and check the expressions of a file of the lexicon, their examples included.

        Raises:
            ProgrammeError: with every finding.
        """
        document: Document[DangerWordsFile] = read_document(lexicon / file, DangerWordsFile)
        findings: list[Finding] = []
        pieces = read_pieces(lexicon, findings)

        def pattern(
            path: tuple[str, str], written: list[str], plain: list[str] | None = None
        ) -> re.Pattern[str] | None:
            whole = [filled(text, pieces, document.place(*path, index), findings) for index, text in enumerate(written)]
            return words_pattern(document, path, [*whole, *(plain or ())], findings)

        kinds = {}
        for name, block in document.content.items():
            plain = plain_expressions(document, (name, "mots"), block.mots, findings)
            states = pattern((name, "expressions"), block.expressions, plain)
            sets_aside = pattern((name, "sauf"), block.sauf)
            if states:
                kinds[name] = Pattern(states, sets_aside)
        if findings:
            raise ProgrammeError(findings)
        words = cls(kinds)
        if findings := list(_mistaken(document, words)):
            raise ProgrammeError(findings)
        return words

    def kind(self, text: str) -> str | None:
        """The first kind of danger that a text says; None where it says none."""
        folded = fold(text)
        return next((name for name, pattern in self._kinds.items() if _states(pattern, folded)), None)

    def says(self, kind: str, text: str) -> bool:
        """Whether a text says a kind of danger."""
        return _states(self._kinds[kind], fold(text))

    def without(self, text: str) -> str:
        """A text, folded, without what it says of danger."""
        folded = fold(text)
        for pattern in self._kinds.values():
            folded = pattern.states.sub(" ", folded)
        return folded


def _states(pattern: Pattern, folded: str) -> bool:
    if pattern.sets_aside and pattern.states.search(folded):
        folded = pattern.sets_aside.sub("…", folded)
    return pattern.states.search(folded) is not None


def _mistaken(document: Document[DangerWordsFile], words: DangerWords) -> Iterator[Finding]:
    """Sentences of `oui` that do not say their danger, and of `non` that do."""
    for name, block in document.content.items():
        yield from mistaken_examples(document, (name,), block.oui, block.non, partial(words.says, name))
