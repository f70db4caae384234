"""A question of the inbox becomes an example: one more line in the right file, to look at before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process

from bot.answers.texts import LANGUAGE_NAMES
from bot.storage.masking import Mask
from nlu.training_data.examples import FAQ, Example, ExamplesFile, FaqQuestions, Language, intents
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, read_document


@dataclass(frozen=True)
class Edit:
    """A file, as it is and as it would be."""

    path: Path
    before: str
    after: str

    def diff(self, root: Path) -> str:
        """The change as `git diff` shows it."""
        name = self.path.relative_to(root).as_posix()
        lines = unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
        return "".join(lines)

    def write(self) -> None:
        """Make the change.

        Raises:
            ProgrammeError: the file has changed since.
        """
        if _text(self.path) != self.before:
            raise _refusal(self.path, "ce fichier a changé entre-temps", "relancer la commande")
        self.path.write_bytes(self.after.encode())


def file_examples(
    examples: Sequence[Example], question: str, language: Language, sentences: Sequence[str], mask: Mask
) -> Edit:
    """The edit that adds sentences to the examples of a question.

    Args:
        examples: those there are, of all questions.
        question: which one the sentences ask.
        language: of the sentences.
        sentences: at least one.
        mask: what finds personal data.

    Raises:
        ProgrammeError: there is no such question, a sentence is an example already, or says something personal.
    """
    document, key = _file_of(examples, question)
    known = {example.text.casefold().strip(): example for example in examples}
    wanted = list(dict.fromkeys(" ".join(sentence.split()) for sentence in sentences))
    for sentence in wanted:
        _refuse_unfit(sentence, known.get(sentence.casefold()), mask, document.file)
    return _with(document, key, language, wanted)


def _file_of(examples: Sequence[Example], question: str) -> tuple[Document[Any], str]:
    path = next((example.place.file for example in examples if example.intent == question), None)
    if path is None:
        known = intents(examples)
        near = process.extract(question, known, limit=3)
        remedy = f"vouliez-vous dire {', '.join(name for name, _, _ in near)} ? Toutes : {', '.join(known)}"
        raise _refusal(examples[0].place.file.parent, f"la question « {question} » n'existe pas", remedy)
    if path.parent.name == FAQ.name:
        return read_document(path, FaqQuestions), "questions"
    return read_document(path, ExamplesFile), "exemples"


def _refuse_unfit(sentence: str, known: Example | None, mask: Mask, path: Path) -> None:
    if not sentence:
        raise _refusal(path, "la phrase est vide", "en écrire une (--phrase)")
    if known is not None:
        problem = f"« {sentence} » est déjà un exemple de « {known.intent} » ({known.place})"
        raise _refusal(path, problem, "la retirer d'abord de là, ou l'y laisser")
    masked = mask(sentence)
    if masked != sentence or "[" in sentence:
        problem = f"« {masked} » contient quelque chose de personnel, masqué ou à masquer"
        raise _refusal(path, problem, "réécrire la phrase sans cela (--phrase)")


def _with(document: Document[Any], key: str, language: Language, sentences: Sequence[str]) -> Edit:
    """The file with sentences after the last ones of a language, everything else as it was."""
    before = _text(document.file)
    lines = before.splitlines(keepends=True)
    existing = getattr(document.content, key).get(language, [])
    start = document.place(key, language, len(existing) - 1).line - 1 if existing else -1
    if start < 0 or not lines[start].lstrip().startswith("- "):
        raise _refusal(
            document.file,
            f"il n'y a pas de liste d'exemples en {LANGUAGE_NAMES[language]} à compléter",
            f"écrire la première phrase à la main, sous « {key}: » puis « {language}: », précédée d'un tiret",
        )
    indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
    end = start + 1
    while end < len(lines) and lines[end].strip() and lines[end].startswith(indent + " "):
        end += 1  # a sentence over several lines
    line_end = "\r\n" if "\r\n" in before else "\n"
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += line_end
    added = [
        indent + yaml.safe_dump([sentence], allow_unicode=True, width=10_000, line_break=line_end)
        for sentence in sentences
    ]
    return Edit(document.file, before, "".join([*lines[:end], *added, *lines[end:]]))


def _text(path: Path) -> str:
    """A file with its own line ends."""
    return path.read_bytes().decode()


def _refusal(path: Path, problem: str, remedy: str) -> ProgrammeError:
    return ProgrammeError([Finding(Place(path, 1), problem, remedy)])
