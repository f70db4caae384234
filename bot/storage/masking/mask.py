"""Masking personal data in a text before it is kept: by the maintainers' expressions and by `phonenumbers`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import phonenumbers

from nlu.entities.patterns import compiled, filled, regex
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import read_document

EXPRESSIONS = Path(__file__).parent / "masques.yml"

PHONE = "[téléphone]"

_COUNTRY = "FR"
"""Where a number without a country's prefix is from."""

_KEPT = "avant"
"""The group of an expression that is kept, in front of the mask."""

_SIX_DIGITS = re.compile(r"(?:\D*\d){6}")
"""No telephone number has fewer; looking for them takes time."""

_MANY_DIGITS = re.compile(r"(?:\D*\d){400}")
"""More than a question has: each may be part of a telephone number, and so many would take too long to try."""

_ANY_NUMBER = re.compile(r"\d(?:[\W_]*\d)*")

_NEVER = re.compile("(?!)")


class MaskEntry(msgspec.Struct, forbid_unknown_fields=True):
    """A mask as maintainers write it: what it shows, the expressions it hides, and exceptions to these."""

    par: str
    expressions: list[str]
    sauf: list[str] = []


class MasksFile(msgspec.Struct, forbid_unknown_fields=True):
    """The file of masks: named pieces of expressions, and the masks in the order they are applied."""

    morceaux: dict[str, str]
    masques: list[MaskEntry]


Masking = Callable[[str], str]
"""A function that masks the personal data of a text, as :class:`Mask` does."""


@dataclass(frozen=True)
class _Mask:
    pattern: re.Pattern[str]
    exception: re.Pattern[str] | None
    label: str

    def __call__(self, text: str) -> str:
        return self.pattern.sub(self._replaced, text)

    def _replaced(self, match: re.Match[str]) -> str:
        before = match.groupdict().get(_KEPT) or ""
        if self.exception and self.exception.match(match.string, match.start() + len(before)):
            return match[0]
        return before + self.label


class Mask:
    """Replaces personal data by labels such as "[e-mail]". Build it with :meth:`load`."""

    def __init__(self, masks: Sequence[_Mask]) -> None:
        self._masks = tuple(masks)

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

        def pattern(expression: str, *steps: str | int) -> re.Pattern[str]:
            place = document.place("masques", *steps)
            whole = filled(expression, pieces, place, findings, path.name)
            return compiled(whole, expression, place, findings, re.IGNORECASE) or _NEVER

        masks = []
        for index, mask in enumerate(document.content.masques):
            exceptions = [pattern(text, index, "sauf", number).pattern for number, text in enumerate(mask.sauf)]
            excepted = regex("|".join(f"(?:{text})" for text in exceptions), re.IGNORECASE) if exceptions else None
            masks += [
                _Mask(pattern(text, index, "expressions", number), excepted, mask.par)
                for number, text in enumerate(mask.expressions)
            ]
        if findings:
            raise ProgrammeError(findings)
        return cls(masks)

    def found(self, text: str, among: Collection[str]) -> list[str]:
        """The labels, of those in `among`, that masking the text would put into it."""
        found = [
            mask.label
            for mask in self._masks
            if mask.label in among and mask.pattern.search(text) and mask(text) != text
        ]
        if PHONE in among and _without_phones(text) != text:
            found.append(PHONE)
        return list(dict.fromkeys(found))

    def __call__(self, text: str) -> str:
        """The text, masked."""
        for mask in self._masks:
            text = mask(text)
        return _without_phones(text)


def _without_phones(text: str) -> str:
    if not _SIX_DIGITS.match(text):
        return text
    if _MANY_DIGITS.match(text):
        return _ANY_NUMBER.sub(PHONE, text)
    pieces, end = [], 0
    for match in phonenumbers.PhoneNumberMatcher(text, _COUNTRY):
        pieces += [text[end : match.start], PHONE]
        end = match.end
    return "".join([*pieces, text[end:]])
