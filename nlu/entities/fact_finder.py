"""What an adviser says of the training meant and of their situation, found by the maintainers' expressions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nlu.entities.patterns import PIECES, Expression, Expressions, read_expressions, read_pieces
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.model import FactDefinition, Place

LEXICON = Path(__file__).parents[1] / "lexique"
FILES = ("parcours.yml", "situation.yml")
IN_THREAD = ("suites.yml",)
"""Expressions that state a fact only after an answer that depends on it ("je l'ai reçue")."""

_COMPARED = frozenset({"niveau", "famille", "cadre"})
"""Facts that messages compare ("débutant ou confirmé ?"): two values named are as good as none."""

CLAUSE_END = "fin_de_proposition"
"""The piece that says where a clause ends: what stands before it sets nothing aside."""

_LONGEST_CLAUSE = 160
"""Characters before a statement in which to look for what sets it aside."""


@dataclass(frozen=True)
class Statement:
    """A fact with the value stated, and its span in the folded text.

    `said` is false where the words are there but state nothing ("faut-il avoir reçu la convocation ?").
    """

    fact: str
    value: str
    start: int
    end: int
    said: bool = True


class FactFinder:
    """Finds statements of facts in a message. Build it with :meth:`load`."""

    def __init__(self, expressions: Expressions, in_thread: Expressions, clause_end: str) -> None:
        self._expressions = expressions
        self._in_thread = in_thread
        self._clause_end = re.compile(clause_end)

    @classmethod
    def load(cls, facts: Mapping[str, FactDefinition], lexicon: Path = LEXICON) -> FactFinder:
        """Read and check the lexicon.

        Raises:
            ProgrammeError: an expression is malformed, or a fact, a value or a piece does not exist.
        """
        findings: list[Finding] = []
        pieces = read_pieces(lexicon, findings)
        expressions, in_thread = (
            read_expressions(names, lexicon, facts, pieces, findings) for names in (FILES, IN_THREAD)
        )
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
        return cls(expressions, in_thread, pieces[CLAUSE_END])

    def find(self, text: str, awaited: Iterable[str] = ()) -> list[Statement]:
        """Every fact spoken of, one value each but for the training, which may be named several times.

        Args:
            text: the message.
            awaited: the facts that the answer before depends on; fewer words state them.
        """
        message = _Message(fold(text), self._clause_end)
        found: list[Statement] = []
        for fact, values in self._expressions.items():
            found += _values(fact, values, message)
        stated = {statement.fact for statement in found if statement.said}
        for fact in awaited:
            if fact in self._in_thread and fact not in stated:
                found += _values(fact, self._in_thread[fact], message)
        return sorted(found, key=lambda statement: statement.start)


class _Message:
    """A folded message, with a place before its first word."""

    def __init__(self, folded: str, clause_end: re.Pattern[str]) -> None:
        self.text = f" {folded}"
        self._clause_end = clause_end
        self._clauses: list[int] | None = None

    def clause(self, start: int, end: int) -> str:
        """The clause in which a place lies, up to another place."""
        if self._clauses is None:
            self._clauses = [0, *(match.end() for match in self._clause_end.finditer(self.text))]
        begin = self._clauses[bisect_right(self._clauses, start) - 1]
        return self.text[max(begin, start - _LONGEST_CLAUSE) : end]


def _values(fact: str, values: Mapping[str, Expression], message: _Message) -> list[Statement]:
    found: list[Statement] = []
    taken = bytearray(len(message.text))
    for value, expression in values.items():
        for statement in _statements(fact, value, expression, message):
            span = slice(statement.start, statement.end)
            if any(taken[span]):
                continue
            if statement.said:
                taken[span] = b"\1" * (statement.end - statement.start)
            found.append(statement)
        said = [statement for statement in found if statement.said]
        if said and fact not in _COMPARED and fact != "parcours":
            return said[:1]
    several = len({statement.value for statement in found if statement.said}) > 1
    return [] if several and fact in _COMPARED else found


def _statements(fact: str, value: str, expression: Expression, message: _Message) -> Iterable[Statement]:
    at = 0
    while match := expression.states.search(message.text, at):
        start, end = match.start(), match.end()
        aside = expression.sets_aside and expression.sets_aside.search(message.clause(start + 1, end))
        yield Statement(fact, value, start, end - 1, said=not aside)
        at = start + 1 if aside else max(end, start + 1)
