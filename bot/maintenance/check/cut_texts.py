"""Texts and examples cut by a number sign: YAML silently takes what follows for a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.maintenance.check.inputs import CheckInputs
from rules.errors import Finding
from rules.model import Place

_COMMENT = re.compile(r"\s#")


def cut_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Sentences whose line continues after a number sign."""
    written = [(text.text, text.place) for text in inputs.texts]
    written += [(example.text, example.place) for example in inputs.examples]
    by_file: dict[Path, list[tuple[str, Place]]] = {}
    for text, place in written:
        by_file.setdefault(place.file, []).append((text, place))
    for file, texts in by_file.items():
        lines = inputs.lines(file)
        for number, line in enumerate(lines, 1):
            if "#" in line and not line.lstrip().startswith("#") and _COMMENT.search(line):
                yield from _cut(texts, lines, number)


def _cut(texts: list[tuple[str, Place]], lines: list[str], number: int) -> Iterator[Finding]:
    """The last text that begins before a line with a number sign, if it ends on that line."""
    begins = max((place.line for _, place in texts if place.line <= number), default=0)
    line = lines[number - 1]
    for text in (text for text, place in texts if place.line == begins):
        for sign in (found.end() - 1 for found in _COMMENT.finditer(line)):
            kept, dropped = line[:sign].rstrip(), line[sign:].strip()
            # Inside quotation marks or a block of lines, the sign is part of the text.
            if text.strip() and dropped not in text and kept.endswith(text.split()[-1]):
                problem = f"la suite de ce texte est un commentaire pour YAML, et ne sera pas dite : « {dropped} »"
                remedy = (
                    'mettre tout le texte entre guillemets droits ("…") ; un vrai commentaire va sur sa propre ligne'
                )
                yield Finding(Place(texts[0][1].file, number), problem, remedy, column=sign)
                break
