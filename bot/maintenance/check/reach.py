"""What no words reach: each organisation, training and value is asked for by its names, as people would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.answers.texts import LANGUAGES
from bot.content.loading import FACT_FINDER, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.place_names import place_names
from nlu.entities.answer_words import ANSWERS
from nlu.entities.fact_finder import FILES, IN_CONTEXT, FactFinder
from rules.errors import Finding
from rules.facts import FactDefinition
from rules.ids import FactId
from rules.model import Organisation, Programme
from rules.yaml_lines import Document

_ASKED: Final = {"fr": "c'est qui {name} ?", "en": "who is {name}?"}
_OF_FILES: Final = frozenset({FactId.PLACE, FactId.CITED_ORGANISATION, FactId.PERSON})
"""Facts whose values have no words of their own."""


def reach_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Organisations, trainings and values not found by their names, or taken for others."""
    programme, finder = inputs.content.get(PROGRAMME), inputs.content.get(FACT_FINDER)
    if programme is None or finder is None:
        return
    yield from _organisations(inputs, programme, finder)
    yield from _territories(inputs, programme)
    wordless = {fact.id: _without_words(inputs, programme, fact) for fact in programme.facts.values()}
    for fact, values in wordless.items():
        if values:
            yield _wordless(inputs, programme.facts[fact], values)
    yield from _trainings(inputs, programme, finder, wordless[FactId.COURSE])


def _organisations(inputs: CheckInputs, programme: Programme, finder: FactFinder) -> Iterator[Finding]:
    """Organisations that some of their names do not find."""
    for body in programme.organisations.values():
        names = _names(body)
        same = {other.id for other in programme.organisations.values() if other.short_name == body.short_name}
        missed = [name for language, name in names if not _leads(finder, _ASKED[language].format(name=name), same)]
        if not missed or _is_found_by_its_place(inputs, programme, body):
            continue
        taken = [span.value for span in finder.each(FactId.CITED_ORGANISATION, missed[0])]
        wrongly = f", pris pour « {taken[0]} »" if taken else ""
        problem = f"aucun mot ne mène à l'organisme « {body.id} » : « {missed[0]} » n'est pas reconnu{wrongly}"
        remedy = (
            f"l'ajouter sous « {FactId.CITED_ORGANISATION} » dans nlu/lexique/parcours.yml : « {body.id}: "
            f"{{mots: [{body.short_name}]}} »"
        )
        document = inputs.documents[inputs.files.programme / "organismes.yml"]
        yield Finding(document.place("organismes", body.id), problem, remedy)


def _names(body: Organisation) -> list[tuple[str, str]]:
    """The names by which people may ask for an organisation; a description without a capital does not count."""
    written = {("fr", body.name.fr): None, ("en", body.name.en): None, ("fr", body.short_name): None}
    return [(language, name) for language, name in written if any(sign.isupper() for sign in name)]


def _leads(finder: FactFinder, question: str, bodies: set[str]) -> bool:
    """Whether a question names one of some organisations, or a training of that name."""
    cited = {span.value for span in finder.each(FactId.CITED_ORGANISATION, question)}
    return bool(cited & bodies) or (not cited and bool(finder.each(FactId.COURSE, question)))


def _is_found_by_its_place(inputs: CheckInputs, programme: Programme, body: Organisation) -> bool:
    """Whether the name of a hub contains a place of its own: "Hub Bretagne" is understood as the hub there."""
    covered = {code for hub in programme.hubs if hub.organisation == body.id for code in hub.departments}
    return bool(covered & place_names(inputs.files).codes(body.short_name))


def _territories(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    """Territories whose official name leads elsewhere, or nowhere."""
    document = inputs.documents[inputs.files.programme / "territoires.yml"]
    names = place_names(inputs.files)
    for index, territory in enumerate(programme.territories.values()):
        if territory.code not in names.codes(territory.name):
            problem = f"« {territory.name} » ne mène pas au territoire « {territory.code} »"
            remedy = "ajouter un nom que les gens écrivent sous « autres_noms » dans nlu/lexique/territoires.yml"
            yield Finding(document.place("territoires", index), problem, remedy)


def _without_words(inputs: CheckInputs, programme: Programme, fact: FactDefinition) -> list[str]:
    """The values of a fact that no word, date, yes, no or other fact states. Empty if no table reads the fact."""
    if fact.id in _OF_FILES or not any(fact.id in table.reads for table in programme.tables.values()):
        return []
    spoken = {fact.yes, fact.no, *(dated.value for dated in fact.dated)}
    for other in programme.facts.values():
        spoken |= {value for _, implied in other.implied for name, value in implied if name == fact.id}
    for file in (*FILES, *IN_CONTEXT, ANSWERS):
        document = inputs.documents.get(inputs.files.lexicon / file)
        content: Mapping[str, Any] = document.content if document else {}
        # A training must be recognized out of the blue; any other value may be only an answer.
        if file != ANSWERS:
            spoken |= content.get(fact.id, {}).keys()
        elif fact.id != FactId.COURSE:
            spoken |= content.get("valeurs", {}).get(fact.id, {}).keys()
    return [value for value in fact.values if value not in spoken]


def _wordless(inputs: CheckInputs, fact: FactDefinition, values: list[str]) -> Finding:
    document = inputs.documents[inputs.files.programme / "faits.yml"]
    file = "parcours.yml" if fact.id == FactId.COURSE else "situation.yml"
    problem = f"aucun mot du lexique ne dit « {fact.id}: {', '.join(values)} » : personne ne pourra en parler"
    remedy = f"écrire ses mots sous « {fact.id} » dans nlu/lexique/{file} : « {values[0]}: {{mots: […]}} »"
    return Finding(document.place("faits", fact.id, "valeurs", fact.values.index(values[0])), problem, remedy)


def _trainings(
    inputs: CheckInputs, programme: Programme, finder: FactFinder, without_words: list[str]
) -> Iterator[Finding]:
    """Trainings not recognized by the name that the assistant gives them."""
    for language in LANGUAGES:
        document: Document[Any] | None = inputs.documents.get(inputs.files.answers / language / "demandes.yml")
        names = document.content.get(FactId.COURSE, {}).get("valeurs", {}) if document else {}
        for value, name in names.items():
            if value in without_words or value not in programme.facts[FactId.COURSE].values:
                continue
            found = [span.value for span in finder.each(FactId.COURSE, str(name))]
            if document and value not in found:
                wrongly = f"est pris pour « {found[0]} »" if found else "n'est pas reconnu"
                problem = f"« {name} », le nom que l'assistant donne à « {value} », {wrongly}"
                remedy = f"ajouter ces mots sous « {FactId.COURSE} », « {value} » dans nlu/lexique/parcours.yml"
                yield Finding(document.place(FactId.COURSE, "valeurs", value), problem, remedy)
