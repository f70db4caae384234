"""The texts of the widget and the form page: `stories/answers/{fr,en}/{widget,formulaire}.yml`, and their form."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.answers.texts import LANGUAGES
from bot.content.channel_texts import ChannelTexts, FeedbackReasons, declare_texts
from bot.content.declarations import Declaration, Parts


class WidgetFeedbackTexts(ChannelTexts, frozen=True):
    """The buttons under an answer, and the replies to a click on them."""

    titre: str
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
    """The notes under a message that failed."""

    hors_ligne: str
    coupee: str
    panne: str
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


class HubLinkTexts(ChannelTexts, frozen=True):
    """Names of a hub's pages in the menu, by the keys of `liens` in its file."""

    confidentialite: str
    mentions: str
    accessibilite: str


class WidgetTexts(ChannelTexts, frozen=True):
    """All texts of the widget, in one language."""

    lanceur: str
    titre: str
    sous_titre: str
    fermer: str
    masquer: str
    langue: str
    menu: str
    propulse: str
    copier_tout: str
    telecharger: str
    fichier: str
    liens: HubLinkTexts
    accueil: str
    champ: str
    envoyer: str
    trop_long: str
    conversation: str
    vous: str
    assistant: str
    cherche: str
    reprise: str
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


class PathPageTexts(ChannelTexts, frozen=True):
    """The texts of the page /parcours, in one language."""

    titre: str
    preciser: str
    aide: str
    pas_dit: str
    afficher: str
    imprimer: str
    copier: str
    copie: str
    autre_page: str
    autre_langue: str


class ErrorPageTexts(ChannelTexts, frozen=True):
    """The page of an error."""

    titre: str
    texte: str


class FormTexts(ChannelTexts, frozen=True):
    """The texts of the form page besides the widget's, in one language."""

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
    introuvable: ErrorPageTexts
    refusee: ErrorPageTexts
    accueil: str
    parcours: PathPageTexts


class WebTexts(msgspec.Struct, frozen=True):
    """All texts of the channel, in one language."""

    widget: WidgetTexts
    form: FormTexts


def _both(parts: Parts) -> Mapping[str, WebTexts]:
    widget, form = parts.of(WIDGET_TEXTS), parts.of(FORM_TEXTS)
    return {language: WebTexts(widget[language], form[language]) for language in LANGUAGES}


WIDGET_TEXTS = declare_texts(
    "widget.yml",
    WidgetTexts,
    {
        ("choix",): frozenset({"choix"}),
        ("trop_long",): frozenset({"longueur", "maximum"}),
        ("pannes", "trop"): frozenset({"secondes"}),
        ("effacer", "fait"): frozenset({"recu"}),
    },
)
FORM_TEXTS = declare_texts(
    "formulaire.yml", FormTexts, {("efface",): frozenset({"recu"}), ("trop",): frozenset({"secondes"})}
)
WEB_TEXTS: Declaration[Mapping[str, WebTexts]] = Declaration("web texts", lambda _files: (), _both)
"""The texts of both files by language."""
