"""A new file of a kind, begun from its model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml
from dateutil.relativedelta import relativedelta
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.answers.texts import LANGUAGES
from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL
from bot.maintenance.yaml_files.edits import Edit
from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.model import Place

ENOUGH_EXAMPLES: Final = 15
"""Sentences of a question, in each language, that the models ask for."""

READ_AGAIN_AFTER: Final = relativedelta(months=6)

_MODELS: Final = Path(__file__).parent / "modeles"
YAML: Final = Environment(  # noqa: S701  (YAML, not HTML)
    loader=FileSystemLoader(_MODELS), undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
)
# A JSON text is a YAML text.
YAML.filters["texte"] = lambda text: json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Attributes:
        folder: the folder it goes to.
        name: the form of its name.
        advice: the form of its name in words, for a remedy.
        dated: whether the name begins with the day.
    """

    folder: Callable[[ProjectFiles], Path]
    name: re.Pattern[str]
    advice: str
    dated: bool = False


WORDS: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
DASHED: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WITH_DASHES: Final = "a-z, 0-9 et des tirets, sans accent (pays-de-la-loire)"

KINDS: Final = {
    "faq": Kind(lambda files: files.faq, WORDS, "a-z, 0-9 et des traits bas (_), sans accent (garde_enfants)"),
    "hub": Kind(lambda files: files.hubs, DASHED, _WITH_DASHES),
    "recit": Kind(lambda files: files.recits, DASHED, _WITH_DASHES),
    "changement": Kind(lambda files: files.changes, DASHED, _WITH_DASHES, dated=True),
}


def scaffold(
    files: ProjectFiles,
    kind: str,
    name: str,
    title: str | None,
    today: date,
    examples: Mapping[str, Sequence[str]] | None = None,
) -> Edit:
    """The edit that adds a new file of a kind.

    Args:
        files: where it goes.
        kind: one of :data:`KINDS`.
        name: the name of the file and, for a question, of the question.
        title: what people read; None for the name in words.
        today: the day it is written.
        examples: sentences of the new question, by language.

    Raises:
        ProgrammeError: the name is invalid or taken.
    """
    form = KINDS[kind]
    path = form.folder(files) / f"{today:%Y-%m-%d}-{name}.yml" if form.dated else form.folder(files) / f"{name}.yml"
    for problem, remedy in _refused(files, kind, name, path):
        raise ProgrammeError([Finding(Place(path, 1), problem, remedy)])
    programme = load_programme(files.programme)
    text = YAML.get_template(f"{kind}.yml").render(
        nom=name,
        titre=in_words(name, title),
        source=next(iter(programme.sources)),
        relu=today,
        a_relire_avant=today + READ_AGAIN_AFTER,
        a_completer=TO_FILL,
        au_moins=ENOUGH_EXAMPLES,
        exemples={language: (examples or {}).get(language, ()) for language in LANGUAGES},
    )
    return Edit(path, "", text)


def in_words(name: str, title: str | None) -> str:
    """What people read: the title, on one line, or the name in words."""
    return " ".join((title or name.replace("_", " ").replace("-", " ").capitalize()).split())


def _refused(files: ProjectFiles, kind: str, name: str, path: Path) -> Iterator[tuple[str, str]]:
    form = KINDS[kind]
    if not form.name.fullmatch(name):
        yield f"« {name} » ne peut pas être le nom d'un fichier", f"l'écrire avec {form.advice}"
    elif path.exists():
        yield "ce fichier existe déjà", "le modifier, ou choisir un autre nom"
    elif kind == "faq" and yaml.safe_load(name) != name:
        yield f"« {name} » veut dire autre chose qu'un nom en YAML", "choisir un autre nom"
    elif kind == "faq":
        for taken in (files.examples / f"{name}.yml", files.programme / "tables" / f"{name}.yml"):
            if taken.exists():
                yield f"la question « {name} » existe déjà ({taken.relative_to(files.root)})", "choisir un autre nom"
