"""Changes that concern advisers: maintainers write a file for each in `stories/changements`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from bot.answers.texts import LANGUAGES, typeset
from rules.errors import Finding, ProgrammeError
from rules.ids import FactId
from rules.model import Programme, Source, Text
from rules.schema import TextBlock
from rules.tables import as_text
from rules.yaml_lines import Document, read_all


class ChangeFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A change as written. Without dates it concerns all time; without territories, all of them."""

    titre: TextBlock
    texte: TextBlock
    publie: date
    depuis: date | None = None
    jusqu_a: date | None = None
    territoires: list[str] = []
    formations: list[str] = []
    faits: list[str] = []
    source: str | None = None


@dataclass(frozen=True)
class ChangelogEntry:
    """A change.

    Attributes:
        id: name of its file.
        title: the title.
        text: the text.
        published: day of publication.
        since: first day concerned, if it has one.
        until: last day concerned, if it has one.
        territories: departments (codes) or zones concerned; empty for all.
        courses: courses concerned; empty for all.
        source: the source, if there is one.
    """

    id: str
    title: Text
    text: Text
    published: date
    since: date | None
    until: date | None
    territories: tuple[str, ...]
    courses: tuple[str, ...]
    source: Source | None


def load_changes(programme: Programme, directory: Path) -> tuple[ChangelogEntry, ...]:
    """Every change, the latest first.

    Raises:
        ProgrammeError: a file has another form, or names something that does not exist; with line and remedy.
    """
    findings: list[Finding] = []
    changes: list[ChangelogEntry] = []
    for document in read_all(directory, ChangeFile, findings):
        findings += _findings(document, programme)
        changes.append(_change(document, programme))
    if findings:
        raise ProgrammeError(findings)
    return tuple(sorted(changes, key=lambda change: (change.published, change.id), reverse=True))


def _change(document: Document[ChangeFile], programme: Programme) -> ChangelogEntry:
    written = document.content
    return ChangelogEntry(
        id=document.file.stem,
        title=_printed(as_text(written.titre)),
        text=_printed(as_text(written.texte)),
        published=written.publie,
        since=written.depuis,
        until=written.jusqu_a,
        territories=tuple(written.territoires),
        courses=tuple(written.formations),
        source=programme.sources.get(written.source) if written.source else None,
    )


def _printed(text: Text) -> Text:
    return Text(*(typeset(text.in_language(language).strip(), language) for language in LANGUAGES))


def _findings(document: Document[ChangeFile], programme: Programme) -> Iterator[Finding]:
    written = document.content
    for key, block in (("titre", written.titre), ("texte", written.texte)):
        for language in LANGUAGES:
            if not as_text(block).in_language(language).strip():
                yield Finding(document.place(key, language), f"« {key} » est vide", "écrire un texte")
    if written.depuis and written.jusqu_a and written.jusqu_a < written.depuis:
        yield Finding(
            document.place("jusqu_a"), "ce changement finit avant de commencer", "corriger « depuis » ou « jusqu_a »"
        )
    for key, values, known, where in (
        ("territoires", written.territoires, {**programme.territories, **programme.zones}, "territoires.yml"),
        ("formations", written.formations, dict.fromkeys(programme.facts[FactId.COURSE].values), "faits.yml"),
        ("source", [written.source] if written.source else [], programme.sources, "sources.yml"),
    ):
        for index, value in enumerate(values):
            if value not in known:
                yield Finding(
                    document.place(key, index),
                    f"« {value} » n'est pas dans {where}",
                    f"choisir un nom de {where}, ou le retirer",
                )
