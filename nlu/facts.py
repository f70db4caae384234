"""What an adviser says of the training meant and of their situation, found by the maintainers' expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.model import FactDefinition
from rules.yaml_lines import Document, read_document

LEXICON = Path(__file__).parent / "lexique"
FILES = ("parcours.yml", "situation.yml")
IN_THREAD = ("suites.yml",)
"""Expressions that state a fact only after an answer that depends on it ("je l'ai reçue")."""

_COMPARED = frozenset({"niveau", "famille"})
"""Facts that messages compare ("débutant ou confirmé ?"): two values named are as good as none."""

Expressions = dict[str, dict[str, list[str]]]
Patterns = Mapping[str, Mapping[str, re.Pattern[str]]]


@dataclass(frozen=True)
class Statement:
    """A fact with the value stated, and its span in the folded text."""

    fact: str
    value: str
    start: int
    end: int


class FactFinder:
    """Finds statements of facts in a message. Build it with :meth:`load`."""

    def __init__(self, patterns: Patterns, in_thread: Patterns) -> None:
        self._patterns = patterns
        self._in_thread = in_thread

    @classmethod
    def load(cls, facts: Mapping[str, FactDefinition], lexicon: Path = LEXICON) -> FactFinder:
        """Read and check the lexicon.

        Raises:
            ProgrammeError: an expression is malformed, or a fact or value does not exist.
        """
        findings: list[Finding] = []
        patterns, in_thread = (_patterns(names, lexicon, facts, findings) for names in (FILES, IN_THREAD))
        if findings:
            raise ProgrammeError(findings)
        return cls(patterns, in_thread)

    def find(self, text: str, awaited: Iterable[str] = ()) -> list[Statement]:
        """Every fact stated, one value each but for the training, which may be named several times.

        Args:
            text: the message.
            awaited: the facts that the answer before depends on; fewer words state them.
        """
        folded = fold(text)
        found: list[Statement] = []
        for fact, values in self._patterns.items():
            found += _values(fact, values, folded)
        stated = {statement.fact for statement in found}
        for fact in awaited:
            if fact in self._in_thread and fact not in stated:
                found += _values(fact, self._in_thread[fact], folded)
        return sorted(found, key=lambda statement: statement.start)


def _values(fact: str, patterns: Mapping[str, re.Pattern[str]], folded: str) -> list[Statement]:
    found: list[Statement] = []
    taken: list[tuple[int, int]] = []
    for value, pattern in patterns.items():
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(Statement(fact, value, *match.span()))
        if found and fact not in _COMPARED and fact != "parcours":
            return found[:1]
    several = len({statement.value for statement in found}) > 1
    return [] if several and fact in _COMPARED else found


def _patterns(
    names: Iterable[str], lexicon: Path, facts: Mapping[str, FactDefinition], findings: list[Finding]
) -> Patterns:
    patterns: dict[str, dict[str, re.Pattern[str]]] = {}
    for name in names:
        document = read_document(lexicon / name, Expressions)
        findings += _findings(document, facts)
        for fact, values in document.content.items():
            for value, expressions in values.items():
                with suppress(re.error):  # told by _findings, with its line
                    patterns.setdefault(fact, {})[value] = _joined(expressions)
    return patterns


def _joined(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(f"(?:{one})" for one in expressions) + r")(?!\w)")


def _findings(document: Document[Expressions], facts: Mapping[str, FactDefinition]) -> Iterable[Finding]:
    for fact, values in document.content.items():
        if fact not in facts:
            yield Finding(
                document.place(fact),
                f"le fait « {fact} » n'existe pas",
                f"choisir parmi : {', '.join(facts)} (faits.yml)",
            )
            continue
        for value, expressions in values.items():
            if value not in facts[fact].values:
                yield Finding(
                    document.place(fact, value),
                    f"« {value} » n'est pas une valeur de « {fact} »",
                    f"choisir parmi : {', '.join(facts[fact].values)}",
                )
            for index, expression in enumerate(expressions):
                try:
                    re.compile(expression)
                except re.error as error:
                    yield Finding(
                        document.place(fact, value, index),
                        f"l'expression « {expression} » est mal formée ({error})",
                        "vérifier les parenthèses et les crochets",
                    )
