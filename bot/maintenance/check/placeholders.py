"""Words in braces in texts: what fills them, for every outcome that a text is used for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

import msgspec

from bot.answers.by_zone import BY_ZONE, zones_named
from bot.answers.text_ids import COMMITMENTS, MAY_NAME_SECTION, InterfaceText, OwnText
from bot.answers.texts import LANGUAGES, AnswerText
from bot.content.loading import ANSWER_TEXTS, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from nlu.entities.places.gazetteer import spell
from nlu.text import folded_words
from rules.errors import Finding
from rules.grid import Grid
from rules.ids import FactId
from rules.model import Place, Programme, Row
from rules.suggestions import did_you_mean, nearest

_ANYWHERE = frozenset({"dans", BY_ZONE})
_OF_AN_ORGANISATION = frozenset({"organisme", "Organisme", "roles", "coordonnees"})
_OF_A_HUB = frozenset({"hub"})
_PREPOSITIONS = frozenset({"à", "de"})


@dataclass(frozen=True)
class Use:
    """A text used for a row.

    Attributes:
        wording: the name of the text.
        row: the row.
        question: its question.
        blanks: the words in braces that can be filled.
        notice: whether it is the notice of a lower source.
    """

    wording: str
    row: Row
    question: str
    blanks: frozenset[str]
    notice: bool = False


def uses(programme: Programme) -> Iterator[Use]:
    """Every use of a text by the tables and the plain questions."""
    for question, grid in programme.grids.items():
        if isinstance(grid, Grid):
            firsts, notices = _ranks(grid)
            for row in grid.table.rows:
                figures = frozenset(name for name, _ in row.then.figures)
                if row.id in firsts:
                    yield Use(row.then.wording, row, question, figures | _filled(row, programme))
                if row.id in notices:
                    every = figures | _ANYWHERE | _OF_A_HUB | _OF_AN_ORGANISATION
                    yield Use(row.then.wording, row, question, every, notice=True)


def _ranks(grid: Grid) -> tuple[set[str], set[str]]:
    """The ids of rows that answer somewhere, and of rows that are a notice somewhere."""
    cells = [rows for interval in grid.cells for rows in interval.values() if rows]
    return {rows[0].id for rows in cells}, {row.id for rows in cells for row in rows[1:]}


def _filled(row: Row, programme: Programme) -> frozenset[str]:
    names = row.then.organisations
    hubs = {hub.organisation for hub in programme.hubs}
    contact = row.then.contact_by_course
    blanks = _ANYWHERE
    if names or contact:
        blanks |= _OF_AN_ORGANISATION
    if contact or FactId.CITED_ORGANISATION in names or hubs & {*names}:
        blanks |= _OF_A_HUB
    return blanks


def placeholder_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Words in braces that nothing fills, and figures that no text shows."""
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if programme is None or texts is None:
        return
    for own in OwnText:
        for language in LANGUAGES:
            entry = texts[language].answers.get(own)
            place = inputs.answer_places.get((language, own))
            if entry and place:
                yield from _compared(f"« {own} »", entry.texte, own.words, place, own.words)
                if entry.en_bref:
                    yield from _compared(f"« {own} » (en_bref)", entry.en_bref, own.words, place)
    reported: set[tuple[str, str, str]] = set()
    for use in uses(programme):
        for language in LANGUAGES:
            entry = texts[language].answers.get(use.wording)
            if entry:
                for finding in _use_findings(inputs, use, language, entry):
                    key = (use.wording, language, finding.problem.partition(" que ")[0])
                    if key not in reported:
                        reported.add(key)
                        yield finding
    yield from _never_filled(inputs)


def figure_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Figures of a row that its text does not show."""
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if programme and texts:
        for use in uses(programme):
            if not use.notice:
                entries = {language: texts[language].answers.get(use.wording) for language in LANGUAGES}
                yield from _unshown(inputs, use, entries)


def interface_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """The small words of interface.yml: those that the assistant needs, with their words in braces."""
    known = frozenset(InterfaceText)
    for language in LANGUAGES:
        document = inputs.documents.get(inputs.files.answers / language / "interface.yml")
        if document is None:
            continue
        lacking = [text for text in InterfaceText if text not in document.content]
        strange = [name for name in document.content if name not in known]
        for name in lacking:
            if not nearest(name, strange):
                problem = f"il manque le texte « {name} »"
                yield Finding(Place(document.file, 1), problem, "le rétablir, comme dans l'autre langue")
        for name, text in document.content.items():
            if name not in known:
                problem = f"l'assistant ne connaît pas le texte « {name} »"
                yield Finding(
                    document.place(name),
                    problem,
                    f"{did_you_mean(name, lacking)}corriger le nom, ou retirer cette ligne",
                )
            else:
                words = InterfaceText(name).words
                allowed = words | {"section"} if name in MAY_NAME_SECTION else words
                yield from _compared(f"« {name} »", str(text), allowed, document.place(name), words)


def _compared(
    what: str, text: str, allowed: frozenset[str], place: Place, needed: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    shown = " et ".join(f"{{{blank}}}" for blank in sorted(allowed)) or "aucun"
    remedy = f"mots entre accolades de ce texte : {shown}"
    found = blanks_of(text)
    if found is None:
        yield Finding(place, f"{what} : une accolade est mal fermée", remedy)
        return
    for blank in sorted(found - allowed):
        yield Finding(place, f"{what} : rien ne remplit « {{{blank}}} »", remedy)
    for blank in sorted(needed - found) if found <= allowed else ():
        yield Finding(place, f"{what} : il manque « {{{blank}}} »", remedy)


def blanks_of(text: str) -> frozenset[str] | None:
    """The words in braces of a text; None if a brace is unmatched or holds more than a name."""
    try:
        parts = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    if any(conversion or not name.isidentifier() or not _may_follow(name, spec) for name, spec, conversion in parts):
        return None
    return frozenset(name for name, _, _ in parts)


def _may_follow(name: str, spec: str | None) -> bool:
    """Whether a format after the colon is valid: variants by zone, or a preposition before a name."""
    return not spec or name == BY_ZONE or (name in _OF_AN_ORGANISATION and spec in _PREPOSITIONS)


def _use_findings(inputs: CheckInputs, use: Use, language: str, entry: AnswerText) -> Iterator[Finding]:
    for other in () if use.notice else (entry.en_bref, entry.en_carte, entry.d_un_autre):
        if other:
            form = msgspec.structs.replace(entry, texte=other, en_bref=None, en_carte=None, d_un_autre=None)
            yield from _use_findings(inputs, use, language, form)
    text = (entry.en_pratique or entry.avis or entry.texte) if use.notice else entry.texte
    place = inputs.answer_places.get((language, use.wording))
    if place is None:
        return  # saved during the check: the studio checks again
    if use.notice and (entry.en_pratique or entry.avis):
        key = "en_pratique" if entry.en_pratique else "avis"
        place = inputs.documents[place.file].place(use.wording, key)
    found = blanks_of(text)
    programme = inputs.content.get(PROGRAMME)
    for zone in sorted(zones_named(text) - {*(programme.zones if programme else zones_named(text))}):
        problem = f"le texte « {use.wording} » : la zone « {zone} » n'existe pas"
        yield Finding(place, problem, "choisir une zone de territoires.yml")
    if found is None:
        remedy = "fermer chaque accolade, et n'y écrire qu'un nom ({heures})"
        yield Finding(place, f"le texte « {use.wording} » : une accolade est mal fermée", remedy)
        return
    for blank in sorted(found - use.blanks - COMMITMENTS):
        problem = f"« {use.wording} » : rien ne remplit « {{{blank}}} », que la ligne « {use.row.id} » "
        problem += f"({use.row.place}) ne donne pas"
        given = ", ".join(f"{{{name}}}" for name in sorted(use.blanks))
        yield Finding(place, problem, f"écrire l'un de : {given} ; ou ajouter le chiffre à « chiffres » de la ligne")


def _unshown(inputs: CheckInputs, use: Use, entries: Mapping[str, AnswerText | None]) -> Iterator[Finding]:
    """Figures of a row itself that the text does not show, in one language or both."""
    shown: dict[str, frozenset[str]] = {}
    for language, entry in entries.items():
        shown[language] = blanks_of(entry.texte if entry else "") or frozenset()
    french = set(folded_words(entry.texte)) if (entry := entries.get("fr")) else set()
    for name, figure in use.row.then.own_figures:
        lacking = [language for language, blanks in shown.items() if name not in blanks]
        if (
            isinstance(figure, int)
            and 0 < figure < 100
            and french & {*spell(figure), str(figure), *(("une",) if figure == 1 else ())}
        ):
            continue  # in letters: "deux modules"
        if lacking:
            where = "" if len(lacking) > 1 else f" en {'français' if lacking == ['fr'] else 'anglais'}"
            problem = f"le chiffre « {name} » n'est pas dit par le texte « {use.wording} »{where}"
            place = inputs.row_place(use.row.place, "alors", "chiffres", name)
            yield Finding(place, problem, f"écrire {{{name}}} dans le texte, ou retirer le chiffre", "warning")


def _never_filled(inputs: CheckInputs) -> Iterator[Finding]:
    """Braces in texts that are shown unchanged."""
    for text in inputs.texts:
        greeting = text.place.file.parent == inputs.files.hubs
        plain = text.button or greeting or text.place.file.name == "demandes.yml"
        if plain and text.key[:1] != ("libelles",) and ("{" in text.text or "}" in text.text):
            problem = f"« {'.'.join(map(str, text.key))} » : ces accolades se verraient telles quelles"
            yield Finding(text.place, problem, "écrire les mots eux-mêmes : rien n'est rempli dans ce texte")
