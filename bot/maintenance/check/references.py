"""Names used in one file that another must have: texts, questions, facts, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.answers.text_ids import DemandText, OwnText
from bot.answers.texts import LANGUAGES
from bot.content.loading import ANSWER_TEXTS, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.placeholders import uses
from nlu.intents import ABOUT_LAST_ANSWER
from nlu.training_data.examples import intents
from rules.errors import Finding
from rules.ids import FactId, QuestionId
from rules.model import Place, Programme
from rules.suggestions import did_you_mean, nearest
from rules.yaml_lines import Document

_NAMED_ELSEWHERE = frozenset({FactId.PLACE, FactId.CITED_ORGANISATION})
"""Facts whose values have their names in the programme."""


def name_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Names that do not exist."""
    programme = inputs.content.get(PROGRAMME)
    if programme is None or inputs.content.get(ANSWER_TEXTS) is None:
        return
    yield from _wordings(inputs, programme)
    asked = {*programme.tables} - {QuestionId.CONTACT}
    trained = {*intents(inputs.examples)}
    yield from _without_examples(programme, asked - trained)
    yield from _asked_after(inputs, programme, {*asked, *ABOUT_LAST_ANSWER})
    for language in LANGUAGES:
        folder = inputs.files.answers / language
        titles = inputs.documents[folder / "questions.yml"]
        yield from _titles(inputs, programme, titles, trained)
        yield from _demands(programme, inputs.documents[folder / "demandes.yml"])
    yield from _offers(inputs, programme)
    yield from _values_alone(inputs, programme)


def _wordings(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    texts = inputs.content.get(ANSWER_TEXTS)
    answers = texts["fr"].answers if texts else {}
    reported: set[Place] = set()
    for use in uses(programme):
        if use.wording not in answers and use.row.place not in reported:
            reported.add(use.row.place)
            place = inputs.row_place(use.row.place, "alors", "reponse" if use.row.then.known else "inconnu")
            problem = f"la ligne « {use.row.id} » dit « {use.wording} », qui n'est écrit nulle part"
            yield Finding(place, problem, f"{did_you_mean(use.wording, answers)}l'écrire dans stories/answers/fr et en")
    for name in OwnText:
        if name not in answers:
            for language in LANGUAGES:
                place = Place(inputs.files.answers / language / "dialogue.yml", 1)
                yield Finding(place, f"il manque le texte « {name} », que l'assistant dit de lui-même", "le rétablir")


def _values_alone(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    """Questions for a value stated alone that do not exist; they may be plain questions."""
    document = inputs.documents[inputs.files.programme / "faits.yml"]
    for fact in programme.facts.values():
        for value, question in fact.alone:
            if question not in programme.tables:
                place = document.place("faits", fact.id, "dite_seule", value)
                remedy = f"{did_you_mean(question, programme.tables)}corriger le nom, ou le retirer"
                yield Finding(place, f"la question « {question} » n'existe pas", remedy)


def _without_examples(programme: Programme, names: Iterable[str]) -> Iterator[Finding]:
    for name in sorted(names):
        problem = f"la question « {name} » n'a pas d'exemples : personne ne peut la poser"
        remedy = f"écrire nlu/examples/{name}.yml, avec « intention: {name} »"
        yield Finding(programme.tables[name].place, problem, remedy)


def _asked_after(inputs: CheckInputs, programme: Programme, known: set[str]) -> Iterator[Finding]:
    for table in programme.tables.values():
        document = inputs.documents[table.place.file]
        for name, _ in table.then:
            if name not in known:
                about_answers = "« pourquoi », « source » ou « depuis_quand »"
                problem = f"« ensuite » : « {name} » n'est pas une question, ni {about_answers}"
                yield Finding(
                    document.place("ensuite", name),
                    problem,
                    f"{did_you_mean(name, known)}corriger le nom, ou le retirer",
                )


def _titles(inputs: CheckInputs, programme: Programme, titles: Document[Any], trained: set[str]) -> Iterator[Finding]:
    faq = {name for name, table in programme.tables.items() if table.place.file.parent == inputs.files.faq}
    for name in titles.content:
        if name not in programme.tables and name not in trained:
            problem = f"« {name} » n'est ni une question ni une intention"
            remedy = f"{did_you_mean(name, {*programme.tables, *trained})}corriger le nom, ou retirer la ligne"
            yield Finding(titles.place(name), problem, remedy)
        elif name in faq:
            problem = f"« {name} » a déjà son titre dans stories/faq/{name}.yml"
            yield Finding(titles.place(name), problem, "retirer cette ligne")
    strange = [name for name in titles.content if name not in programme.tables and name not in trained]
    for name, table in programme.tables.items():
        untitled = name not in titles.content and name not in faq and name != QuestionId.CONTACT
        if untitled and not nearest(name, strange):
            problem = f"la question « {name} » n'a pas de titre ({table.place})"
            yield Finding(Place(titles.file, 1), problem, f"ajouter « {name}: … » : le titre de son bouton")


def _demands(programme: Programme, demands: Document[Any]) -> Iterator[Finding]:
    asked = {fact for table in programme.tables.values() for fact in table.reads}
    lacking = [name for name in (*sorted(asked), DemandText.AMONG_PLACES) if name not in demands.content]
    strange = [name for name in demands.content if name not in programme.facts and name != DemandText.AMONG_PLACES]
    for name, demand in demands.content.items():
        fact = programme.facts.get(name)
        if fact is None and name != DemandText.AMONG_PLACES:
            remedy = f"{did_you_mean(name, lacking)}corriger le nom, ou retirer la demande"
            yield Finding(demands.place(name), f"« {name} » n'est pas un fait de faits.yml", remedy)
        values = demand.get("valeurs", {}) if isinstance(demand, dict) else {}
        if fact is None or fact.id in _NAMED_ELSEWHERE:
            continue
        for value in values:
            if value not in fact.values:
                problem = f"« {value} » n'est pas une valeur de « {name} »"
                remedy = f"choisir parmi : {', '.join(fact.values)}"
                yield Finding(demands.place(name, "valeurs", value), problem, remedy)
        for value in fact.values:
            if value not in values:
                problem = f"« {name} » : il manque le nom de la valeur « {value} »"
                yield Finding(
                    demands.place(name, "valeurs"), problem, f"ajouter « {value}: … » : le titre de son bouton"
                )
        if not demand.get("nom"):
            yield Finding(demands.place(name), f"« {name} » n'a pas de « nom »", "l'ajouter : il sert à dire pourquoi")
    for name in lacking:
        if not nearest(name, strange):
            problem = f"il manque la demande du fait « {name} »"
            yield Finding(Place(demands.file, 1), problem, f"ajouter « {name}: » avec « texte » : la question à poser")


def _offers(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    """Links and questions offered as buttons by texts that do not exist."""
    texts = inputs.content.get(ANSWER_TEXTS)
    for document in inputs.documents.values():
        language = inputs.language_of(document.file)
        if language is None or texts is None:
            continue
        for name, entry in document.content.items():
            if not isinstance(entry, dict) or name not in texts[language].answers:
                continue
            for index, link in enumerate(entry.get("liens") or ()):
                owner, _, purpose = str(link).partition(".")
                organisation = programme.organisations.get(owner)
                if organisation is None or organisation.link(purpose) is None:
                    known = {
                        f"{organisation.id}.{each.purpose}"
                        for organisation in programme.organisations.values()
                        for each in organisation.links
                    }
                    problem = f"« {name} » : le lien « {link} » n'existe pas"
                    remedy = f"{did_you_mean(str(link), known)}écrire organisme.usage, comme dans organismes.yml"
                    yield Finding(document.place(name, "liens", index), problem, remedy)
            for index, question in enumerate(entry.get("choix") or ()):
                if question not in texts[language].questions:
                    problem = f"« {name} » propose « {question} », qui n'a pas de titre"
                    remedy = f"{did_you_mean(str(question), texts[language].questions)}l'ajouter à questions.yml"
                    yield Finding(document.place(name, "choix", index), problem, remedy)
