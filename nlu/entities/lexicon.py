"""The lexicon of conversation: small words, set phrases, criteria, figures, first names; checked."""

from __future__ import annotations

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
from nlu.entities.expressions import Alternative
from nlu.entities.figures import FigureFinder
from nlu.entities.first_names import FirstNames
from nlu.entities.moments import MomentFinder
from nlu.entities.patterns import LEXICON, mistaken_examples, sound_parts
from nlu.entities.schema import CuesFile
from nlu.entities.set_phrases import Phrases
from rules.errors import Finding, ProgrammeError
from rules.suggestions import choose
from rules.yaml_lines import Document, read_document

CUES = "mots.yml"

_NO_EXPRESSIONS = ("vides", "relatifs", "exemples")
"""Keys of the file whose values are words or sentences."""

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The finders of cues, phrases, criteria, figures, clauses, dates and first names.

    `fillers` are folded words without meaning of their own.
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
            ProgrammeError: with every finding: a file is malformed, or an expression or an example is wrong.
        """
        findings: list[Finding] = []
        words = _sound(partial(_read, lexicon / CUES), findings)
        phrases = _sound(partial(Phrases.load, lexicon), findings)
        criteria = _sound(partial(CriterionFinder.load, lexicon), findings)
        figures = _sound(partial(FigureFinder.load, lexicon), findings)
        moments = _sound(partial(MomentFinder.load, lexicon), findings)
        if not (words and phrases and criteria and figures and moments):
            raise ProgrammeError(findings)
        document, cues = words
        first_names = FirstNames.load(document, lexicon)
        clauses = ClauseSplitter(document)
        dates = DateFinder(document, clauses)
        fillers = frozenset(document.content.vides.split())
        return cls(fillers, cues, phrases, clauses, dates, moments, criteria, figures, first_names)


def _sound(load: Callable[[], T], findings: list[Finding]) -> T | None:
    """The result of loading a file; on findings, add them to the others and return None."""
    try:
        return load()
    except ProgrammeError as error:
        findings += error.findings
        return None


def _read(path: Path) -> tuple[Document[CuesFile], Cues]:
    document = read_document(path, CuesFile)
    findings: list[Finding] = []
    written = _expressions(msgspec.to_builtins(document.content))
    sound_parts((Alternative(expression, expression, document.place(*path)) for path, expression in written), findings)
    if findings:
        raise ProgrammeError(findings)
    cues = Cues(document)
    if findings := list(_mistaken(document, cues)):
        raise ProgrammeError(findings)
    return document, cues


def _mistaken(document: Document[CuesFile], cues: Cues) -> Iterator[Finding]:
    """Examples of unknown cues, and examples that contradict their cue."""
    known = [cue.value for cue in Cue]
    for name, examples in document.content.exemples.items():
        path = ("exemples", name)
        if name in known:
            yield from mistaken_examples(document, path, examples.oui, examples.non, partial(cues.matches, Cue(name)))
        else:
            yield Finding(document.place(*path), f"« {name} » n'est pas un signal", choose(name, known))


def _expressions(part: object, *path: str | int) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The expressions in a part of the file, each with its path."""
    if isinstance(part, (dict, list)):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            if key not in _NO_EXPRESSIONS:
                yield from _expressions(value, *path, key)
    elif isinstance(part, str):
        yield path, part
