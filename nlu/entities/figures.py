"""Figures in an utterance: those it asserts ("400 h ?"), and the unit it wants in the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from nlu.entities.criteria import CriterionWords
from nlu.entities.expressions import Alternative, Expression
from nlu.entities.patterns import LEXICON, compiled, mistaken_examples, no_words, words_pattern, written_parts
from nlu.entities.plain_words import plain_expressions
from nlu.text import fold
from rules.errors import Finding, ProgrammeError
from rules.items import MINUTES
from rules.yaml_lines import Document, read_document

FIGURES = "chiffres.yml"

_MAX_WORDS_BEFORE_CHARACTERS = 20
"""Characters before a figure in which to look for words that make it rough, or a name."""

_HOURS_AND_MINUTES = re.compile(r"(?<![\w.,])(\d{1,2}) ?h ?(\d\d)(?!\w)")

_BARE_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,4})(?![\w/]|[.,-]\d)")


class ClaimWords(CriterionWords):
    """Words of a claim; matches of `sauf` are no claim."""

    sauf: list[str] = msgspec.field(default_factory=list)


class FiguresFile(msgspec.Struct, forbid_unknown_fields=True):
    """`lexique/chiffres.yml` as a whole."""

    unites: dict[str, list[str]]
    nombres: dict[str, int]
    a_peu_pres: str
    nomme: str
    avance: ClaimWords
    faux: ClaimWords
    parties: dict[str, list[str]]


@dataclass(frozen=True)
class FigureMention:
    """A figure in an utterance.

    Attributes:
        value: the number.
        unit: the attribute it measures; None for a bare number.
        is_rough: whether it is approximate.
        is_name: whether it names something ("les 14 h", "un parcours de 70 h") and claims nothing by itself.
    """

    value: int
    unit: str | None
    is_rough: bool = False
    is_name: bool = False


class FigureFinder:
    """Finds figures and units in a text. Build it with :meth:`load`."""

    def __init__(
        self,
        units: Mapping[str, Expression],
        numbers: Mapping[str, int],
        rough: Expression,
        names: Expression,
        words: Mapping[str, tuple[Expression, Expression | None]],
        parts: Mapping[str, Expression],
    ) -> None:
        self._units = units
        self._numbers = numbers
        self._rough = rough
        self._names = names
        self._words = words
        self._parts = parts
        written = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True)))
        self._number = re.compile(rf"(?<![\w.,])(\d{{1,4}}|{written})[ -]?$")

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> FigureFinder:
        """Read and check the words.

        Raises:
            ProgrammeError: with every finding.
        """
        document = read_document(lexicon / FIGURES, FiguresFile)
        file, findings = document.content, list[Finding]()

        def found(
            expressions: list[str], *path: str, plain: Sequence[Alternative] = (), before: str = r"(?<!\w)"
        ) -> Expression | None:
            parts = written_parts(document, path, expressions, findings)
            return words_pattern(document, path, [*parts, *plain], findings, before)

        # A digit may stand right before a unit, "400h", but no letter.
        units = {
            unit: found(expressions, "unites", unit, before=r"(?<![^\W\d])")
            for unit, expressions in file.unites.items()
        }
        parts = {name: found(expressions, "parties", name) for name, expressions in file.parties.items()}
        rough = compiled(file.a_peu_pres, file.a_peu_pres, document.place("a_peu_pres"), findings)
        names = compiled(file.nomme, file.nomme, document.place("nomme"), findings)
        words = {}
        for name, block in (("avance", file.avance), ("faux", file.faux)):
            plain = plain_expressions(document, (name, "mots"), block.mots, findings)
            states, aside = found(block.expressions, name, "expressions", plain=plain), found(block.sauf, name, "sauf")
            if states:
                words[name] = (states, aside)
            elif not findings:
                findings.append(no_words(document, name))
        if findings or rough is None or names is None:
            raise ProgrammeError(findings)
        finder = cls(
            {unit: pattern for unit, pattern in units.items() if pattern},
            file.nombres,
            rough,
            names,
            words,
            {name: pattern for name, pattern in parts.items() if pattern},
        )
        if findings := list(_mistaken(document, finder)):
            raise ProgrammeError(findings)
        return finder

    def find(self, text: str) -> tuple[FigureMention, ...]:
        """The figures of a text, in order: those with a unit, and bare numbers."""
        folded = fold(text)
        found: dict[int, FigureMention] = {}
        taken: set[int] = set()
        for match in _HOURS_AND_MINUTES.finditer(folded):
            found[match.start()] = FigureMention(int(match[1]) * 60 + int(match[2]), MINUTES)
            taken.update(range(*match.span()))
        for unit, pattern in self._units.items():
            for match in pattern.finditer(folded):
                number = self._number.search(folded[: match.start()])
                if number is None or number.start() in taken:
                    continue
                value = self._numbers[number[1]] if number[1] in self._numbers else int(number[1])
                found[number.start()] = self._mention(value, unit, folded, number.start())
                taken.update(range(number.start(), match.end()))
        for match in _BARE_NUMBER.finditer(folded):
            if match.start() not in taken:
                found[match.start()] = self._mention(int(match[1]), None, folded, match.start())
        return tuple(found[start] for start in sorted(found))

    def without(self, text: str) -> str:
        """A text without its figures and units, folded."""
        folded = fold(text)
        for pattern in self._units.values():
            for match in reversed(list(pattern.finditer(folded))):
                if number := self._number.search(folded[: match.start()]):
                    folded = f"{folded[: number.start()]} {folded[match.end() :]}"
        return _BARE_NUMBER.sub(" ", folded)

    def units(self, text: str) -> tuple[str, ...]:
        """The units that a text names without a figure ("combien de semaines ?")."""
        folded = fold(text)
        return tuple(
            unit
            for unit, pattern in self._units.items()
            if any(not self._number.search(folded[: match.start()]) for match in pattern.finditer(folded))
        )

    def claims(self, text: str) -> bool:
        """Whether a text asserts or doubts something rather than asking for it."""
        return self._has("avance", text)

    def denies(self, text: str) -> bool:
        """Whether a text asks if something is false."""
        return self._has("faux", text)

    def whole_of_parts(self, text: str) -> str | None:
        """The id of the item whose parts a noun means ("les parcours"), or None."""
        folded = fold(text)
        return next((name for name, pattern in self._parts.items() if pattern.search(folded)), None)

    def _mention(self, value: int, unit: str | None, folded: str, start: int) -> FigureMention:
        before = folded[max(0, start - _MAX_WORDS_BEFORE_CHARACTERS) : start]
        is_rough, is_name = self._rough.search(before) is not None, self._names.search(before) is not None
        return FigureMention(value, unit, is_rough, is_name)

    def _has(self, name: str, text: str) -> bool:
        states, aside = self._words[name]
        folded = fold(text)
        return states.search(folded) is not None and not (aside and aside.search(folded))


def _mistaken(document: Document[FiguresFile], finder: FigureFinder) -> Iterator[Finding]:
    claim, false = document.content.avance, document.content.faux
    yield from mistaken_examples(document, ("avance",), claim.oui, claim.non, partial(finder._has, "avance"))
    yield from mistaken_examples(document, ("faux",), false.oui, false.non, partial(finder._has, "faux"))
