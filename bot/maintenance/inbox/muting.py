"""What the inbox no longer shows: groups muted by maintainers, and questions that the programme never answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.filing import refuse_unfit
from bot.maintenance.yaml_files.edits import Edit, addition, refusal
from bot.storage.masking import Masking
from bot.storage.open_questions import OpenQuestion
from rules.errors import ProgrammeError
from rules.loading import load_programme
from rules.model import Programme
from rules.yaml_lines import read_document


class MutedFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`sourdine.yml`: sentences, questions without an answer in some cases, and answers rated useless."""

    phrases: list[str] = []
    questions: list[str] = []
    avis: list[str] = []


@dataclass(frozen=True)
class Muted:
    """What is muted. Sentences with the same meaning as one of `sentences` are muted too."""

    sentences: tuple[str, ...] = ()
    questions: frozenset[str] = frozenset()
    rated_answers: frozenset[str] = frozenset()

    @classmethod
    def load(cls, files: ProjectFiles) -> Muted:
        """Read what maintainers have muted.

        Raises:
            ProgrammeError: the file, or the programme, has mistakes.
        """
        file = read_document(files.muted, MutedFile).content if files.muted.exists() else MutedFile()
        never_answered = _never_answered(load_programme(files.programme, files.faq))
        return cls(tuple(file.phrases), frozenset(file.questions) | never_answered, frozenset(file.avis))

    def hides(self, question: OpenQuestion) -> bool:
        """Whether a question is muted by its answer, whatever its words."""
        if question.kind == "badly_rated":
            return not question.text and (question.outcome or question.question) in self.rated_answers
        return question.kind == "no_rule" and question.question in self.questions


NOTHING: Final = Muted()


def mute(files: ProjectFiles, questions: Iterable[OpenQuestion], mask: Masking) -> Edit:
    """The edit of the file that mutes questions for good.

    Raises:
        ProgrammeError: none of the sentences can be written down: all are personal.
    """
    entries: dict[str, list[str]] = {"questions": [], "avis": [], "phrases": []}
    troubles: list[ProgrammeError] = []
    for question in questions:
        if question.kind == "no_rule" and question.question:
            entries["questions"].append(question.question)
        elif question.kind == "badly_rated" and not question.text:
            entries["avis"].append(question.outcome or question.question or "")
        else:
            try:
                refuse_unfit(question.text, None, mask, files.muted)
                entries["phrases"].append(question.text)
            except ProgrammeError as error:
                troubles.append(error)
    known = read_document(files.muted, MutedFile).content
    new = [
        ((key,), value)
        for key, values in entries.items()
        for value in dict.fromkeys(values)
        if value and value not in getattr(known, key)
    ]
    if not new and troubles:
        raise troubles[0]
    if not new:
        raise refusal(files.muted, "ce groupe est déjà en sourdine", "« aiguilleur inbox » ne le montre plus")
    return addition(files.muted, *((keys, _entry(files.muted, keys[0], value)) for keys, value in new))


def _entry(path: Path, key: str, value: str) -> str:
    """An entry for a list: in brackets if the list is written so."""
    written = json.dumps(value, ensure_ascii=False)
    document = read_document(path, MutedFile)
    values = getattr(document.content, key)
    in_brackets = not values or document.place(key).line == document.place(key, 0).line
    return written if in_brackets else f"- {written}"


def _never_answered(programme: Programme) -> frozenset[str]:
    """The questions on which every row says that the programme is silent: their author knows."""
    return frozenset(name for name, table in programme.tables.items() if not any(row.then.known for row in table.rows))
