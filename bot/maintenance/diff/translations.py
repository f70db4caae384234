"""Texts that change in French while their English translation stays: it may still say what French said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from bot.content.project_files import ProjectFiles, held
from rules.model import Place
from rules.yaml_lines import Key, read_document

_FRENCH: Final = "fr"
_ENGLISH: Final = "en"


@dataclass(frozen=True)
class UnchangedTwin:
    """An English text whose French text changed: its name, file and line."""

    name: str
    place: str


class _Pair(NamedTuple):
    french: str
    english: str
    english_place: Place


def unchanged_twins(old: ProjectFiles, new: ProjectFiles) -> tuple[UnchangedTwin, ...]:
    """The English texts whose French text alone changes. Both versions must have no mistakes."""
    found = []
    for file in _files(new):
        before = old.root / file.relative_to(new.root)
        texts = (file, _twin(file, new)), (before, _twin(before, old))
        if not before.exists() or held(texts[0]) == held(texts[1]):
            continue
        was, now = (_pairs(*files) for files in reversed(texts))
        found += [
            UnchangedTwin(" › ".join(map(str, key)), f"{new.named(pair.english_place.file)}:{pair.english_place.line}")
            for key, pair in now.items()
            if key in was and pair.french != was[key].french and pair.english == was[key].english
        ]
    return tuple(found)


def _files(files: ProjectFiles) -> Iterator[Path]:
    """The files with French texts: with the translation in another file, or beside them."""
    for folder in (files.answers / _FRENCH, files.faq, files.hubs, files.changes):
        yield from sorted(folder.glob("*.yml"))


def _twin(file: Path, files: ProjectFiles) -> Path:
    """The file with the English texts of another; itself if they are side by side."""
    return files.answers / _ENGLISH / file.name if file.parent == files.answers / _FRENCH else file


def _pairs(file: Path, twin: Path) -> Mapping[Key, _Pair]:
    """The texts in both languages by path; in a bilingual file, the path without its language."""
    french, english = (read_document(path, dict[str, Any]) for path in (file, twin))
    written = dict(_texts(english.content))
    pairs = {}
    for path, text in _texts(french.content):
        is_beside = file == twin and path[-1] == _FRENCH
        other = (*path[:-1], _ENGLISH) if is_beside else path
        if other in written and (is_beside or file != twin):
            name = (file.stem, *path[:-1]) if is_beside else path
            pairs[name] = _Pair(text, written[other], english.place(*other))
    return pairs


def _texts(part: Mapping[str, Any], path: Key = ()) -> Iterator[tuple[Key, str]]:
    """The texts of a file, except in lists: those are examples and names."""
    for key, value in part.items():
        if isinstance(value, Mapping):
            yield from _texts(value, (*path, key))
        elif isinstance(value, str):
            yield (*path, key), value
