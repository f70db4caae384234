"""The texts of Telegram around the answers: `stories/answers/{fr,en}/telegram.yml`, their form and their limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from bot.channels.telegram.limits import (
    MAX_CALLBACK_ANSWER_CHARACTERS,
    MAX_COMMAND_CHARACTERS,
    MAX_COMMAND_DESCRIPTION_CHARACTERS,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_SHORT_DESCRIPTION_CHARACTERS,
    MAX_SHORT_TITLE_CHARACTERS,
    MAX_TEXT_UTF16_UNITS,
    MAX_TITLE_CHARACTERS,
    utf16_units,
)
from bot.content.channel_texts import ChannelTexts, FeedbackReasons, declare_texts, name_of, texts_of
from bot.content.declarations import Parts
from rules.errors import Finding
from rules.yaml_lines import Document, Key

_COMMAND = re.compile(rf"[a-z0-9_]{{1,{MAX_COMMAND_CHARACTERS}}}")

_VARIATIONS = re.compile("[\\s\\ufe0e\\ufe0f\\u200d\\U0001f3fb-\\U0001f3ff]")

_LIMITS: dict[Key, int] = {
    ("carte", "description"): MAX_DESCRIPTION_CHARACTERS,
    ("carte", "description_courte"): MAX_SHORT_DESCRIPTION_CHARACTERS,
    ("avis", "utile"): MAX_SHORT_TITLE_CHARACTERS,
    ("avis", "pas_utile"): MAX_SHORT_TITLE_CHARACTERS,
    ("avis", "raisons"): MAX_TITLE_CHARACTERS,
    ("avis", "joindre_oui"): MAX_TITLE_CHARACTERS,
    ("avis", "joindre_non"): MAX_TITLE_CHARACTERS,
    ("avis", "merci"): MAX_CALLBACK_ANSWER_CHARACTERS,
    ("avis", "transmis"): MAX_CALLBACK_ANSWER_CHARACTERS,
    ("bouton_d_autrui",): MAX_CALLBACK_ANSWER_CHARACTERS,
    ("departement", "changer"): MAX_TITLE_CHARACTERS,
    ("departement", "liste"): MAX_TITLE_CHARACTERS,
    ("alertes", "proposer"): MAX_TITLE_CHARACTERS,
    ("alertes", "oui"): MAX_TITLE_CHARACTERS,
    ("alertes", "non"): MAX_TITLE_CHARACTERS,
    ("alertes", "reprendre"): MAX_TITLE_CHARACTERS,
    ("alertes", "commence"): MAX_CALLBACK_ANSWER_CHARACTERS,
    ("alertes", "arrete"): MAX_CALLBACK_ANSWER_CHARACTERS,
    ("bouton_perime",): MAX_CALLBACK_ANSWER_CHARACTERS,
    ("en_ligne",): MAX_TITLE_CHARACTERS,
    ("en_ligne", "suggestions"): MAX_TEXT_UTF16_UNITS,
    ("en_ligne", "signature"): MAX_TEXT_UTF16_UNITS,
    ("commandes",): MAX_COMMAND_DESCRIPTION_CHARACTERS,
    ("langue", "francais"): MAX_SHORT_TITLE_CHARACTERS,
    ("langue", "anglais"): MAX_SHORT_TITLE_CHARACTERS,
    (): MAX_TEXT_UTF16_UNITS,
}
"""The longest text at or under a path, in UTF-16 code units; the most specific path counts."""

_PLACEHOLDERS: dict[Key, frozenset[str]] = {
    ("accueil", "territoire"): frozenset({"dans"}),
    ("accueil", "hub"): frozenset({"hub"}),
    ("accueil", "retour"): frozenset({"dans"}),
    ("accueil", "lien_territoire"): frozenset({"dans"}),
    ("commande_inconnue",): frozenset({"commandes"}),
    ("departement", "retenu"): frozenset({"dans"}),
    ("departement", "note"): frozenset({"dans"}),
    ("reglages", "texte"): frozenset({"departement", "alertes"}),
    ("alertes", "demande"): frozenset({"dans"}),
    ("alertes", "abonne"): frozenset({"dans"}),
    ("alertes", "groupe"): frozenset({"robot"}),
    ("departement", "position"): frozenset({"dans"}),
    ("departement", "du_groupe"): frozenset({"dans"}),
    ("departement", "note_groupe"): frozenset({"dans"}),
    ("departement", "suppose"): frozenset({"dans"}),
    ("bouton_d_autrui",): frozenset({"robot"}),
    ("aide",): frozenset({"commandes"}),
    ("groupe",): frozenset({"robot"}),
    ("choisi",): frozenset({"titre"}),
    ("en_ligne", "signature"): frozenset({"robot"}),
    ("copier",): frozenset({"adresse"}),
}
"""The placeholders a text must have; other texts have none."""


class ProfileTexts(ChannelTexts, frozen=True):
    """The bot's profile: the text before the first message, and the short text."""

    description: str
    description_courte: str


class CommandTexts(ChannelTexts, frozen=True):
    """A command's name, without "/", and its description in the menu."""

    nom: str
    description: str


class CommandsTexts(ChannelTexts, frozen=True):
    """The commands in the order of the menu; :mod:`bot.channels.telegram.commands` says what each does."""

    start: CommandTexts
    aide: CommandTexts
    parcours: CommandTexts
    departement: CommandTexts
    sources: CommandTexts
    pourquoi: CommandTexts
    confidentialite: CommandTexts
    oublier: CommandTexts
    langue: CommandTexts
    reglages: CommandTexts
    alertes: CommandTexts
    annuler: CommandTexts
    stop: CommandTexts

    def by_id(self) -> dict[str, CommandTexts]:
        """The texts of each command, in the order of the menu."""
        return msgspec.structs.asdict(self)


class GreetingTexts(ChannelTexts, frozen=True):
    """The welcomes.

    Attributes:
        seul: nothing is known.
        territoire: with a place (`{dans}`).
        hub: by a hub's link (`{hub}`).
        retour: to an adviser whose place is kept (`{dans}`).
        lien: before the answer to a link's question.
        lien_territoire: the same, with a place (`{dans}`).
    """

    seul: str
    territoire: str
    hub: str
    retour: str
    lien: str
    lien_territoire: str


class DepartmentTexts(ChannelTexts, frozen=True):
    """The replies to /departement, and the titles of its buttons.

    Attributes:
        demande: the question.
        retenu: the department kept.
        note: confirms a new one.
        inconnu: no department was recognised.
        position: the department of a shared position.
        du_groupe: the group's department.
        note_groupe: confirms that an administrator has set the group's.
        suppose: stands before an answer that assumes the group's.
        changer: button to change the department.
        liste: button to list all departments.
    """

    demande: str
    retenu: str
    note: str
    inconnu: str
    position: str
    du_groupe: str
    note_groupe: str
    suppose: str
    changer: str
    liste: str


class SettingsTexts(ChannelTexts, frozen=True):
    """The settings, and what they show without a department."""

    texte: str
    sans_departement: str


class ThanksTexts(ChannelTexts, frozen=True):
    """Signs that mean thanks if a message has no others, and the word they are read as."""

    signes: str
    mot: str

    def alone(self, text: str) -> bool:
        """Whether a message has only such signs."""
        signs = _bare(text)
        return bool(signs) and set(signs) <= set(_bare(self.signes))


class UnsupportedTexts(ChannelTexts, frozen=True):
    """The replies to messages without text."""

    photo: str
    enregistrement: str
    autocollant: str
    document: str
    position: str
    contact: str
    autre: str

    def of(self, kind: str) -> str:
        """The reply to a kind of message, by Telegram's name ("voice", "sticker", …), even an unknown one."""
        return {
            "photo": self.photo,
            "live_photo": self.photo,
            "voice": self.enregistrement,
            "audio": self.enregistrement,
            "video": self.enregistrement,
            "video_note": self.enregistrement,
            "sticker": self.autocollant,
            "animation": self.autocollant,
            "document": self.document,
            "location": self.position,
            "venue": self.position,
            "contact": self.contact,
        }.get(kind, self.autre)


class FeedbackTexts(ChannelTexts, frozen=True):
    """The buttons under an answer, and the replies to a click on them."""

    utile: str
    pas_utile: str
    merci: str
    pourquoi: str
    raisons: FeedbackReasons
    joindre: str
    joindre_oui: str
    joindre_non: str
    transmis: str


class InlineTexts(ChannelTexts, frozen=True):
    """Titles of results in another conversation, questions to suggest, and the last line of a card."""

    suggestions: str
    poser: str
    rien: str
    departement: str
    precision: str
    signature: str


class AlertTexts(ChannelTexts, frozen=True):
    """The texts of alerts.

    Attributes:
        demande: the question before subscribing; `{dans}` is the adviser's place, or `partout`.
        abonne: what a subscriber gets (`{dans}`).
        partout: stands for an unknown place.
        groupe: in a group: alerts need a private chat.
        proposer: button that leads to the question.
        oui: button to subscribe.
        non: button to stop.
        reprendre: button to subscribe again.
        commence: shown over the chat after subscribing; also answers a written yes.
        refus: answers a written no.
        arrete: shown over the chat after stopping.
        actives: in the settings of a subscriber.
        inactives: in the settings of others.
        en_prive: in the settings in a group.
        arretees: in the reply to /stop.
        annonce: the start of an alert.
        pourquoi: the end of an alert.
        conservation: what is kept of a subscriber.
    """

    demande: str
    abonne: str
    partout: str
    groupe: str
    proposer: str
    oui: str
    non: str
    reprendre: str
    commence: str
    refus: str
    arrete: str
    actives: str
    inactives: str
    en_prive: str
    arretees: str
    annonce: str
    pourquoi: str
    conservation: str


class LanguageTexts(ChannelTexts, frozen=True):
    """The choice of a language."""

    demande: str
    francais: str
    anglais: str
    choisie: str


class TelegramTexts(ChannelTexts, frozen=True):
    """All texts of Telegram, in one language."""

    carte: ProfileTexts
    commandes: CommandsTexts
    accueil: GreetingTexts
    aide: str
    commande_inconnue: str
    departement: DepartmentTexts
    reglages: SettingsTexts
    stop: str
    alertes: AlertTexts
    remerciements: ThanksTexts
    non_lus: UnsupportedTexts
    groupe: str
    avis: FeedbackTexts
    bouton_d_autrui: str
    bouton_perime: str
    choisi: str
    copier: str
    en_ligne: InlineTexts
    langue: LanguageTexts


def _bare(signs: str) -> str:
    """Signs without skin colours, variants and spaces."""
    return _VARIATIONS.sub("", signs)


def _findings(documents: Mapping[str, Document[TelegramTexts]], _parts: Parts) -> Iterator[Finding]:
    for document in documents.values():
        yield from _limit_findings(document)
    yield from _name_findings(documents)


def _limit_findings(document: Document[TelegramTexts]) -> Iterator[Finding]:
    for path, text in texts_of(msgspec.to_builtins(document.content)):
        longest = _longest(path)
        if utf16_units(text) > longest:
            yield Finding(
                document.place(*path),
                f"« {name_of(path)} » a {utf16_units(text)} caractères, Telegram en montre {longest} au plus",
                "raccourcir ce texte",
            )
        if path[0] == "commandes" and path[-1] == "nom" and not _COMMAND.fullmatch(text):
            yield Finding(
                document.place(*path),
                f"« {text} » ne peut pas être le nom d'une commande",
                f"le former de a-z, 0-9 et _, {MAX_COMMAND_CHARACTERS} caractères au plus, sans accent ni majuscule",
            )


def _longest(path: Key) -> int:
    return next(_LIMITS[path[:end]] for end in range(len(path), -1, -1) if path[:end] in _LIMITS)


def _name_findings(documents: Mapping[str, Document[TelegramTexts]]) -> Iterator[Finding]:
    """Names that stand for two commands. Names of every language are understood, whatever the menu shows."""
    taken: dict[str, str] = {}
    for document in documents.values():
        for command, texts in document.content.commandes.by_id().items():
            other = taken.setdefault(texts.nom, command)
            if other != command:
                yield Finding(
                    document.place("commandes", command, "nom"),
                    f"« {texts.nom} » est déjà le nom de la commande « {other} »",
                    "en choisir un autre, qui ne serve dans aucune langue",
                )


TELEGRAM_TEXTS = declare_texts(
    "telegram.yml",
    TelegramTexts,
    _PLACEHOLDERS,
    empty_remedy="écrire un texte : Telegram n'en prend pas de vide",
    check=_findings,
)
"""The texts by language."""
