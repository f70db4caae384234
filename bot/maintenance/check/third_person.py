"""The third person: texts that say "vous" although the answer can be about someone else, and words for that person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.answers.act_texts import ActTexts
from bot.answers.texts import LANGUAGES, AnswerTexts
from bot.content.loading import ANSWER_TEXTS, CONVERSATION_LEXICON, PROGRAMME
from bot.maintenance.check.acts import ACTS
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.placeholders import uses
from bot.maintenance.check.thresholds import WRITING
from nlu.entities.expressions import Expression
from rules.errors import Finding
from rules.ids import FactId
from rules.model import Place, Programme
from rules.suggestions import did_you_mean

_QUOTED = re.compile(r"«[^»]*»|“[^”]*”")

_NEUTRAL = ("en_bref", "en_carte", "avis", "en_pratique")
"""Keys of an answer that apply to anybody."""


def person_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Texts that would address the adviser while speaking of another person."""
    programme, texts = inputs.content.get(PROGRAMME), inputs.content.get(ANSWER_TEXTS)
    if programme is None or texts is None:
        return
    wordings = _of_anybody(programme)
    for language in LANGUAGES:
        written = inputs.thresholds.textes.deuxieme_personne[language]
        second_person = Expression(written, written, Place(inputs.files.thresholds, 1), WRITING)
        yield from _answers(inputs, texts[language], wordings, second_person)
        yield from _acts(inputs, texts[language], wordings, second_person)
        yield from _words_for_people(inputs, texts[language])


def _of_anybody(programme: Programme) -> tuple[str, ...]:
    """The texts of tables that can be about another person, rather than about a named organisation."""
    found = (use for use in uses(programme) if FactId.CITED_ORGANISATION not in programme.tables[use.question].reads)
    return tuple(dict.fromkeys(use.wording for use in found))


def _answers(
    inputs: CheckInputs, texts: AnswerTexts, wordings: tuple[str, ...], second_person: Expression
) -> Iterator[Finding]:
    for wording in wordings:
        entry, place = texts.answers.get(wording), inputs.answer_places.get((texts.language, wording))
        if entry is None or place is None:
            continue
        if _addresses(entry.d_un_autre or entry.texte, second_person):
            problem = f"« {wording} » dit « vous » (ou « you »), aussi quand c'est d'un autre"
            yield Finding(place, problem, "ajouter « d_un_autre » : le même texte, d'une autre personne", "warning")
        document = inputs.documents[place.file]
        for key in _NEUTRAL:
            if _addresses(getattr(entry, key) or "", second_person):
                problem = f"« {wording} » ({key}) dit « vous » (ou « you »), aussi quand c'est d'un autre"
                path = (wording, key) if wording in document.content else (key, texts.language)
                yield Finding(document.place(*path), problem, "l'écrire sans dire de qui", "warning")


def _acts(
    inputs: CheckInputs, texts: AnswerTexts, wordings: tuple[str, ...], second_person: Expression
) -> Iterator[Finding]:
    reasons = texts.acts.raisons | texts.acts.raisons_d_un_autre
    for key, of_wording, remedy in (
        ("raisons", reasons, "l'écrire aussi sous « raisons_d_un_autre », d'une autre personne"),
        ("formes", texts.acts.formes, "l'écrire sans dire de qui"),
    ):
        for wording in wordings:
            for text in _each(of_wording, wording):
                if _addresses(text, second_person):
                    problem = f"« {key} » : « {wording} » dit « vous » (ou « you »), aussi quand c'est d'un autre"
                    yield Finding(inputs.place(_acts_file(inputs, texts), key, wording), problem, remedy, "warning")


def _addresses(text: str, second_person: Expression) -> bool:
    """Whether a text addresses the adviser outside the titles that it quotes."""
    return second_person.search(_QUOTED.sub("", text)) is not None


def _each(texts: Mapping[str, object], wording: str) -> Iterator[str]:
    entry = texts.get(wording)
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        yield from entry.values()


def _words_for_people(inputs: CheckInputs, texts: AnswerTexts) -> Iterator[Finding]:
    """Words for a person that the answers do not use, and lines for words that the lexicon does not know."""
    lexicon = inputs.content.get(CONVERSATION_LEXICON)
    if lexicon is None:
        return
    acts: ActTexts = texts.acts
    known = lexicon.cues.kinds_of_person
    for kind in known:
        if kind not in acts.autrui:
            problem = f"« autrui » : il manque « {kind} », un mot de « personnes » (mots.yml)"
            yield Finding(inputs.place(_acts_file(inputs, texts), "autrui"), problem, "l'écrire : « Pour votre … : »")
    for kind in acts.autrui:
        if kind not in known:
            remedy = f"{did_you_mean(kind, known)}l'ajouter à « personnes » (mots.yml), ou le retirer"
            problem = f"« autrui » : « {kind} » n'est le mot de rien"
            yield Finding(inputs.place(_acts_file(inputs, texts), "autrui", kind), problem, remedy)


def _acts_file(inputs: CheckInputs, texts: AnswerTexts) -> Path:
    return inputs.files.answers / texts.language / ACTS
