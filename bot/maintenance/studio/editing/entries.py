"""What a page of the studio edits: fields, each a part of a file, in rows with both languages side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import yaml

from bot.answers.texts import LANGUAGES
from bot.maintenance.yaml_files.changes import CannotEditError, KeyPath, YamlChange, edited, key_of
from bot.maintenance.yaml_files.edits import Edit, file_text
from bot.maintenance.yaml_files.scalars import Value

FieldForm = Literal["text", "list", "day"]


@dataclass(frozen=True)
class EditableField:
    """A part of a file that a form edits: a text, a list with an item per line, or a day.

    Attributes:
        file: the file.
        path: the path of the part.
        form: the form of the field.
        written: the content of the file as the form shows it; empty if there is none.
        language: its language.
        after: for a new key, the key that it follows.
        to_fill: whether the content is a model to be replaced.
    """

    file: Path
    path: KeyPath
    form: FieldForm
    written: str = ""
    language: str = ""
    after: str | None = None
    to_fill: bool = False

    @property
    def name(self) -> str:
        """Its name in the form, unique on the page."""
        return ".".join([self.language or "-", *map(str, self.path)])


@dataclass(frozen=True)
class FieldRow:
    """A field, or its two languages. `key` names it for the label; an `optional` one is folded."""

    key: tuple[str, ...]
    fields: tuple[EditableField, ...]
    optional: bool = False

    @property
    def part(self) -> tuple[str, ...]:
        """What is folded with it: itself, or the list item that it belongs to."""
        return self.key[:2] if len(self.key) > 1 and self.key[1].isdigit() else self.key


@dataclass(frozen=True)
class EditableEntry:
    """What one page edits.

    Attributes:
        kind: with `name`, its address.
        name: its name.
        title: its title.
        rows: its fields.
        kept: names of other parts in the files, which stay.
        texts: the content of the files it edits.
        on_disk: for a draft, what is on disk in their place.
    """

    kind: str
    name: str
    title: str
    rows: tuple[FieldRow, ...]
    kept: tuple[str, ...] = ()
    texts: Mapping[Path, str] = field(default_factory=dict)
    on_disk: Mapping[Path, str] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[EditableField, ...]:
        """All fields, in the order of the page."""
        return tuple(each for row in self.rows for each in row.fields)

    @property
    def values(self) -> dict[str, str]:
        """The written values, by field."""
        return {each.name: each.written for each in self.fields}

    @property
    def version(self) -> str:
        """A digest of all that is written. If it differs, somebody has changed the entry."""
        return hashlib.sha256(msgspec.json.encode(sorted(self.values.items()))).hexdigest()[:16]

    def edits(self, values: Mapping[str, str]) -> tuple[tuple[Edit, ...], dict[str, str]]:
        """The edits for the typed values, and why some fields cannot be written, by field."""
        refused: dict[str, str] = {}
        after = dict(self.texts)
        for each in self.fields:
            typed = normal(values.get(each.name, each.written), each.form)
            if typed == normal(each.written, each.form):
                if each.to_fill:
                    refused[each.name] = "À remplir."
                continue
            try:
                after[each.file] = edited(after[each.file], [YamlChange(each.path, _value(each, typed), each.after)])
            except CannotEditError as error:
                refused[each.name] = str(error)
            except ValueError:
                refused[each.name] = "Ce n’est pas une date : AAAA-MM-JJ."
        edits = (Edit(path, self.on_disk.get(path, text), after[path]) for path, text in self.texts.items())
        return tuple(edit for edit in edits if edit.before != edit.after), refused


@dataclass(frozen=True)
class EntryBlock:
    """A part of a file that an entry shows: all texts, lists and days under a path, in one or both languages."""

    file: Path
    path: KeyPath
    language: str = ""


@dataclass(frozen=True)
class OfferedField:
    """A field that may be added.

    Attributes:
        keys: its keys under the block.
        form: its form.
        both: whether it exists in each language.
        after: the key that it follows.
    """

    keys: KeyPath
    form: FieldForm = "text"
    both: bool = True
    after: str | None = None


def entry_of(
    kind: str, name: str, title: str, blocks: Sequence[EntryBlock], offered: Iterable[OfferedField] = ()
) -> EditableEntry | None:
    """An entry made of some blocks; None if none of them exists."""
    return entry_in({block.file: file_text(block.file) for block in blocks}, kind, name, title, blocks, offered)


def entry_in(
    texts: Mapping[Path, str],
    kind: str,
    name: str,
    title: str,
    blocks: Sequence[EntryBlock],
    offered: Iterable[OfferedField] = (),
) -> EditableEntry | None:
    """The same, for files with other texts than on disk.

    Raises:
        YAMLError: one of them is no YAML.
    """
    parts = {block: _part(yaml.load(texts[block.file], Loader=yaml.CSafeLoader), block.path) for block in blocks}
    if all(part is None for part in parts.values()):
        return None
    rows: dict[tuple[str, ...], dict[str, EditableField]] = {}
    kept: dict[str, None] = {}
    for block, part in parts.items():
        for path, leaf in _leaves(part, ()):
            found = _field(block, path, leaf)
            if found is None:
                kept[" › ".join(map(str, path))] = None
                continue
            rows.setdefault(_key(path), {})[found.language] = found
    offers = {_key(offer.keys): offer for offer in offered}
    written = tuple(_row(key, fields, blocks, offers.get(key)) for key, fields in rows.items())
    new = (_offered(offer, blocks) for keys, offer in offers.items() if keys not in rows)
    return EditableEntry(kind, name, title, (*written, *new), tuple(kept), texts)


def normal(typed: str, form: FieldForm) -> str:
    """Typed text, normalized for comparing and writing: forms send CRLF, and lists may have empty lines."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if form == "list":
        lines = [line for line in lines if line.strip()]
    return "\n".join(lines).rstrip("\n")


def _value(into: EditableField, typed: str) -> Value | None:
    if not typed.strip():
        return None
    if into.form == "list":
        return typed.split("\n")
    if into.form == "day":
        return date.fromisoformat(typed.strip())
    # A block of lines keeps its final line end.
    return typed + "\n" if into.written.endswith("\n") else typed


def _part(data: Any, path: KeyPath) -> Any:
    for step in path:
        try:
            data = data[key_of(data, step)]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _leaves(part: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The scalars in some data, and its lists of texts."""
    children: Iterable[tuple[Any, Any]] = ()
    if isinstance(part, dict):
        children = part.items()
    elif isinstance(part, list) and not all(isinstance(item, str) for item in part):
        children = enumerate(part)
    elif part is not None:
        yield path, part
    for step, child in children:
        yield from _leaves(child, (*path, step))


def _field(block: EntryBlock, path: KeyPath, leaf: Any) -> EditableField | None:
    """The field of a leaf; None if a form cannot show it faithfully."""
    language = block.language or next((str(step) for step in path if step in LANGUAGES), "")
    where = block.file, (*block.path, *path)
    if isinstance(leaf, str):
        return EditableField(*where, "text", leaf, language)
    if isinstance(leaf, list) and leaf and all(item.strip() and "\n" not in item for item in leaf):
        return EditableField(*where, "list", "\n".join(leaf), language)
    if type(leaf) is date:
        return EditableField(*where, "day", leaf.isoformat(), language)
    return None


def _key(path: KeyPath) -> tuple[str, ...]:
    return tuple(str(step) for step in path if step not in LANGUAGES)


_ORDER: Final = {language: order for order, language in enumerate(LANGUAGES)}


def _row(
    key: tuple[str, ...], fields: dict[str, EditableField], blocks: Sequence[EntryBlock], offer: OfferedField | None
) -> FieldRow:
    """A row of what is written; a missing language is offered, empty."""
    known = next(iter(fields.values()))
    if known.language:
        for language in LANGUAGES:
            if language not in fields:
                twin = _twin(known, language, blocks, offer)
                fields |= {language: twin} if twin else {}
    return FieldRow(key, tuple(sorted(fields.values(), key=lambda each: _ORDER.get(each.language, 0))))


def _twin(
    known: EditableField, language: str, blocks: Sequence[EntryBlock], offer: OfferedField | None
) -> EditableField | None:
    after = offer.after if offer else None
    for block in blocks:
        if block.language == language:
            own = next(each for each in blocks if each.language == known.language)
            return EditableField(
                block.file, (*block.path, *known.path[len(own.path) :]), known.form, "", language, after
            )
    path = tuple(language if step == known.language else step for step in known.path)
    return None if path == known.path else EditableField(known.file, path, known.form, "", language, after)


def _offered(offer: OfferedField, blocks: Sequence[EntryBlock]) -> FieldRow:
    fields = []
    for block in blocks:
        if block.language or not offer.both:
            fields.append(
                EditableField(block.file, (*block.path, *offer.keys), offer.form, "", block.language, offer.after)
            )
        else:
            fields += [
                EditableField(block.file, (*block.path, *offer.keys, language), offer.form, "", language, offer.after)
                for language in LANGUAGES
            ]
    return FieldRow(_key(offer.keys), tuple(fields), optional=True)
