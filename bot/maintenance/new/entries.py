"""A new organisation, source or training: lines for the files concerned, with what is left to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.answers.texts import LANGUAGES
from bot.content.project_files import ProjectFiles
from bot.content.todo_markers import TO_FILL
from bot.maintenance.new.scaffold import DASHED, WORDS, YAML, in_words
from bot.maintenance.yaml_files.edits import Edit, addition, refusal
from nlu.entities.fact_finder import FactFinder
from nlu.entities.patterns import Values
from nlu.text import fold
from rules.grid import Grid, build_grid
from rules.ids import FactId
from rules.loading import load_base, load_programme
from rules.model import Programme
from rules.proof import leaves_open
from rules.schema import SourcesFile
from rules.yaml_lines import read_document

LEXICON: Final = "parcours.yml"
"""The lexicon file that names trainings."""

_OWN_SOURCE: Final = "aiguilleur"
"""What the assistant says of itself comes last; a new source goes before it."""


@dataclass(frozen=True)
class NewEntry:
    """What a maintainer says of a new organisation, source or training.

    Attributes:
        name: its id.
        title: what people read; None for the name in words.
        words: words that name it besides its title.
        url: the address of its page.
        before: the source that a new source answers before.
        source: the source of a training's rows.
    """

    name: str
    title: str | None = None
    words: tuple[str, ...] = ()
    url: str | None = None
    before: str | None = None
    source: str | None = None

    @property
    def label(self) -> str:
        """What people read."""
        return in_words(self.name, self.title)


def new_organisation(files: ProjectFiles, entry: NewEntry) -> list[Edit]:
    """The edit that adds an organisation, with the words that name it.

    Raises:
        ProgrammeError: the name is invalid or taken, or the files have mistakes.
    """
    programme, file = load_base(files.programme), files.programme / "organismes.yml"
    _refuse_name(file, entry.name, WORDS.fullmatch(entry.name) is not None, programme.organisations)
    words = _unclaimed(file, FactFinder.load(programme.facts, files.lexicon), FactId.CITED_ORGANISATION, entry)
    return [addition(file, (("organismes",), _filled("organisme", entry, mots=_listed(words))))]


def new_source(files: ProjectFiles, entry: NewEntry) -> list[Edit]:
    """The edit that adds a source: after those that answer, or before another.

    Raises:
        ProgrammeError: the name is invalid or taken, the other source does not exist, or the file has mistakes.
    """
    file = files.programme / "sources.yml"
    known = [block.id for block in read_document(file, SourcesFile).content.sources]
    _refuse_name(file, entry.name, DASHED.fullmatch(entry.name) is not None, known)
    if entry.before and entry.before not in known:
        raise refusal(file, f"la source « {entry.before} » n'existe pas", f"choisir parmi : {', '.join(known)}")
    before = entry.before or (_OWN_SOURCE if _OWN_SOURCE in known else None)
    return [addition(file, (("sources",), _filled("source", entry)), before=before)]


def new_training(files: ProjectFiles, entry: NewEntry) -> list[Edit]:
    """The edits that add a training: its value, its names, its words, and a row in each table that lacks one.

    Raises:
        ProgrammeError: the name is invalid or taken, or the files have mistakes.
    """
    programme, file = load_programme(files.programme, files.faq), files.programme / "faits.yml"
    course = FactId.COURSE.value
    _refuse_name(file, entry.name, WORDS.fullmatch(entry.name) is not None, programme.facts[course].values)
    names = {"fr": entry.label, "en": f"{TO_FILL} : le nom de la formation en anglais"}
    value = addition(file, (("faits", course, "valeurs"), entry.name))
    return [
        value,
        *(
            addition(
                files.answers / language / "demandes.yml",
                ((course, "valeurs"), f"{entry.name}: {_text(names[language])}"),
            )
            for language in LANGUAGES
        ),
        _words(files, programme, entry),
        *(
            addition(path, (("lignes",), _filled("ligne", entry, question=path.stem)))
            for path in _tables_without(programme, entry.name)
        ),
    ]


ENTRIES: Final[dict[str, Callable[[ProjectFiles, NewEntry], list[Edit]]]] = {
    "organisme": new_organisation,
    "source": new_source,
    "formation": new_training,
}
"""Additions to existing files, by kind."""


def _tables_without(programme: Programme, name: str) -> Iterator[Path]:
    """The tables without a row for some cases of a new training."""
    course = programme.facts[FactId.COURSE]
    facts = {**programme.facts, FactId.COURSE: replace(course, values=(*course.values, name))}
    for table in programme.tables.values():
        if FactId.COURSE in table.reads and _lacks(build_grid(table, facts), name):
            yield table.place.file


def _lacks(grid: Grid, course: str) -> bool:
    position = next(index for index, axis in enumerate(grid.axes) if axis.fact == FactId.COURSE)
    wanted = grid.axes[position].class_of[course]
    return any(
        not rows and key[position] == wanted and not leaves_open(grid, key)
        for cells in grid.cells
        for key, rows in cells.items()
    )


def _words(files: ProjectFiles, programme: Programme, entry: NewEntry) -> Edit:
    """The edit of the lexicon. Words go before entries they would match, since the first match counts."""
    file, course = files.lexicon / LEXICON, FactId.COURSE
    finder = FactFinder.load(programme.facts, files.lexicon)
    words = _unclaimed(file, finder, course, entry)
    others = {span.value for word in words for span in finder.each(course, word)}
    order = read_document(file, Values).content.get(course.value, {})
    first = next((value for value in order if value in others), None)
    return addition(file, ((course.value,), f"{entry.name}:\n  mots: {_listed(words)}"), before=first)


def _unclaimed(file: Path, finder: FactFinder, fact: FactId, entry: NewEntry) -> list[str]:
    """The words for a new entry that name nothing else."""
    words = list(dict.fromkeys((entry.label, *entry.words)))
    for word in words:
        for span in finder.each(fact, word):
            if span.end - span.start == len(fold(word)):
                problem = f"« {word} » nomme déjà « {span.value} »"
                raise refusal(file, problem, "choisir d'autres mots (--mots), ou un autre titre (--titre)")
    return words


def _listed(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, words))}]"


def _refuse_name(file: Path, name: str, is_fit: bool, taken: Container[str]) -> None:
    if not is_fit:
        remedy = "l'écrire avec a-z et 0-9, sans accent : des traits bas (cap_poitou), pour une source des tirets"
        raise refusal(file, f"« {name} » ne peut pas être un nom", remedy)
    if name in taken:
        raise refusal(file, f"« {name} » existe déjà", "le modifier dans ce fichier, ou choisir un autre nom")


def _filled(model: str, entry: NewEntry, **values: str) -> str:
    return YAML.get_template(f"{model}.yml").render(
        nom=entry.name, titre=entry.label, adresse=entry.url, source=entry.source, a_completer=TO_FILL, **values
    )


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
