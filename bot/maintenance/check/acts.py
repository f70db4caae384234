"""Acts: verdicts without a reason, rows without a verdict, short answers of answers that do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.answers.act_texts import ActTexts
from bot.answers.texts import LANGUAGES
from bot.content.loading import ANSWER_TEXTS, CONVERSATION_LEXICON, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.placeholders import Use, blanks_of, uses
from nlu.entities.criteria import CRITERIA
from nlu.forms import QuestionForm
from rules.errors import Finding
from rules.model import Programme
from rules.suggestions import did_you_mean

ACTS = "actes.yml"
_BY_WORDING = ("raisons", "raisons_d_un_autre", "formes", "pourquoi")


def act_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Yes/no questions without an answer, and short answers that are never used."""
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if programme is None or texts is None:
        return
    yield from _words(inputs, programme)
    yield from _without_verdict(inputs, programme)
    found = list(uses(programme))
    for language in LANGUAGES:
        path = inputs.files.answers / language / ACTS
        yield from _unknown_names(inputs, path, texts[language].acts, {use.wording for use in found})
        yield from _without_reason(inputs, path, texts[language].acts, found)
        yield from _blanks(inputs, path, texts[language].acts, found)
    yield from _without_twin(inputs)


def _words(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    """Criteria of the programme without words, and words of unknown criteria."""
    lexicon = inputs.content.get(CONVERSATION_LEXICON)
    document = inputs.documents.get(inputs.files.lexicon / CRITERIA)
    if lexicon is None or document is None:
        return
    for name in lexicon.criteria.names:
        if name not in programme.criteria:
            problem = f"le critère « {name} » n'existe pas dans elements.yml"
            remedy = f"{did_you_mean(name, programme.criteria)}l'y ajouter, ou retirer ces mots"
            yield Finding(document.place("criteres", name), problem, remedy)
    for name in programme.criteria:
        if name not in lexicon.criteria.names:
            problem = f"le critère « {name} » n'a pas de mots : aucune question ne le demande"
            yield Finding(document.place("criteres"), problem, f"ajouter « {name} », avec ses expressions")


def _without_verdict(inputs: CheckInputs, programme: Programme) -> Iterator[Finding]:
    """Rows without a verdict, in questions that have criteria of their own."""
    closed = {criterion.questions[0] for criterion in programme.criteria.values() if not criterion.attribute}
    for use in uses(programme):
        if use.question in closed and use.row.then.known and not use.notice and not use.row.then.verdicts:
            problem = f"la ligne « {use.row.id} » n'a pas de verdict : à une question fermée, elle ne dit ni oui ni non"
            place = inputs.row_place(use.row.place, "alors")
            yield Finding(place, problem, "ajouter « verdict: {critère: oui} » (ou non, selon, inconnu)", "warning")


def _unknown_names(inputs: CheckInputs, path: Path, acts: ActTexts, known: set[str]) -> Iterator[Finding]:
    forms = {form.value for form in QuestionForm}
    for key in _BY_WORDING:
        for name in getattr(acts, key):
            if name not in known:
                problem = f"« {key} » : aucune ligne ne dit « {name} »"
                remedy = f"{did_you_mean(name, known)}corriger le nom, ou le retirer"
                yield Finding(inputs.place(path, key, name), problem, remedy)
    for name, answers in acts.formes.items():
        for form in answers:
            if form not in forms:
                problem = f"« {name} » : « {form} » n'est pas une forme de question"
                remedy = f"choisir parmi : {', '.join(sorted(forms))}"
                yield Finding(inputs.place(path, "formes", name, form), problem, remedy)


def _without_reason(inputs: CheckInputs, path: Path, acts: ActTexts, found: Iterable[Use]) -> Iterator[Finding]:
    reported: set[tuple[str, str]] = set()
    for use in found:
        for criterion, _ in use.row.then.verdicts:
            key = (use.wording, criterion)
            if not use.notice and use.row.then.known and acts.reason(*key) is None and key not in reported:
                reported.add(key)
                problem = f"« {use.wording} » n'a pas de raison pour « {criterion} », que dit la ligne « {use.row.id} »"
                place = inputs.place(path, "raisons", use.wording)
                yield Finding(place, problem, f"l'écrire sous « raisons » : {{{criterion}: une demi-phrase}}")


def _blanks(inputs: CheckInputs, path: Path, acts: ActTexts, found: Iterable[Use]) -> Iterator[Finding]:
    """Words in braces that no row fills."""
    reported: set[tuple[str, ...]] = set()
    for use in found:
        for key, text in _texts_of(acts, use.wording):
            found_blanks = blanks_of(text)
            for blank in sorted((frozenset({text}) if found_blanks is None else found_blanks) - use.blanks):
                if not use.notice and (*key, blank) not in reported:
                    reported.add((*key, blank))
                    given = ", ".join(f"{{{name}}}" for name in sorted(use.blanks))
                    problem = f"« {use.wording} » : rien ne remplit « {{{blank}}} »"
                    yield Finding(inputs.place(path, *key), problem, f"écrire l'un de : {given}")


def _texts_of(acts: ActTexts, wording: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for key in _BY_WORDING:
        entry = getattr(acts, key).get(wording)
        if isinstance(entry, str):
            yield (key, wording), entry
        elif isinstance(entry, dict):
            for name, text in entry.items():
                yield (key, wording, name), text


def _without_twin(inputs: CheckInputs) -> Iterator[Finding]:
    """Texts of acts that exist in one language only."""
    keys = {}
    for language in LANGUAGES:
        path = inputs.files.answers / language / ACTS
        document = inputs.documents.get(path)
        keys[language] = (path, {key for key in document.lines if key and document}) if document else (path, set())
    for language, other in (("fr", "en"), ("en", "fr")):
        path, own = keys[language]
        lacking = own - keys[other][1]
        for key in sorted(lacking, key=str):
            if key[:-1] not in lacking:
                problem = f"« {'.'.join(map(str, key))} » n'existe pas dans answers/{other}"
                yield Finding(inputs.place(path, *key), problem, "l'écrire dans le fichier du même nom, ou le retirer")
