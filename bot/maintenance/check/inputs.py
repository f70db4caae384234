"""The inputs of a check: the files as read, and every text and example in them with its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from bot.answers.texts import LANGUAGES, THEMES_APART
from bot.content.declarations import Parts
from bot.content.project_files import ProjectFiles
from bot.maintenance.check.thresholds import Thresholds
from nlu.training_data.examples import Example
from rules.errors import ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, Key, read_document

_BUTTONS = frozenset({"questions.yml"})


@dataclass(frozen=True)
class DisplayedText:
    """A text that advisers read.

    Attributes:
        text: the text.
        language: its language.
        place: file and line.
        key: its path in the file.
        button: whether it is the title of a button.
    """

    text: str
    language: str
    place: Place
    key: Key
    button: bool = False


@dataclass(frozen=True)
class CheckInputs:
    """The files of a project. `content` is what the assistant itself reads of them."""

    files: ProjectFiles
    today: date
    content: Parts
    examples: tuple[Example, ...]
    thresholds: Thresholds

    @cached_property
    def documents(self) -> Mapping[Path, Document[Any]]:
        """Every file that is valid YAML."""
        documents = {}
        for folder in (self.files.programme, self.files.stories, self.files.lexicon):
            for path in sorted(folder.rglob("*.yml")):
                try:
                    documents[path] = read_document(path, dict[str, Any])
                except ProgrammeError:
                    continue  # reported where it is loaded
        return documents

    @cached_property
    def texts(self) -> tuple[DisplayedText, ...]:
        """Every text that advisers read."""
        return tuple(text for document in self.documents.values() for text in self._of(document))

    @cached_property
    def answer_places(self) -> Mapping[tuple[str, str], Place]:
        """Where each answer is written, by language and name."""
        places = {}
        for document in self.documents.values():
            language = self.language_of(document.file)
            if language and document.file.name not in THEMES_APART:
                places.update({(language, name): document.place(name, "texte") for name in document.content})
            elif document.file.parent == self.files.faq and isinstance(document.content.get("faq"), str):
                for language in LANGUAGES:
                    places[language, document.content["faq"]] = document.place("reponse", language)
        return places

    def document(self, file: Path) -> Document[Any] | None:
        """A file's document; None if it is no YAML."""
        if file in self.documents:
            return self.documents[file]
        try:
            return read_document(file, dict[str, Any])
        except ProgrammeError:
            return None

    def line_of(self, text: DisplayedText, offset: int) -> Place:
        """The line of an offset in a text written as a block ("|"); else the line where the text begins."""
        before = text.text[: max(offset, 0)].count("\n")
        lines = self.lines(text.place.file)
        line = text.place.line
        block = line <= len(lines) and lines[line - 1].rstrip().endswith(("|", "|-", "|+"))
        return Place(text.place.file, line + 1 + before) if block else text.place

    def lines(self, file: Path) -> list[str]:
        """The lines of a file."""
        return _lines(file.read_text(encoding="utf-8"))

    def language_of(self, file: Path) -> str | None:
        """The language of a file of answers; None for any other file."""
        parent = file.parent
        return parent.name if parent.parent == self.files.answers and parent.name in LANGUAGES else None

    def place(self, file: Path, *path: Hashable) -> Place:
        """The place of a part of a file; its first line if the file cannot be read."""
        document = self.documents.get(file)
        return document.place(*path) if document else Place(file, 1)

    def row_place(self, row: Place, *path: str) -> Place:
        """The place of a part of a row. A plain question is one row, so the part is in its file."""
        document = self.documents.get(row.file)
        if document is None:
            return row
        lines = document.content.get("lignes")
        if not isinstance(lines, list):
            return document.place(*(step for step in path if step != "alors"))
        index = next((i for i in range(len(lines)) if document.place("lignes", i) == row), None)
        return row if index is None else document.place("lignes", index, *path)

    def _of(self, document: Document[Any]) -> Iterator[DisplayedText]:
        language = self.language_of(document.file)
        if language:
            button = document.file.name in _BUTTONS
            for key, text in _strings(document.content, ()):
                if "liens" not in key and "choix" not in key[1:2]:
                    yield DisplayedText(text, language, document.place(*key), key, button or "valeurs" in key)
        elif document.file.parent in (
            self.files.faq,
            self.files.hubs,
            self.files.changes,
        ) or self.files.programme in (*document.file.parents,):
            yield from _bilingual(document, document.content, ())


@lru_cache(maxsize=512)
def _lines(text: str) -> list[str]:
    return text.splitlines()


def _strings(part: object, key: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(part, str):
        yield key, part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _strings(value, (*key, name))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _strings(value, (*key, index))


def _bilingual(document: Document[Any], part: object, key: Key) -> Iterator[DisplayedText]:
    """The texts written side by side in both languages."""
    if isinstance(part, dict):
        if part and part.keys() <= {*LANGUAGES} and all(isinstance(text, str) for text in part.values()):
            for language, text in part.items():
                where = (*key, language)
                button = key[-1:] == ("libelle",) or key == ("titre",) or key[:1] == ("libelles",)
                yield DisplayedText(text, language, document.place(*where), where, button)
        else:
            for name, value in part.items():
                yield from _bilingual(document, value, (*key, name))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _bilingual(document, value, (*key, index))
