"""The texts of « mon parcours »: every stage, status and detail needs words, every answer a short form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.answers.texts import LANGUAGES, PathTexts
from bot.content.loading import ANSWER_TEXTS, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.placeholders import blanks_of
from rules.errors import Finding
from rules.model import Place, Programme, Row
from rules.path import StageStatus
from rules.path_reading import DETAILS
from rules.stages import PathDefinition, PathStage

FILE: Final = "parcours.yml"

_NAMED: Final = frozenset({"qui", "a_qui_demander"})
"""Details that name organisations: they need no short form."""


def path_text_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """What `parcours.yml` lacks for the stages of `etapes.yml`, and words in braces that nothing fills."""
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if programme is None or texts is None or programme.path is None:
        return
    used = _rows(programme, programme.path)
    for language in LANGUAGES:
        file = inputs.files.answers / language / FILE
        words = texts[language].path
        stages = [stage.id for stage in programme.path.stages]
        yield from _lacking(file_place := Place(file, 1), "etapes", stages, words.etapes)
        yield from _lacking(file_place, "lignes", [str(status) for status in StageStatus], words.lignes)
        yield from _lacking(file_place, "details", DETAILS, words.details)
        yield from _lacking(file_place, "brefs", used, words.brefs)
        document = inputs.documents[file]
        for wording, row in used.items():
            yield from _unfilled(document.place("brefs", wording), wording, row, words)


def _lacking(place: Place, key: str, needed: Iterable[str], written: dict[str, str]) -> Iterator[Finding]:
    for name in needed:
        if name not in written:
            yield Finding(place, f"« {key} » : il manque « {name} »", f"l'écrire sous « {key} », dans les deux langues")


def _unfilled(place: Place, wording: str, row: Row, words: PathTexts) -> Iterator[Finding]:
    given = {name for name, _ in row.then.figures} | {"organismes"}
    for blank in sorted((blanks_of(words.brefs.get(wording, "")) or frozenset()) - given):
        remedy = f"mots entre accolades de ce texte : {' et '.join(f'{{{name}}}' for name in sorted(given))}"
        yield Finding(place, f"« {wording} » : rien ne remplit « {{{blank}}} »", remedy)


def _rows(programme: Programme, path: PathDefinition) -> dict[str, Row]:
    """The rows that can be a detail of a stage, by the names of their texts."""
    return {
        row.then.wording: row
        for stage in path.stages
        for detail, question in stage.details
        if detail not in _NAMED
        for row in programme.tables[question].rows
        if _can_answer(row, stage) and (row.until is None or row.until >= path.since)
    }


def _can_answer(row: Row, stage: PathStage) -> bool:
    when = dict(row.when)
    return all(value in when[fact] for fact, value in stage.given if fact in when)
