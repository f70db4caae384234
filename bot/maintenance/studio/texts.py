"""Where each text is in the maintainers' files, in each language, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.answers.texts import LANGUAGES, THEMES_APART, FaqTexts
from bot.content.project_files import ProjectFiles
from rules.model import Place
from rules.yaml_lines import read_document

DEMANDS = "demandes"


@dataclass(frozen=True)
class WrittenText:
    """A text as it is written, with its placeholders."""

    language: str
    place: Place
    text: str


class TextIndex:
    """The texts of a project by name. Build it only for a project without mistakes."""

    def __init__(self, files: ProjectFiles) -> None:
        self._answers: dict[str, list[WrittenText]] = {}
        self._demands: dict[str, list[WrittenText]] = {}
        for language in LANGUAGES:
            for path in sorted((files.answers / language).glob("*.yml")):
                of_theme = self._demands if path.stem == DEMANDS else self._answers
                if path.name not in THEMES_APART or path.stem == DEMANDS:
                    document = read_document(path, dict[str, Any])
                    for name, entry in document.content.items():
                        written = WrittenText(language, document.place(name), entry["texte"].strip())
                        of_theme.setdefault(name, []).append(written)
        for name, written in _of_faq(files):
            self._answers.setdefault(name, []).append(written)

    def answer(self, name: str) -> tuple[WrittenText, ...]:
        """An answer in each language; empty if there is none of that name."""
        return tuple(self._answers.get(name, ()))

    def demand(self, fact: str) -> tuple[WrittenText, ...]:
        """The text that asks for a fact, in each language."""
        return tuple(self._demands.get(fact, ()))


def _of_faq(files: ProjectFiles) -> Iterator[tuple[str, WrittenText]]:
    for path in sorted(files.faq.glob("*.yml")):
        document = read_document(path, FaqTexts)
        for language, text in document.content.reponse.items():
            yield document.content.faq, WrittenText(language, document.place("reponse", language), text.strip())
