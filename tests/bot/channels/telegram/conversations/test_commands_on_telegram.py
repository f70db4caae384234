"""The commands, in both languages, and the links that hubs publish."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Person

FRENCH = ["start", "aide", "parcours", "departement", "sources", "pourquoi", "confidentialite", "oublier", "langue"]
ENGLISH = ["start", "help", "path", "department", "sources", "why", "privacy", "forget", "language"]


@pytest.fixture
def camille(polling: Running) -> Person:
    return polling.double.private(language="fr")


@pytest.fixture
def kim(polling: Running) -> Person:
    """An adviser with an English telephone."""
    return polling.double.private(language="en")


def test_telephones_show_the_commands_and_who_the_bot_is(polling: Running) -> None:
    settings = polling.double.world.settings
    menus = {key[-1]: [command["command"] for command in menu] for key, menu in settings.commands.items()}
    assert menus == {"fr": FRENCH, "en": ENGLISH, "": FRENCH}
    for texts in (settings.descriptions, settings.short_descriptions):
        assert set(texts) == {"fr", "en", ""}
        assert texts["fr"] == texts[""] != texts["en"]
    assert "conseillers numériques" in settings.short_descriptions["fr"]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/start", "Bonjour ! Je suis Aiguilleur, un assistant automatique."),
        ("/aide", "Écrivez-moi comme à un collègue"),
        ("/parcours", "Voici le parcours"),
        ("/departement", "Quel est votre département ?"),
        ("/sources", "Mes réponses viennent d'une page de Hubikoop, du printemps 2024,"),
        ("/pourquoi", "Mes réponses viennent d'une page de Hubikoop, du printemps 2024,"),
        ("/confidentialite", "Voici ce que je garde"),
        ("/confidentialité", "Voici ce que je garde"),
        ("/oublier", "Voulez-vous que j'efface ce que je sais de vous ?"),
        ("/langue", "Dans quelle langue voulez-vous que je réponde ?"),
        ("/help", "Écrivez-moi comme à un collègue"),
        ("/aide@aiguilleur_bot", "Écrivez-moi comme à un collègue"),
    ],
)
def test_a_command_is_answered_in_french(polling: Running, camille: Person, command: str, expected: str) -> None:
    camille.writes(command)
    [answer] = polling.hear(camille)
    assert plain(answer).startswith(expected)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/start", "Hello! I'm Aiguilleur, an automated assistant."),
        ("/help", "Write to me as you would to a colleague"),
        ("/department", "Which department are you in?"),
        ("/sources", "My answers come from a page by Hubikoop, of spring 2024,"),
        ("/why", "My answers come from a page by Hubikoop, of spring 2024,"),
        ("/privacy", "This is what I keep"),
        ("/forget", "Do you want me to erase what I know about you?"),
        ("/language", "Which language would you like me to answer in?"),
    ],
)
def test_a_command_is_answered_in_english(polling: Running, kim: Person, command: str, expected: str) -> None:
    kim.writes(command)
    [answer] = polling.hear(kim)
    assert plain(answer).startswith(expected)


def test_the_help_lists_every_command(polling: Running, camille: Person, kim: Person) -> None:
    camille.writes("/aide")
    kim.writes("/help")
    [french], [english] = polling.hear(camille), polling.hear(kim)
    for menu, help_text in ((FRENCH, french.text), (ENGLISH, english.text)):
        listed = [line.split()[0] for line in help_text.splitlines() if line.startswith("/")]
        assert listed == [f"/{command}" for command in menu]
    assert "Qui paie la formation" in french.titles


def test_a_department_is_given_by_its_command(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    [noted] = polling.hear(camille)
    assert plain(noted) == "C'est noté, vous êtes dans les Landes. Que voulez-vous savoir ?"
    camille.writes("qui contacter pour le titre complet ?")
    assert "dans les Landes, c'est La Mêlée" in plain(polling.hear(camille)[0])
    camille.writes("/departement")
    assert "Quel est votre département ?" in plain(polling.hear(camille)[0])
    camille.writes("16")
    [again] = polling.hear(camille)
    assert "en Charente, c'est l'Espace Numérique Sud-Charente" in plain(again)


def test_reason_and_source_of_the_last_answer_are_given(polling: Running, camille: Person) -> None:
    camille.writes("qui contacter pour le titre complet dans les Landes ?")
    camille.writes("/pourquoi")
    camille.writes("/sources")
    _, why, source = polling.hear(camille)
    assert "sans en dire la raison" in plain(why)
    assert "page de Hubikoop sur la formation des conseillers numériques" in plain(source)
    assert source.buttons[0]["url"].startswith("https://hubikoop.fr/")


def test_the_language_is_chosen_by_button_or_by_word(polling: Running, camille: Person) -> None:
    camille.writes("qui contacter pour le titre complet dans les Landes ?")
    camille.writes("/langue")
    _, choice = polling.hear(camille)
    assert choice.titles == ["Français", "English"]
    camille.presses(choice, "English")
    [english] = polling.hear(camille)
    assert plain(english).startswith("Noted, I'll answer in English.")
    assert "For the full title in Landes, contact La Mêlée." in english.text
    camille.writes("/aide")
    assert plain(polling.hear(camille)[0]).startswith("Write to me as you would")
    camille.writes("/langue français")
    [french] = polling.hear(camille)
    assert plain(french).startswith("C'est noté, je vous réponds en français.")
    assert "Pour le titre complet dans les Landes, c'est La Mêlée." in plain(french)
    camille.writes("/langue klingon")
    assert polling.hear(camille)[0].titles == ["Français", "English"]


def test_a_command_that_does_not_exist_is_read_by_its_words(polling: Running, camille: Person) -> None:
    camille.writes("/financement")
    camille.writes("/trucmuche@aiguilleur_bot")
    money, nothing = polling.hear(camille)
    assert "les modules : l'État en paie un par année civile" in plain(money)
    assert "Que savez-vous faire\N{NO-BREAK SPACE}?" in nothing.titles


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        # A hub that has closed is not named; its departments are still a territory to answer for.
        ("hub-na", "C'est noté, vous êtes en Nouvelle-Aquitaine."),
        ("hub-occitanie", "Vous arrivez par le lien d'un hub régional (RhinOcc)"),
        ("hub-na_ccp1", "Le CCP1 est le premier bloc de compétences"),
        ("dep-40", "C'est noté, vous êtes dans les Landes."),
        ("dep-40_ccp1_inscription", "Vous vous inscrivez directement sur le site de La Fabrik"),
        ("modules_financement", "L'État prend en charge un module par année civile"),
        ("hub-nulle-part_dep-999", "Bonjour ! Je suis Aiguilleur"),
        ("zzz_dep-40_ccp1_zzz_inscription", "Vous vous inscrivez directement sur le site de La Fabrik"),
        ("____", "Bonjour ! Je suis Aiguilleur"),
        ("<b>&'\"; drop table inbox", "Bonjour ! Je suis Aiguilleur"),
        ("é" * 500, "Bonjour ! Je suis Aiguilleur"),
    ],
)
def test_link_opens_on_its_question(polling: Running, camille: Person, payload: str, expected: str) -> None:
    camille.starts(payload)
    [answer] = polling.hear(camille)
    assert expected in plain(answer)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("dep-16_titre", "Pour le titre complet en Charente, c'est l'Espace Numérique Sud-Charente"),
        ("hub-na_ccp1", "Pour le CCP1 en Nouvelle-Aquitaine, c'est La Fabrik"),
    ],
)
def test_link_sets_the_territory(polling: Running, camille: Person, payload: str, expected: str) -> None:
    camille.starts(payload)
    camille.writes("qui contacter ?")
    _, answer = polling.hear(camille)
    assert expected in plain(answer)
