"""What the widget and the form page say around the answers: `stories/answers/{fr,en}/{widget,formulaire}.yml`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.answers.texts import ANSWERS, LANGUAGES
from bot.content.channel_texts import ChannelTexts, FeedbackReasons, printed, read_texts, text_findings
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Key

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


class WidgetFeedbackTexts(ChannelTexts, frozen=True):
    """What is asked of an answer and said in return."""

    utile: str
    pas_utile: str
    merci: str
    demande: str
    raisons: FeedbackReasons
    joindre: str
    joindre_oui: str
    joindre_non: str
    transmis: str
    trop_tard: str
    echec: str


class FailureTexts(ChannelTexts, frozen=True):
    """What is said of a message that does not get through."""

    hors_ligne: str
    coupee: str
    trop: str
    refuse: str
    illisible: str


class ErasureTexts(ChannelTexts, frozen=True):
    """The way to erase the conversation."""

    titre: str
    demande: str
    oui: str
    non: str
    fait: str
    fait_ici: str
    echec: str


class WidgetTexts(ChannelTexts, frozen=True):
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
    avis: WidgetFeedbackTexts
    pannes: FailureTexts
    reessayer: str
    effacer: ErasureTexts


class FormTexts(ChannelTexts, frozen=True):
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


class WebTexts(msgspec.Struct, frozen=True):
    """All words of the channel in one language."""

    widget: WidgetTexts
    form: FormTexts


def load_web_texts(directory: Path = ANSWERS) -> dict[str, WebTexts]:
    """The words of every language.

    Raises:
        ProgrammeError: a file does not have the form; with line and remedy.
    """
    findings: list[Finding] = []
    widget = read_texts(directory, WIDGET_FILE, WidgetTexts, findings)
    form = read_texts(directory, FORM_FILE, FormTexts, findings)
    for texts in widget.values():
        findings += text_findings(texts, _BLANKS)
    for others in form.values():
        findings += text_findings(others, _BLANKS)
    if findings:
        raise ProgrammeError(findings)
    return {
        language: WebTexts(
            printed(widget[language], language, WidgetTexts), printed(form[language], language, FormTexts)
        )
        for language in LANGUAGES
    }
