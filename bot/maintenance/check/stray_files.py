"""Files that are never read: in a wrong folder, misnamed, or named differently from their content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.answers.texts import LANGUAGES
from bot.content.loading import ANSWER_TEXTS
from bot.maintenance.check.inputs import CheckInputs
from nlu.entities.answer_words import ANSWERS
from nlu.entities.criteria import CRITERIA
from nlu.entities.fact_finder import FILES, IN_CONTEXT
from nlu.entities.figures import FIGURES
from nlu.entities.first_names import PERSONS
from nlu.entities.moments import MOMENTS
from nlu.entities.patterns import PIECES
from nlu.entities.places.gazetteer import LEXICON
from nlu.entities.set_phrases import PHRASES
from rules.errors import Finding
from rules.model import Place

_PROGRAMME = frozenset(
    {"sources.yml", "territoires.yml", "organismes.yml", "roles.yml", "faits.yml", "elements.yml", "etapes.yml"}
)
_WORDS = frozenset(
    {
        *(PIECES, *FILES, *IN_CONTEXT, LEXICON, PHRASES, ANSWERS, CRITERIA, FIGURES, MOMENTS),
        *(PERSONS, "mots.yml"),
    }
)
_STORIES = ("answers", "changements", "faq", "hubs", "recits")
_NAMED_AFTER = {"tables": "question", "examples": "intention", "faq": "faq"}
"""The key that names a file, by folder."""


def file_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Files where the assistant does not look."""
    files = inputs.files
    yield from _strays(files.programme, known=_PROGRAMME, folders=("tables",))
    yield from _strays(files.programme / "tables")
    yield from _strays(files.lexicon, known=_WORDS)
    yield from _strays(files.answers, known=frozenset(), folders=LANGUAGES)
    for folder in (*(files.answers / language for language in LANGUAGES), files.examples, files.faq):
        yield from _strays(folder)
    for folder in (files.hubs, files.recits, files.changes, files.dialogues):
        yield from _strays(folder)
    yield from _strays(files.stories, known=frozenset(), folders=_STORIES)
    for folder in (files.programme / "tables", files.examples, files.faq):
        yield from _misnamed(inputs, folder)
    if inputs.content.get(ANSWER_TEXTS):
        yield from _moved(inputs)


def _strays(folder: Path, known: frozenset[str] | None = None, folders: tuple[str, ...] = ()) -> Iterator[Finding]:
    """The unread files of a folder; `known` are the names of its files, if these are fixed."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_dir():
            if path.name not in folders and not path.name.startswith((".", "__")):
                yield Finding(Place(path, 1), "ce dossier n'est pas lu", f"mettre ses fichiers dans {folder.name}/")
        elif path.suffix != ".yml" and path.suffix.casefold() in (".yaml", ".yml", ".txt", ".json", ""):
            if not path.name.startswith("."):
                remedy = f"le renommer en {path.stem}.yml" if path.suffix else "le renommer en .yml, ou le retirer"
                yield Finding(Place(path, 1), "ce fichier n'est pas lu : son nom ne finit pas par .yml", remedy)
        elif path.suffix == ".yml" and known is not None and path.name not in known:
            remedy = f"le déplacer ; ici, seuls sont lus : {', '.join(sorted(known))}" if known else "le déplacer"
            yield Finding(Place(path, 1), "ce fichier n'est pas lu", remedy)


def _misnamed(inputs: CheckInputs, folder: Path) -> Iterator[Finding]:
    key = _NAMED_AFTER[folder.name]
    for path in sorted(folder.glob("*.yml")):
        document = inputs.document(path)
        named = document.content.get(key) if document else None
        if document and isinstance(named, str) and named != path.stem:
            problem = f"le fichier s'appelle « {path.stem} », et « {key} » dit « {named} »"
            remedy = f"renommer le fichier en {named}.yml, ou corriger « {key} »"
            yield Finding(document.place(key), problem, remedy)


def _moved(inputs: CheckInputs) -> Iterator[Finding]:
    """Texts whose translation is in a file of another name."""
    for (language, name), place in inputs.answer_places.items():
        twin = inputs.answer_places.get(("en", name))
        if language == "fr" and twin and twin.file.name != place.file.name:
            problem = f"le texte « {name} » est dans {place.file.name} en français, dans {twin.file.name} en anglais"
            yield Finding(place, problem, "le mettre dans deux fichiers du même nom", "warning")
