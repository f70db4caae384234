"""A group of the inbox becomes a new question of the FAQ, begun with its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answers.texts import LANGUAGES
from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.filing import refuse_unfit
from bot.maintenance.inbox.groups import QuestionGroup, is_sentence
from bot.maintenance.new.scaffold import scaffold
from bot.storage.masking import Masking
from nlu.training_data.examples import Example
from rules.errors import Finding, ProgrammeError


@dataclass(frozen=True)
class BegunQuestion:
    """A new FAQ question: its file, its examples, and why some sentences of the group are left out."""

    path: Path
    sentences: tuple[str, ...]
    left_out: tuple[Finding, ...]


def begin_question(
    files: ProjectFiles,
    found: QuestionGroup,
    name: str,
    title: str | None,
    examples: Sequence[Example],
    mask: Masking,
    today: date,
) -> BegunQuestion:
    """Write the file of a new question, with the sentences of a group that can be examples.

    Args:
        files: where it goes.
        found: the group.
        name: the name of the question.
        title: what people read; None for the name in words.
        examples: the existing examples of all questions.
        mask: finds personal data.
        today: the day it is written.

    Raises:
        ProgrammeError: the name is invalid or taken.
    """
    known = {example.text.casefold().strip(): example for example in examples}
    by_language: dict[str, dict[str, None]] = {}
    left_out: list[Finding] = []
    for question in filter(is_sentence, found.questions):
        sentence = " ".join(question.text.split())
        try:
            refuse_unfit(sentence, known.get(sentence.casefold()), mask, files.faq / f"{name}.yml")
            by_language.setdefault(question.language or LANGUAGES[0], {})[sentence] = None
        except ProgrammeError as error:
            left_out += error.findings
    sentences = {language: list(kept) for language, kept in by_language.items()}
    edit = scaffold(files, "faq", name, title, today, sentences)
    edit.write()
    return BegunQuestion(edit.path, tuple(text for kept in sentences.values() for text in kept), tuple(left_out))
