"""Criteria in an utterance: what it asks of an answer or of items, and the rank of an item that it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.entities.patterns import LEXICON, compiled, mistaken_examples, words_pattern
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

CRITERIA = "criteres.yml"

LAST = -1

_MAX_NEGATION_CHARACTERS = 30
"""Before the words of a criterion, in which to look for what negates it."""


class CriterionWords(msgspec.Struct, forbid_unknown_fields=True):
    """The words of a criterion, and sentences that do and do not have it."""

    expressions: list[str]
    oui: list[str]
    non: list[str]


class CriteriaFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/criteres.yml` as a whole."""

    negations: str
    criteres: dict[str, CriterionWords]
    rangs: list[list[str]]
    dernier: list[str]
    ensemble: list[str]


@dataclass(frozen=True)
class CriterionMention:
    """A criterion that an utterance names; `negated`: it asks whether it is not so ("c'est pas obligatoire ?")."""

    criterion: str
    negated: bool = False


class CriterionFinder:
    """Finds criteria and ranks in a text. Build it with :meth:`load`."""

    def __init__(
        self,
        criteria: Mapping[str, re.Pattern[str]],
        negation: re.Pattern[str] | None,
        ranks: Mapping[int, re.Pattern[str]],
        all_shown: re.Pattern[str] | None,
    ) -> None:
        self._criteria = criteria
        self._negation = negation
        self._ranks = ranks
        self._all_shown = all_shown

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> CriterionFinder:
        """Read and check the words.

        Raises:
            ProgrammeError: with every finding.
        """
        document = read_document(lexicon / CRITERIA, CriteriaFile)
        findings: list[Finding] = []
        negation = compiled(
            document.content.negations, document.content.negations, document.place("negations"), findings
        )
        criteria = {
            name: words_pattern(document, ("criteres", name, "expressions"), words.expressions, findings)
            for name, words in document.content.criteres.items()
        }
        ranks = {LAST: words_pattern(document, ("dernier",), document.content.dernier, findings)}
        for index, expressions in enumerate(document.content.rangs):
            ranks[index] = words_pattern(document, ("rangs", index), expressions, findings)
        all_shown = words_pattern(document, ("ensemble",), document.content.ensemble, findings)
        if findings:
            raise ProgrammeError(findings)
        finder = cls(
            {name: pattern for name, pattern in criteria.items() if pattern},
            negation,
            {rank: pattern for rank, pattern in ranks.items() if pattern},
            all_shown,
        )
        if findings := list(_mistaken(document, finder)):
            raise ProgrammeError(findings)
        return finder

    @property
    def names(self) -> tuple[str, ...]:
        """The criteria that have words."""
        return tuple(self._criteria)

    def find(self, text: str) -> tuple[CriterionMention, ...]:
        """The criteria that a text names, in its order."""
        folded = fold(text)
        found = []
        for name, pattern in self._criteria.items():
            if match := pattern.search(folded):
                before = folded[max(0, match.start() - _MAX_NEGATION_CHARACTERS) : match.start()]
                negated = self._negation is not None and self._negation.search(before) is not None
                found.append((match.start(), CriterionMention(name, negated)))
        return tuple(mention for _, mention in sorted(found, key=lambda pair: pair[0]))

    def means_all(self, text: str) -> bool:
        """Whether a text means all that was shown ("les deux")."""
        return self._all_shown is not None and self._all_shown.search(fold(text)) is not None

    def rank(self, text: str) -> int | None:
        """The rank that a text names, as an index: from 0, LAST for the last; None where it names none."""
        folded = fold(text)
        return next((rank for rank, pattern in self._ranks.items() if pattern.search(folded)), None)


def _mistaken(document: Document[CriteriaFile], finder: CriterionFinder) -> Iterator[Finding]:
    for name, words in document.content.criteres.items():

        def matches(text: str, name: str = name) -> bool:
            return any(mention.criterion == name for mention in finder.find(text))

        yield from mistaken_examples(document, ("criteres", name), words.oui, words.non, matches)
