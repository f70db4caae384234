"""The kinds of entries that the studio edits: where each is written, its title, and what may be added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.answers.texts import LANGUAGES, THEMES_APART
from bot.content.project_files import ProjectFiles
from bot.maintenance.studio.editing.entries import EditableEntry, EntryBlock, OfferedField, entry_of
from rules.errors import ProgrammeError
from rules.loading import ROLES
from rules.yaml_lines import read_document

ORGANISATIONS: Final = "organismes.yml"
SOURCES: Final = "sources.yml"


@dataclass(frozen=True)
class ListedEntry:
    """An entry in the list of its kind.

    Attributes:
        name: its name in addresses.
        title: its title.
        excerpt: its beginning.
    """

    name: str
    title: str
    excerpt: str


@dataclass(frozen=True)
class EntryKind:
    """A kind of entries. The name of an entry is a file's name, with a key if the file holds several."""

    id: str
    title: str
    intro: str
    listed: Callable[[ProjectFiles], Iterator[ListedEntry]]
    blocks: Callable[[ProjectFiles, str], list[EntryBlock]]
    offered: Callable[[ProjectFiles, str], tuple[OfferedField, ...]]
    singular: str


def entry(kind: EntryKind, files: ProjectFiles, name: str) -> EditableEntry | None:
    """An entry by its name; None if it does not exist or its files cannot be read.

    Only names that the kind lists lead to a file: no path is ever made from an address.
    """
    known = next((each for each in kind.listed(files) if each.name == name), None)
    if known is None:
        return None
    try:
        return entry_of(kind.id, name, known.title, kind.blocks(files, name), kind.offered(files, name))
    except (yaml.YAMLError, ValueError):  # one of its files is no YAML, or not in UTF-8: the check reports it
        return None


def _data(path: Path) -> dict[str, Any]:
    """The data of a file; empty if it cannot be read, which the check reports."""
    try:
        return read_document(path, dict[str, Any]).content
    except ProgrammeError:
        return {}


def _excerpt(part: Any) -> str:
    """The beginning of something, for a list."""
    while isinstance(part, (dict, list)) and part:
        part = part.get("texte") or next(iter(part.values())) if isinstance(part, dict) else part[0]
    return " ".join(str(part).split()) if part else ""


def _keys_of(folder: Callable[[ProjectFiles], Path]) -> Callable[[ProjectFiles], Iterator[ListedEntry]]:
    """The entries of files that hold several, one for each key."""

    def listed(files: ProjectFiles) -> Iterator[ListedEntry]:
        for path in sorted(folder(files).glob("*.yml")):
            for key, part in _data(path).items():
                yield ListedEntry(f"{path.stem}/{key}", str(key), _excerpt(part))

    return listed


def _files_of(folder: Callable[[ProjectFiles], Path], title: str) -> Callable[[ProjectFiles], Iterator[ListedEntry]]:
    """The entries with a file each."""

    def listed(files: ProjectFiles) -> Iterator[ListedEntry]:
        for path in sorted(folder(files).glob("*.yml")):
            data = _data(path)
            yield ListedEntry(path.stem, _excerpt(data.get(title)) or path.stem, _excerpt(data.get("reponse")))

    return listed


def _organisations(files: ProjectFiles) -> Iterator[ListedEntry]:
    for name, part in _data(files.programme / ORGANISATIONS).get("organismes", {}).items():
        yield ListedEntry(name, _excerpt(part.get("nom")), part.get("courriel", ""))


def _offered_of_an_organisation(files: ProjectFiles, name: str) -> tuple[OfferedField, ...]:
    """What may be added to an organisation, including one more link."""
    links = _data(files.programme / ORGANISATIONS).get("organismes", {}).get(name, {}).get("liens", [])
    link = ("liens", len(links))
    return (
        OfferedField(("nom_court",), both=False, after="nom"),
        OfferedField(("courriel",), both=False, after="nom"),
        OfferedField(("preuve_courriel",), both=False, after="courriel"),
        OfferedField((*link, "pour"), both=False),
        OfferedField((*link, "adresse"), both=False, after="pour"),
        OfferedField((*link, "confiance"), both=False),
        OfferedField((*link, "preuve"), both=False),
        OfferedField((*link, "libelle")),
    )


def _sources(files: ProjectFiles) -> Iterator[ListedEntry]:
    for part in _data(files.programme / SOURCES).get("sources", []):
        yield ListedEntry(part["id"], part["id"], _excerpt(part.get("titre")))


def _role_lines(files: ProjectFiles) -> Iterator[ListedEntry]:
    for role, part in _data(files.programme / ROLES).get("roles", {}).items():
        for place, line in enumerate(part.get("qui", [])):
            where = line["ou"] if isinstance(line["ou"], str) else ", ".join(line["ou"])
            yield ListedEntry(f"{role}/{place}", f"{line['organisme']}, {where}", part["nom"]["fr"])


def _role_line(files: ProjectFiles, name: str) -> list[EntryBlock]:
    role, _, place = name.partition("/")
    return [EntryBlock(files.programme / ROLES, ("roles", role, "qui", int(place)))]


def _text_blocks(files: ProjectFiles, name: str) -> list[EntryBlock]:
    theme, _, key = name.partition("/")
    return [EntryBlock(files.answers / language / f"{theme}.yml", (key,), language) for language in LANGUAGES]


def _lexicon_blocks(files: ProjectFiles, name: str) -> list[EntryBlock]:
    theme, _, key = name.partition("/")
    return [EntryBlock(files.lexicon / f"{theme}.yml", (key,))]


_FORMS: Final = ("d_un_autre", "en_bref", "en_carte", "avis", "en_pratique", "encore")
"""The forms that an answer may have besides its text."""


def _forms_of_a_text(_: ProjectFiles, name: str) -> tuple[OfferedField, ...]:
    if f"{name.partition('/')[0]}.yml" in THEMES_APART:
        return ()
    return tuple(OfferedField((key,), after="texte") for key in _FORMS)


KINDS: Final = {
    kind.id: kind
    for kind in (
        EntryKind(
            "textes",
            "Les textes",
            "Ce que l’assistant dit, en français et en anglais.",
            _keys_of(lambda files: files.answers / LANGUAGES[0]),
            _text_blocks,
            _forms_of_a_text,
            "le texte",
        ),
        EntryKind(
            "faq",
            "La FAQ",
            "Les questions qui ont toujours la même réponse, et les phrases qui les posent.",
            _files_of(lambda files: files.faq, "titre"),
            lambda files, name: [EntryBlock(files.faq / f"{name}.yml", ())],
            lambda *_: (
                OfferedField(("en_bref",), after="reponse"),
                OfferedField(("d_un_autre",), after="reponse"),
                OfferedField(("suites",), "list"),
            ),
            "la question",
        ),
        EntryKind(
            "exemples",
            "Les exemples",
            "Les phrases qui posent une question dont la réponse dépend du lieu ou de la formation.",
            _files_of(lambda files: files.examples, "intention"),
            lambda files, name: [EntryBlock(files.examples / f"{name}.yml", ())],
            lambda *_: (OfferedField(("suites",), "list"),),
            "les exemples de",
        ),
        EntryKind(
            "organismes",
            "Les organismes",
            "Vers qui on envoie un conseiller : le nom, le courriel, les liens.",
            _organisations,
            lambda files, name: [EntryBlock(files.programme / ORGANISATIONS, ("organismes", name))],
            _offered_of_an_organisation,
            "l’organisme",
        ),
        EntryKind(
            "roles",
            "Les lignes de « Qui fait quoi »",
            "Corriger une ligne qui est écrite, ou dire jusqu’à quel jour elle vaut.",
            _role_lines,
            _role_line,
            lambda *_: (
                OfferedField(("jusqu_a",), "day", both=False, after="depuis"),
                OfferedField(("section",), both=False, after="source"),
            ),
            "la ligne",
        ),
        EntryKind(
            "hubs",
            "Les hubs",
            "Les sites où la fenêtre de l’assistant s’affiche : leur nom, leur couleur, leur accueil.",
            _files_of(lambda files: files.hubs, "nom"),
            lambda files, name: [EntryBlock(files.hubs / f"{name}.yml", ())],
            lambda *_: (OfferedField(("couleurs", "principale"), both=False), OfferedField(("accueil",))),
            "le hub",
        ),
        EntryKind(
            "lexique",
            "Le lexique",
            "Les mots par lesquels les conseillers nomment une formation, un lieu, un fait.",
            _keys_of(lambda files: files.lexicon),
            _lexicon_blocks,
            lambda *_: (),
            "les mots",
        ),
        EntryKind(
            "sources",
            "Les sources",
            "Les documents publics d’où viennent les réponses : leur titre, leur date, leur adresse.",
            _sources,
            lambda files, name: [EntryBlock(files.programme / SOURCES, ("sources", name))],
            lambda *_: (OfferedField(("titre_court",)), OfferedField(("adresse",), both=False)),
            "la source",
        ),
    )
}
"""The kinds, by their name in addresses."""
