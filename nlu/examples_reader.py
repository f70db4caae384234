"""The maintainers' example sentences, from `nlu/examples/*.yml` and from the FAQ files, with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, read_document

Language = Literal["fr", "en"]

EXAMPLES = Path(__file__).parent / "examples"


class ExamplesFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file of `nlu/examples`: one intent and its sentences by language."""

    intention: str
    exemples: dict[Language, list[str]]


class FaqQuestions(msgspec.Struct):
    """The part of a FAQ file that concerns understanding; the rules and the texts read the rest."""

    faq: str
    questions: dict[Language, list[str]]


@dataclass(frozen=True)
class Example:
    """One sentence, the intent it stands for and where it is written."""

    text: str
    intent: str
    language: Language
    place: Place


def read_examples(directory: Path = EXAMPLES, faq: Path | None = None) -> list[Example]:
    """All example sentences.

    Raises:
        ProgrammeError: a file does not have the form, or a sentence stands in two intents.
    """
    found: list[Example] = []
    findings: list[Finding] = []
    for path in sorted(directory.glob("*.yml")):
        try:
            document = read_document(path, ExamplesFile)
            found += _sentences(document, document.content.intention, "exemples", document.content.exemples)
        except ProgrammeError as error:
            findings += error.findings
    for path in sorted(faq.glob("*.yml")) if faq else ():
        try:
            questions = read_document(path, FaqQuestions)
            found += _sentences(questions, questions.content.faq, "questions", questions.content.questions)
        except ProgrammeError as error:
            findings += error.findings
    findings += _twice(found)
    if findings:
        raise ProgrammeError(findings)
    return found


def intents(examples: Iterable[Example]) -> list[str]:
    """The intents that have examples, sorted."""
    return sorted({example.intent for example in examples})


def _sentences(
    document: Document[Any], intent: str, key: str, by_language: dict[Language, list[str]]
) -> Iterator[Example]:
    for language, sentences in by_language.items():
        for index, sentence in enumerate(sentences):
            yield Example(sentence, intent, language, document.place(key, language, index))


def _twice(examples: list[Example]) -> Iterator[Finding]:
    seen: dict[str, Example] = {}
    for example in examples:
        other = seen.setdefault(example.text.casefold().strip(), example)
        if other.intent != example.intent:
            yield Finding(
                example.place,
                f"« {example.text} » est un exemple de « {example.intent} » et de « {other.intent} » ({other.place})",
                "ne le garder que dans l'intention qui répond le mieux",
            )
