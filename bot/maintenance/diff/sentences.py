"""The sentences for comparing the understanding of two versions: examples, test sentences, dialogues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content.project_files import ProjectFiles, held
from nlu.training_data.examples import Example, read_examples
from rules.errors import ProgrammeError
from rules.yaml_lines import read_document

ONLY_MEASURED = "test.yml"
"""Test sentences only for measuring: the report counts changes and shows none."""

_SPOKEN = ("phrase", "quand", "turns")
"""Keys of an adviser's messages in test files."""


@dataclass(frozen=True)
class ComparedSentence:
    """A sentence that an adviser may write.

    Attributes:
        text: the sentence.
        intent: what it should mean, if that is written down.
        language: its language.
        origin: its file.
        line: its line.
        contextual: whether it has this meaning only just after an answer.
        secret: whether it must not be shown.
    """

    text: str
    intent: str | None
    language: str | None
    origin: Path
    line: int | None
    contextual: bool = False
    secret: bool = False


def sentences(old: list[Example], new: list[Example], files: ProjectFiles) -> list[ComparedSentence]:
    """Every sentence once, those of the newer examples first, since their intents hold now."""
    found = [
        ComparedSentence(
            example.text, example.intent, example.language, example.place.file, example.place.line, example.contextual
        )
        for example in (*new, *old)
    ]
    apart = files.root / "tests" / "evaluation" / "sentences"
    for path in sorted((*apart.glob("*.yml"), *files.dialogues.glob("**/*.yml"))):
        found += _of_file(path)
    unique: dict[tuple[str, bool], ComparedSentence] = {}
    for sentence in found:
        unique.setdefault((sentence.text.strip(), sentence.contextual), sentence)
    return list(unique.values())


def examples_of(files: ProjectFiles) -> list[Example]:
    """The examples of a version.

    Raises:
        ProgrammeError: with the mistakes in them.
    """
    return read_examples(files.examples, files.faq)


def same_examples(files: ProjectFiles, other: ProjectFiles) -> bool:
    """Whether two versions have identical files of examples."""
    written = []
    for version in (files, other):
        paths = [*sorted(version.examples.glob("*.yml")), *sorted(version.faq.glob("*.yml"))]
        written.append(([path.name for path in paths], held(paths)))
    return written[0] == written[1]


def _of_file(path: Path) -> Iterator[ComparedSentence]:
    """The sentences of a test file; none if its form is unknown, which `aiguilleur check` reports."""
    try:
        content = read_document(path, Any).content
    except ProgrammeError:
        return
    if isinstance(content, list):
        for text in _spoken(content):
            yield ComparedSentence(text, None, None, path, None)
    elif isinstance(content, dict):
        for intent, by_language in content.items():
            for language, texts in by_language.items() if isinstance(by_language, dict) else ():
                for text in texts if isinstance(texts, list) else ():
                    yield ComparedSentence(
                        str(text), str(intent), str(language), path, None, secret=path.name == ONLY_MEASURED
                    )


def _spoken(blocks: Iterable[object]) -> Iterator[str]:
    for block in blocks:
        for key in _SPOKEN:
            texts = block.get(key) if isinstance(block, dict) else None
            yield from (texts,) if isinstance(texts, str) else (text for text in texts or () if isinstance(text, str))
