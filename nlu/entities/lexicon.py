"""The lexicon of conversation: small words, set phrases, criteria, figures, first names; checked."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from nlu.entities.clauses import ClauseSplitter
from nlu.entities.criteria import CriterionFinder
from nlu.entities.cues import Cue, Cues
from nlu.entities.dates import DateFinder
from nlu.entities.figures import FigureFinder
from nlu.entities.first_names import FirstNames
from nlu.entities.moments import MomentFinder
from nlu.entities.patterns import LEXICON, mistaken_examples, regex
from nlu.entities.schema import CuesFile
from nlu.entities.set_phrases import Phrases
from rules.errors import Finding, ProgrammeError
from rules.suggestions import choose
from rules.yaml_lines import Document, read_document

CUES = "mots.yml"

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What finds cues, phrases, criteria, figures, clauses, dates and first names.

    `fillers` are words that say nothing, folded.
    """

    fillers: frozenset[str]
    cues: Cues
    phrases: Phrases
    clauses: ClauseSplitter
    dates: DateFinder
    moments: MomentFinder
    criteria: CriterionFinder
    figures: FigureFinder
    first_names: FirstNames

    @classmethod
    def load(cls, lexicon: Path = LEXICON) -> Lexicon:
        """Read and check the files of a folder.

        Raises:
            ProgrammeError: with every finding: a file does not have its form, or an expression or an example is wrong.
        """
        findings: list[Finding] = []
        words = _sound(partial(_read, lexicon / CUES), findings)
        phrases = _sound(partial(Phrases.load, lexicon), findings)
        criteria = _sound(partial(CriterionFinder.load, lexicon), findings)
        figures = _sound(partial(FigureFinder.load, lexicon), findings)
        moments = _sound(partial(MomentFinder.load, lexicon), findings)
        if not (words and phrases and criteria and figures and moments):
            raise ProgrammeError(findings)
        file, cues = words
        first_names = FirstNames.load(file, lexicon)
        clauses = ClauseSplitter(file)
        dates = DateFinder(file.jours, clauses)
        fillers = frozenset(file.vides.split())
        return cls(fillers, cues, phrases, clauses, dates, moments, criteria, figures, first_names)


def _sound(load: Callable[[], T], findings: list[Finding]) -> T | None:
    """What a file holds; None where it has findings, which are added to the others."""
    try:
        return load()
    except ProgrammeError as error:
        findings += error.findings
        return None


def _read(path: Path) -> tuple[CuesFile, Cues]:
    document = read_document(path, CuesFile)
    if findings := list(_malformed(document, msgspec.to_builtins(document.content))):
        raise ProgrammeError(findings)
    cues = Cues(document.content)
    if findings := list(_mistaken(document, cues)):
        raise ProgrammeError(findings)
    return document.content, cues


def _mistaken(document: Document[CuesFile], cues: Cues) -> Iterator[Finding]:
    """Examples of what is no cue, and those that are mistaken about theirs."""
    known = [cue.value for cue in Cue]
    for name, examples in document.content.exemples.items():
        path = ("exemples", name)
        if name in known:
            yield from mistaken_examples(document, path, examples.oui, examples.non, partial(cues.matches, Cue(name)))
        else:
            yield Finding(document.place(*path), f"« {name} » n'est pas un signal", choose(name, known))


def _malformed(document: Document[CuesFile], part: object, *path: str | int) -> Iterator[Finding]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _malformed(document, value, *path, key)
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _malformed(document, value, *path, index)
    elif isinstance(part, str) and path[0] not in ("vides", "exemples"):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # "[[" is no mistake yet
                regex(part)
        except re.error as error:
            problem = f"l'expression « {part} » est mal formée ({error})"
            yield Finding(document.place(*path), problem, "vérifier les parenthèses et les crochets")
