"""The maintainers' example sentences, from `nlu/examples/*.yml` and from the FAQ files, with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, read_all

Language = Literal["fr", "en"]

EXAMPLES = Path(__file__).parents[1] / "examples"
FAQ = Path(__file__).parents[2] / "stories" / "faq"


class ExamplesFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file of `nlu/examples`: one intent, and by language its sentences and those that mean it after an answer."""

    intention: str
    exemples: dict[Language, list[str]]
    suites: dict[Language, list[str]] = {}


class FaqQuestions(msgspec.Struct):
    """The part of a FAQ file that concerns understanding; the rules and the texts read the rest."""

    faq: str
    questions: dict[Language, list[str]]
    suites: dict[Language, list[str]] = {}


@dataclass(frozen=True)
class Example:
    """One sentence, the intent it stands for and where it is written.

    `contextual`: it has that intent only just after an answer ("je fais comment ?").
    """

    text: str
    intent: str
    language: Language
    place: Place
    contextual: bool = False


def read_examples(directory: Path = EXAMPLES, faq: Path | None = None) -> list[Example]:
    """All example sentences.

    Raises:
        ProgrammeError: a file does not have the form, or a sentence stands in two intents.
    """
    found: list[Example] = []
    findings: list[Finding] = []
    for document in read_all(directory, ExamplesFile, findings):
        content = document.content
        found += _sentences(document, content.intention, {"exemples": content.exemples, "suites": content.suites})
    for questions in read_all(faq, FaqQuestions, findings) if faq else ():
        entry = questions.content
        found += _sentences(questions, entry.faq, {"questions": entry.questions, "suites": entry.suites})
    findings += _twice(found)
    if findings:
        raise ProgrammeError(findings)
    return found


def intents(examples: Iterable[Example]) -> list[str]:
    """The intents that have examples, sorted."""
    return sorted({example.intent for example in examples})


def _sentences(document: Document[Any], intent: str, parts: dict[str, dict[Language, list[str]]]) -> Iterator[Example]:
    for key, by_language in parts.items():
        for language, sentences in by_language.items():
            for index, sentence in enumerate(sentences):
                yield Example(sentence, intent, language, document.place(key, language, index), key == "suites")


def _twice(examples: list[Example]) -> Iterator[Finding]:
    seen: dict[tuple[str, bool], Example] = {}
    for example in examples:
        other = seen.setdefault((example.text.casefold().strip(), example.contextual), example)
        if other.intent != example.intent:
            yield Finding(
                example.place,
                f"« {example.text} » est un exemple de « {example.intent} » et de « {other.intent} » ({other.place})",
                "ne le garder que dans la question qui y répond le mieux",
            )
