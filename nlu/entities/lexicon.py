"""The lexicon of conversation: `mots.yml` and `formules.yml`, read, checked and compiled."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.entities.clauses import ClauseSplitter
from nlu.entities.cues import Cues
from nlu.entities.dates import DateFinder
from nlu.entities.patterns import LEXICON, regex
from nlu.entities.schema import CuesFile
from nlu.entities.set_phrases import Phrases
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, read_document

CUES = "mots.yml"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What finds cues, phrases, clauses and dates. `fillers` are words that say nothing, folded."""

    fillers: frozenset[str]
    cues: Cues
    phrases: Phrases
    clauses: ClauseSplitter
    dates: DateFinder

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> Lexicon:
        """Read and check the files of a folder.

        Raises:
            ProgrammeError: with every finding: a file does not have its form, or an expression is malformed.
        """
        findings: list[Finding] = []
        file, phrases = None, None
        try:
            file = _read(lexicon / CUES)
        except ProgrammeError as error:
            findings += error.findings
        try:
            phrases = Phrases.load(lexicon)
        except ProgrammeError as error:
            findings += error.findings
        if file is None or phrases is None:
            raise ProgrammeError(findings)
        clauses = ClauseSplitter(file)
        dates = DateFinder(file.jours, clauses)
        return cls(frozenset(file.vides.split()), Cues(file), phrases, clauses, dates)


def _read(path: Path) -> CuesFile:
    document = read_document(path, CuesFile)
    if findings := list(_malformed(document, msgspec.to_builtins(document.content))):
        raise ProgrammeError(findings)
    return document.content


def _malformed(document: Document[CuesFile], part: object, *path: str | int) -> Iterator[Finding]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _malformed(document, value, *path, key)
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _malformed(document, value, *path, index)
    elif isinstance(part, str) and path != ("vides",):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # "[[" is no mistake yet
                regex(part)
        except re.error as error:
            problem = f"l'expression « {part} » est mal formée ({error})"
            yield Finding(document.place(*path), problem, "vérifier les parenthèses et les crochets")
