"""Who answers for personal data is said wherever an adviser asks, by the words of the operator or of the hub."""

from __future__ import annotations

from datetime import date

from bot.answers.answerer import Answerer
from bot.answers.privacy import DataController, PrivacyNotice, with_kept
from bot.content.loading import project_content
from bot.storage.export import ShownRows
from nlu.dialogue.frames import Frame
from tests.support.tables import each_row

TODAY = date(2026, 11, 30)
NOTHING = ShownRows((), 0, (), 0, None)
HUB = DataController("Hub Exemple", "dpo@exemple.fr", "mission")


def answerer(notice: PrivacyNotice) -> Answerer:
    content = project_content()
    return Answerer(content.programme, content.texts, notice)


def rights(notice: PrivacyNotice, language: str = "fr") -> str:
    return answerer(notice).answer(Frame("droits_donnees", {}, None), language, TODAY).text


def test_the_rights_name_the_controller_and_where_to_write():
    assert "Responsable de ces données : Hub Exemple (dpo@exemple.fr)." in rights(PrivacyNotice(90, HUB)).replace(
        "\u00a0", " "
    )
    assert "Controller of these data: Hub Exemple (dpo@exemple.fr)." in rights(PrivacyNotice(90, HUB), "en")


def test_a_controller_that_nobody_has_set_is_not_invented():
    assert "l’organisme qui gère ce service" in rights(PrivacyNotice())
    assert "the organisation that runs this service" in rights(PrivacyNotice(), "en")


@each_row(
    ("basis", "words"), [("mission", "article 6.1.e"), ("interet", "article 6.1.f"), ("", "cet organisme vous la dira")]
)
def test_the_legal_basis_is_the_one_that_was_set_or_is_to_be_asked(basis, words):
    notice = PrivacyNotice(90, DataController("Hub Exemple", "dpo@exemple.fr", basis))
    text = answerer(notice).say("confidentialite", "fr").text
    assert words in text


@each_row(
    ("days", "language", "words"),
    [
        (90, "fr", "J’efface tout 90 jours après"),
    ],
)
def test_how_long_data_are_kept_is_a_number_of_days_in_the_language(days, language, words):
    text = answerer(PrivacyNotice(days)).say("confidentialite", language).text
    assert words in text.replace("\u00a0", " ").replace("\u202f", " ")


def kept_shown(kept: ShownRows, language: str = "fr") -> str:
    made = answerer(PrivacyNotice())
    reply = with_kept(made.say("memoire_vide", language), kept, made.programme, made.texts[language])
    return reply.text.replace("\u00a0", " ")


def test_what_is_kept_is_shown_after_the_facts():
    shown = kept_shown(ShownRows(("et la cantine ?",), 2, ("trop long",), 1, ("40",)))
    assert "• et la cantine ?" in shown
    assert "sur mes réponses : 2." in shown
    assert "• trop long" in shown
    assert "mes dernières réponses, deux jours au plus" in shown
    assert "change pour la formation dans les Landes, je garde le numéro de cette conversation" in shown
    in_english = kept_shown(ShownRows((), 0, (), 1, ("40",)), "en")
    assert "my last answers, for two days at most" in in_english
    assert "changes for the training in Landes, I keep the number of this chat" in in_english


def test_of_whom_nothing_else_is_kept_nothing_else_is_shown():
    assert kept_shown(NOTHING) == answerer(PrivacyNotice()).say("memoire_vide", "fr").text.replace("\u00a0", " ")
