"""Masks personal data in a text before it is kept: with the maintainers' expressions, `phonenumbers` and a tagger."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import phonenumbers

from bot.storage.masking.names import NameTagger
from bot.storage.masking.plain_text import plain_text
from bot.storage.masking.words import sentence_around, unaccented, windows, words_pattern
from nlu.aside import let_others_in
from nlu.entities.expressions import Alternative, Expression
from nlu.entities.patterns import compiled, filled, sound_parts, together
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import read_document

EXPRESSIONS = Path(__file__).parents[1] / "masques.yml"

PHONE = "[téléphone]"
NAME = "[nom]"

_COUNTRY = "FR"
"""The country of numbers without a country prefix."""

_KEPT = "avant"
"""The group of an expression that stays in front of the mask."""

_SIX_DIGITS = re.compile(r"(?:\D*\d){6}")
"""Texts with fewer digits are skipped: they have no telephone number, and the search takes time."""

_MANY_DIGITS = re.compile(r"(?:\D*\d){400}")
"""More digits than a question has; trying each as part of a telephone number would take too long."""

_ANY_NUMBER = re.compile(r"\d(?:[\W_]*\d)*")

_AT_THE_ENDS = " \t\n,;:"
"""Characters at the ends of a masked span that stay."""

_BETWEEN_NAMES = re.compile(r"[ '-]?")
"""May separate two spans that become one mark."""

_LOOKED_BACK = 60
"""Characters before a span in which `jamais_apres` is searched."""


class MaskEntry(msgspec.Struct, forbid_unknown_fields=True):
    """A mask as maintainers write it.

    Attributes:
        par: the mark shown.
        expressions: expressions to hide.
        mots: plain words to hide.
        suite: expression for what follows a word and is hidden with it.
        sauf: not hidden if it begins with one of these.
        jamais_apres: not hidden if it follows one of these.
        texte_avec: hidden only if the text has one of these.
        phrase_sans: not hidden if its sentence has one of these.
        si_le_texte_a: nothing is searched unless the text has one of these.
    """

    par: str
    expressions: list[str] = []
    mots: list[str] = []
    suite: str = ""
    sauf: list[str] = []
    jamais_apres: list[str] = []
    texte_avec: list[str] = []
    phrase_sans: list[str] = []
    si_le_texte_a: list[str] = []


class MasksFile(msgspec.Struct, forbid_unknown_fields=True):
    """The file of masks: named pieces of expressions, and the masks in order of priority."""

    morceaux: dict[str, str]
    masques: list[MaskEntry]


Masking = Callable[[str], str]
"""A function that masks the personal data of a text, as :class:`Mask` does."""


class Masked(NamedTuple):
    """A masked span of a text, in characters, and the mark that replaces it."""

    start: int
    end: int
    mark: str

    def moved(self, by: int) -> Masked:
        """The same span in a longer text, with `by` more characters before."""
        return Masked(self.start + by, self.end + by, self.mark)


class _Conditions(NamedTuple):
    """The conditions of an entry, each combined into one expression; None if it has none."""

    exception: Expression | None
    before: Expression | None
    text_with: Expression | None
    sentence_without: Expression | None
    needed: Expression | None

    def possible(self, text: str) -> bool:
        """Whether the text may have something to hide: a much faster test than the search."""
        return not self.needed or bool(self.needed.search(text))

    def meet(self, text: str, start: int) -> bool:
        """Whether a match that starts there is to be hidden."""
        if self.exception and self.exception.match(text, start):
            return False
        if self.before and self.before.search(text[max(0, start - _LOOKED_BACK) : start]):
            return False
        if self.text_with and not self.text_with.search(text):
            return False
        return not (self.sentence_without and self.sentence_without.search(sentence_around(text, start)))


class _Expression(NamedTuple):
    pattern: Expression
    conditions: _Conditions
    mark: str

    def spans(self, text: str) -> Iterator[Masked]:
        for match in self.pattern.finditer(text):
            start = match.end(_KEPT) if match.groupdict().get(_KEPT) else match.start()
            if self.conditions.meet(text, start):
                yield Masked(start, match.end(), self.mark)


class _Words(NamedTuple):
    pattern: re.Pattern[str]
    continued: Expression
    conditions: _Conditions
    mark: str

    def spans(self, text: str) -> Iterator[Masked]:
        for match in self.pattern.finditer(unaccented(text)):
            if self.conditions.meet(text, match.start()):
                goes_on = self.continued.match(text, match.end())
                yield Masked(match.start(), goes_on.end() if goes_on else match.end(), self.mark)


class _Mask(NamedTuple):
    mark: str
    conditions: _Conditions
    expressions: Sequence[_Expression | _Words]

    def spans(self, text: str) -> Iterator[Masked]:
        if self.conditions.possible(text):
            for expression in self.expressions:
                yield from expression.spans(text)


class Mask:
    """Replaces personal data by marks such as "[e-mail]". Build it with :meth:`load`."""

    def __init__(self, masks: Sequence[_Mask], names: NameTagger) -> None:
        self._masks = tuple(masks)
        self._names = names
        marks = list(dict.fromkeys([*(mask.mark for mask in masks), PHONE, NAME]))
        self._order = {mark: order for order, mark in enumerate(marks)}
        self._marks = re.compile(f"({'|'.join(map(re.escape, marks))})")

    @classmethod
    def load(cls, path: Path = EXPRESSIONS) -> Mask:
        """Read the expressions.

        Raises:
            ProgrammeError: the file has another form, or an expression is malformed; with line and remedy.
        """
        document = read_document(path, MasksFile)
        findings: list[Finding] = []
        pieces: dict[str, str] = {}

        for name, written in document.content.morceaux.items():
            pieces[name] = filled(written, pieces, document.place("morceaux", name), findings, path.name)

        def parts(index: int, key: str, expressions: Sequence[str]) -> list[Alternative]:
            places = [document.place("masques", index, key, number) for number in range(len(expressions))]
            return [
                Alternative(filled(written, pieces, place, findings, path.name), written, place)
                for written, place in zip(expressions, places, strict=True)
            ]

        def each(index: int, key: str, expressions: Sequence[str]) -> list[Expression]:
            found = [compiled(*part, findings, re.IGNORECASE) for part in parts(index, key, expressions)]
            return [expression for expression in found if expression]

        def any_of(index: int, key: str, expressions: Sequence[str], end: str = "") -> Expression | None:
            sound = sound_parts(parts(index, key, expressions), findings, re.IGNORECASE)
            place = document.place("masques", index, key)
            return together(sound, "{}" + end, key, place, findings, re.IGNORECASE) if sound else None

        masks: list[_Mask] = []
        for index, mask in enumerate(document.content.masques):
            conditions = _Conditions(
                any_of(index, "sauf", mask.sauf),
                any_of(index, "jamais_apres", mask.jamais_apres, r"\Z"),
                any_of(index, "texte_avec", mask.texte_avec),
                any_of(index, "phrase_sans", mask.phrase_sans),
                any_of(index, "si_le_texte_a", mask.si_le_texte_a),
            )
            expressions: list[_Expression | _Words] = [
                _Expression(expression, conditions, mask.par)
                for expression in each(index, "expressions", mask.expressions)
            ]
            for continued in each(index, "suite", [mask.suite]) if mask.mots else ():
                expressions.append(_Words(words_pattern(mask.mots), continued, conditions, mask.par))
            masks.append(_Mask(mask.par, conditions, expressions))
        if findings:
            raise ProgrammeError(findings)
        return cls(masks, NameTagger.load())

    def found(self, text: str, among: Collection[str]) -> list[str]:
        """The marks, among those given, that masking would put into the text."""
        return list(dict.fromkeys(masked.mark for masked in self.spans(text, among)))

    def __call__(self, text: str) -> str:
        """The text, masked. Marks already in it stay."""
        return "".join(part if index % 2 else self._masked(part) for index, part in enumerate(self._marks.split(text)))

    def spans(self, text: str, among: Collection[str] | None = None) -> list[Masked]:
        """The personal spans of a text, in order; with `among`, only those with one of these marks."""
        plain = plain_text(text)
        found = [
            (span.start, span.end, self._order[span.mark])
            for span in self._found(plain.text, self._order if among is None else among)
        ]
        marks = list(self._order)
        return [
            Masked(*plain.original(start, end), marks[order]) for start, end, order in _apart(plain.text, sorted(found))
        ]

    def _masked(self, text: str) -> str:
        pieces, end = [], 0
        for span in self.spans(text):
            pieces += [text[end : span.start], span.mark]
            end = span.end
        return "".join([*pieces, text[end:]])

    def _found(self, text: str, among: Collection[str]) -> Iterator[Masked]:
        for offset, part in windows(text):
            for mask in self._masks:
                if mask.mark in among:
                    yield from (span.moved(offset) for span in mask.spans(part))
            if PHONE in among:
                yield from (span.moved(offset) for span in _phones(part))
            let_others_in()
        if NAME in among:
            yield from (Masked(start, end, NAME) for start, end in self._names.spans(text))


def _apart(text: str, spans: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Trim spans and join those that meet; of two marks, the one first in order stays."""
    joined: list[tuple[int, int, int]] = []
    for start, end, order in spans:
        while start < end and text[start] in _AT_THE_ENDS:
            start += 1
        while end > start and text[end - 1] in _AT_THE_ENDS:
            end -= 1
        if start == end:
            continue
        if joined:
            last_start, last_end, last_order = joined[-1]
            meets = start < last_end or (order == last_order and _BETWEEN_NAMES.fullmatch(text, last_end, start))
            if meets:
                joined[-1] = (last_start, max(end, last_end), min(order, last_order))
                continue
        joined.append((start, end, order))
    return joined


def _phones(text: str) -> Iterator[Masked]:
    if not _SIX_DIGITS.match(text):
        return
    if _MANY_DIGITS.match(text):
        yield from (Masked(*match.span(), PHONE) for match in _ANY_NUMBER.finditer(text))
        return
    for match in phonenumbers.PhoneNumberMatcher(text, _COUNTRY):
        yield Masked(match.start, match.end, PHONE)
