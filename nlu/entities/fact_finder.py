"""Facts and courses in an utterance, found by the patterns of the lexicon."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from nlu.entities.dates import DateSpan
from nlu.entities.expressions import Expression
from nlu.entities.patterns import (
    LEXICON,
    PIECES,
    Pattern,
    Patterns,
    expression_at,
    plain_patterns,
    read_patterns,
    read_pieces,
)
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.facts import FactDefinition
from rules.ids import FactId
from rules.model import Place
from rules.yaml_lines import read_document

FILES = ("parcours.yml", "situation.yml")
IN_CONTEXT = ("suites.yml",)
"""Patterns that state a fact only after a reply that depends on it ("je l'ai reçue")."""

CLAUSE_END = "fin_de_proposition"
"""The piece that matches the end of a clause. Words of an earlier clause set nothing aside."""

_LONGEST_CLAUSE = 160
"""Characters before a statement in which to look for words that set it aside."""


@dataclass(frozen=True)
class FactSpan:
    """A value of a fact, and its span in the folded text.

    `asserted` is false if the words occur but state nothing ("faut-il avoir reçu la convocation ?").
    """

    fact: str
    value: str
    start: int
    end: int
    asserted: bool = True


class FactFinder:
    """Finds facts in a text. Build it with :meth:`load`."""

    def __init__(
        self,
        definitions: Mapping[str, FactDefinition],
        patterns: Patterns,
        in_context: Patterns,
        clause_end: Expression,
    ) -> None:
        self._definitions = definitions
        self._patterns = patterns
        self._in_context = in_context
        self._clause_end = clause_end

    @classmethod
    def load(cls, facts: Mapping[str, FactDefinition], lexicon: Path = LEXICON) -> FactFinder:
        """Read and check the lexicon.

        Raises:
            ProgrammeError: an expression is malformed, or a fact, a value or a piece does not exist.
        """
        findings: list[Finding] = []
        pieces = read_pieces(lexicon, findings)
        patterns, in_context = (read_patterns(names, lexicon, facts, pieces, findings) for names in (FILES, IN_CONTEXT))
        if CLAUSE_END not in pieces:
            place = Place(lexicon / PIECES, 1)
            findings.append(
                Finding(
                    place,
                    f"il manque le morceau « {CLAUSE_END} »",
                    "le rétablir : une expression pour ce qui sépare deux propositions",
                )
            )
        if findings:
            raise ProgrammeError(findings)
        named = plain_patterns(facts)
        patterns = {fact: {**named.get(fact, {}), **patterns.get(fact, {})} for fact in {**patterns, **named}}
        clause_end = expression_at(read_document(lexicon / PIECES, dict[str, Any]), pieces[CLAUSE_END], CLAUSE_END)
        return cls(facts, patterns, in_context, clause_end)

    def find(self, text: str, awaited: Iterable[str] = ()) -> list[FactSpan]:
        """All facts of a text, by position. Each has one value, except the course, which may be named several times.

        Args:
            text: an utterance.
            awaited: the facts that the last reply depends on; fewer words state them.
        """
        folded = _FoldedText(fold(text), self._clause_end)
        spans: list[FactSpan] = []
        for fact, patterns in self._patterns.items():
            spans += _fact_spans(self._definitions[fact], patterns, folded)
        stated = {span.fact for span in spans if span.asserted}
        for fact in awaited:
            if fact in self._in_context and fact not in stated:
                spans += _fact_spans(self._definitions[fact], self._in_context[fact], folded)
        return sorted(spans, key=lambda span: span.start)

    def said_by_date(self, date_span: DateSpan, role: str, today: date) -> list[FactSpan]:
        """The facts that a date of a role states."""
        period = (date_span.first, date_span.day)
        values = ((name, fact.said_by_date(period, role, today)) for name, fact in self._definitions.items())
        return [FactSpan(name, value, date_span.start, date_span.end) for name, value in values if value]

    def each(self, fact: str, text: str) -> list[FactSpan]:
        """Every value of a fact in a text, in order ("POP School ou Francil'IN ?")."""
        folded = _FoldedText(fold(text), self._clause_end)
        spans = [span for span in _all_spans(fact, self._patterns.get(fact, {}), folded) if span.asserted]
        return sorted(spans, key=lambda span: span.start)

    def is_yes(self, span: FactSpan) -> bool:
        """Whether a fact is affirmed, or has no yes; a date may then add to it."""
        return self._definitions[span.fact].yes in (span.value, None)

    def is_transient(self, span: FactSpan) -> bool:
        """Whether a fact says what is asked rather than what has been done."""
        return span.value in self._definitions[span.fact].transient

    def most_specific(self, fact: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """The most specific of several values of a fact."""
        return self._definitions[fact].most_specific(values)


class _FoldedText:
    """A folded text with a space before its first word."""

    def __init__(self, folded: str, clause_end: Expression) -> None:
        self.text = f" {folded}"
        self._clause_end = clause_end
        self._clause_starts: list[int] | None = None

    def clause(self, start: int, end: int) -> str:
        """The clause that contains `start`, up to `end`."""
        if self._clause_starts is None:
            self._clause_starts = [0, *(match.end() for match in self._clause_end.finditer(self.text))]
        begin = self._clause_starts[bisect_right(self._clause_starts, start) - 1]
        return self.text[max(begin, start - _LONGEST_CLAUSE) : end]


def _fact_spans(fact: FactDefinition, patterns: Mapping[str, Pattern], folded: _FoldedText) -> list[FactSpan]:
    spans: list[FactSpan] = []
    for span in _all_spans(fact.id, patterns, folded):
        if span.asserted and not fact.compared and fact.id != FactId.COURSE:
            return [span]
        spans.append(span)
    several = len({span.value for span in spans if span.asserted}) > 1
    return [] if several and fact.compared else spans


def _all_spans(fact: str, patterns: Mapping[str, Pattern], folded: _FoldedText) -> Iterator[FactSpan]:
    """The spans of all values, in the order of the lexicon, except those inside an asserted one."""
    taken = bytearray(len(folded.text))
    for value, pattern in patterns.items():
        for span in _value_spans(fact, value, pattern, folded):
            place = slice(span.start, span.end)
            if any(taken[place]):
                continue
            if span.asserted:
                taken[place] = b"\1" * (span.end - span.start)
            yield span


def _value_spans(fact: str, value: str, pattern: Pattern, folded: _FoldedText) -> Iterable[FactSpan]:
    at = 0
    while match := pattern.states.search(folded.text, at):
        start, end = match.start(), match.end()
        aside = pattern.sets_aside and pattern.sets_aside.search(folded.clause(start + 1, end))
        yield FactSpan(fact, value, start, end - 1, asserted=not aside)
        at = start + 1 if aside else max(end, start + 1)
