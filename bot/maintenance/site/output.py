"""The folder of the site: made, remade, and never confused with another folder."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from bot.content.loading import load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.project_declarations import DECLARATIONS
from bot.maintenance.site.online import SITEMAP, Online
from bot.maintenance.site.pages import NOWHERE, site_pages

LIST: Final = "aiguilleur-site.json"
"""The list of the site's files, in its folder: only these are ours to replace and remove."""

_STATIC: Final = Path(__file__).parent / "static"


class SiteError(Exception):
    """The site cannot be written into the folder; the message gives the remedy."""


class Site(NamedTuple):
    """A site that was made: the number of pages, and the version of the files."""

    pages: int
    version: str


class _List(msgspec.Struct, frozen=True):
    version: str
    files: list[str]


def make_site(folder: Path, today: date, files: ProjectFiles = PROJECT, online: Online = NOWHERE) -> Site:
    """Make or remake the site in a folder.

    Other files beside the pages (`.git`, `CNAME`) stay. An interrupted run is repaired by the next one.

    Raises:
        ProgrammeError: the maintainers' files have mistakes; nothing is written.
        SiteError: the folder holds something else; nothing is written.
    """
    before = _made_before(folder)
    content = load_content(files, DECLARATIONS)
    written = {path: text.encode() for path, text in site_pages(content, today, online)}
    pages = len(written)
    if online.address:
        written[SITEMAP] = online.sitemap(written).encode()
    written |= {path.name: path.read_bytes() for path in sorted(_STATIC.iterdir())}
    others = [path for path in sorted(written) if path not in before and (folder / path).exists()]
    if others:
        raise SiteError(
            f"« {folder / others[0]} » n'est pas une page du site, et une page de ce nom doit s'y mettre : "
            "déplacer ce fichier, ou choisir un autre dossier."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _note(folder, content.digest, before | written.keys())
        for path, data in written.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        for path in before - written.keys():
            (folder / path).unlink(missing_ok=True)
        _note(folder, content.digest, written.keys())
    except OSError as error:
        raise SiteError(f"Le dossier « {folder} » ne peut pas être écrit ({error.strerror}).") from error
    return Site(pages, content.digest)


def _note(folder: Path, version: str, files: Iterable[str]) -> None:
    listed = _List(version, sorted(files))
    (folder / LIST).write_bytes(msgspec.json.format(msgspec.json.encode(listed), indent=1) + b"\n")


def _made_before(folder: Path) -> frozenset[str]:
    """The files made by an earlier run.

    Raises:
        SiteError: the folder was not made by this command.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return frozenset()
    try:
        listed = msgspec.json.decode((folder / LIST).read_bytes(), type=_List)
    except (OSError, msgspec.DecodeError) as error:
        raise SiteError(
            f"« {folder} » existe et n'est pas un site fait par cette commande : rien n'est écrit. "
            "Choisir un dossier vide, ou un dossier qui n'existe pas."
        ) from error
    inside = folder.resolve()
    return frozenset(path for path in listed.files if (inside / path).resolve().is_relative_to(inside))
