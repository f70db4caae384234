"""What the widget and the form page say around the answers: `stories/answers/{fr,en}/{widget,formulaire}.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from bot.channels.texts import blanks, texts_of, typeset_all
from bot.wording import ANSWERS, LANGUAGES
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, Key, read_document

WIDGET_FILE = "widget.yml"
FORM_FILE = "formulaire.yml"

_BLANKS: dict[Key, frozenset[str]] = {
    ("choix",): frozenset({"choix"}),
    ("pannes", "trop"): frozenset({"secondes"}),
    ("effacer", "fait"): frozenset({"recu"}),
    ("efface",): frozenset({"recu"}),
    ("trop",): frozenset({"secondes"}),
}
"""The words in braces that a text of either file has to have; all others have none."""


class _Texts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A block of texts."""


class Reasons(_Texts, frozen=True):
    """Why an answer was of no use."""

    fausse: str
    autre_question: str
    pas_claire: str
    perimee: str
    autre: str


class OpinionTexts(_Texts, frozen=True):
    """What is asked of an answer and said in return."""

    utile: str
    pas_utile: str
    merci: str
    demande: str
    raisons: Reasons
    joindre: str
    joindre_oui: str
    joindre_non: str
    transmis: str
    trop_tard: str
    echec: str


class Failures(_Texts, frozen=True):
    """What is said of a message that does not get through."""

    hors_ligne: str
    coupee: str
    trop: str
    refuse: str
    illisible: str


class ErasingTexts(_Texts, frozen=True):
    """The way to erase the conversation."""

    titre: str
    demande: str
    oui: str
    non: str
    fait: str
    fait_ici: str
    echec: str


class WidgetWords(_Texts, frozen=True):
    """Everything the widget says around the answers, in one language."""

    lanceur: str
    titre: str
    sous_titre: str
    fermer: str
    langue: str
    accueil: str
    champ: str
    envoyer: str
    conversation: str
    vous: str
    assistant: str
    cherche: str
    choisi: str
    choix: str
    sources: str
    pourquoi: str
    copier: str
    copie: str
    nouvel_onglet: str
    avis: OpinionTexts
    pannes: Failures
    reessayer: str
    effacer: ErasingTexts


class FormWords(_Texts, frozen=True):
    """What the form page says beside the widget's words, in one language."""

    titre: str
    presentation: str
    aide: str
    question: str
    reponse: str
    propositions: str
    liens: str
    avis: str
    efface: str
    trop: str
    demarre: str
    expiree: str
    autre_page: str
    autre_langue: str


class WebWords(msgspec.Struct, frozen=True):
    """All words of the channel in one language."""

    widget: WidgetWords
    form: FormWords


T = TypeVar("T", WidgetWords, FormWords)


class _File(Generic[T]):
    """One of the two files, in every language."""

    def __init__(self, directory: Path, name: str, schema: type[T], findings: list[Finding]) -> None:
        self._schema: type[T] = schema
        self._documents: dict[str, Document[T]] = {}
        for language in LANGUAGES:
            try:
                self._documents[language] = read_document(directory / language / name, schema)
            except ProgrammeError as error:
                findings += error.findings
        for document in self._documents.values():
            findings += _text_findings(document)

    def words(self, language: str) -> T:
        """The words of a language, as printers set them."""
        content = self._documents[language].content
        words: T = msgspec.convert(typeset_all(msgspec.to_builtins(content), language), self._schema)
        return words


def load_web_words(directory: Path = ANSWERS) -> dict[str, WebWords]:
    """The words of every language.

    Raises:
        ProgrammeError: a file does not have the form; with line and remedy.
    """
    findings: list[Finding] = []
    widget = _File(directory, WIDGET_FILE, WidgetWords, findings)
    form = _File(directory, FORM_FILE, FormWords, findings)
    if findings:
        raise ProgrammeError(findings)
    return {language: WebWords(widget.words(language), form.words(language)) for language in LANGUAGES}


def _text_findings(document: Document[T]) -> Iterator[Finding]:
    for path, text in texts_of(msgspec.to_builtins(document.content)):
        place, name = document.place(*path), ".".join(map(str, path))
        if not text:
            yield Finding(place, f"« {name} » est vide", "écrire un texte")
        expected = _BLANKS.get(path, frozenset())
        if blanks(text) != expected:
            shown = " et ".join(f"{{{blank}}}" for blank in sorted(expected)) or "aucun"
            yield Finding(
                place,
                f"« {name} » n'a pas les mots entre accolades qu'il faut",
                f"mots entre accolades de ce texte : {shown}",
            )
