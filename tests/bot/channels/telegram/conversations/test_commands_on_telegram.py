"""The commands, in both languages, and the links that hubs publish."""

from __future__ import annotations

import pytest

from bot.channels.telegram.limits import MAX_ROWS
from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Person

FRENCH = ["start", "aide", "parcours", "departement", "sources", "pourquoi", "confidentialite", "oublier", "langue"]
FRENCH += ["reglages", "alertes", "annuler", "stop"]
ENGLISH = ["start", "help", "path", "department", "sources", "why", "privacy", "forget", "language"]
ENGLISH += ["settings", "alerts", "cancel", "stop"]


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
        ("/reglages", "Vos réglages :\n• département : pas encore indiqué\n• langue : français"),
        ("/settings", "Vos réglages :"),
        ("/annuler", "D'accord. Quelle est votre question ?"),
        ("/stop", "Je n'écris jamais le premier"),
        ("/inconnu", "Je ne connais pas cette commande."),
        ("/restart", "Je ne connais pas cette commande."),
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
        ("/path", "Here is the path"),
        ("/department", "Which department are you in?"),
        ("/settings", "Your settings:\n• department: not given yet\n• language: English"),
        ("/cancel", "All right. What is your question?"),
        ("/stop", "I never write first"),
        ("/back", "I don't know this command."),
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
    [held] = polling.hear(camille)
    assert plain(held).startswith("Vous êtes dans les Landes.")
    camille.presses(held, "Changer de département")
    assert "Dans quel département êtes-vous ?" in plain(polling.hear(camille)[0])
    camille.writes("16")
    [again] = polling.hear(camille)
    assert "en Charente, c'est l'Espace Numérique Sud-Charente" in plain(again)


def test_a_department_is_chosen_from_the_list(polling: Running, camille: Person) -> None:
    camille.writes("/departement")
    [demand] = polling.hear(camille)
    for title in ("Choisir dans la liste", "▶", "Nouvelle-Aquitaine"):
        camille.presses(demand.id, title)
        assert polling.hear(camille) == []
    camille.presses(demand.id, "40 Landes")
    assert "dans les Landes" in plain(polling.hear(camille)[0])
    assert "✓ 40 Landes" in camille.message(demand.id).titles


def test_a_department_given_for_an_open_question_is_confirmed_before_the_answer(
    polling: Running, camille: Person
) -> None:
    camille.writes("quel organisme contacter ?")
    camille.writes("/departement 33")
    _, answer = polling.hear(camille)
    assert plain(answer).startswith("C'est noté, vous êtes en Gironde.\n\nEn Gironde, selon la formation :")


def test_what_is_no_department_is_told_with_what_is_expected(polling: Running, camille: Person, kim: Person) -> None:
    camille.writes("/departement xyz")
    assert plain(polling.hear(camille)[0]).startswith("Je ne reconnais pas ce département. Après /departement, donnez")
    kim.writes("/department xyz")
    assert plain(polling.hear(kim)[0]).startswith("I don't recognise this department. After /department, give")


def test_whoever_comes_back_is_told_where_they_are_and_may_change_it(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    camille.writes("/start")
    _, welcome = polling.hear(camille)
    assert "Vous êtes dans les Landes." in plain(welcome)
    assert welcome.keyboard
    assert len(welcome.keyboard) <= MAX_ROWS
    camille.presses(welcome, "Changer de département")
    assert "Dans quel département êtes-vous ?" in plain(polling.hear(camille)[0])


def test_the_settings_are_changed_by_their_buttons(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    camille.writes("/reglages")
    _, settings = polling.hear(camille)
    assert "• département : Landes" in plain(settings)
    assert settings.titles == ["Changer de département", "English", "Être prévenu des changements"]
    camille.presses(settings, "English")
    assert plain(polling.hear(camille)[0]).startswith("Noted, I'll answer in English.")


def test_what_is_under_way_is_cancelled(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    camille.writes("/oublier")
    camille.writes("/annuler")
    assert plain(polling.hear(camille)[-1]) == "D'accord, je n'efface rien."
    camille.writes("/reglages")
    assert "Landes" in plain(polling.hear(camille)[0])


def test_who_stops_may_have_all_erased(polling: Running, camille: Person) -> None:
    camille.writes("/stop")
    [stopped] = polling.hear(camille)
    camille.presses(stopped, "Effacer ce que je sais de vous")
    assert plain(polling.hear(camille)[0]).startswith("Voulez-vous que j'efface ce que je sais de vous ?")


@pytest.mark.parametrize("signs", ["👍", "🙏🏽 ❤️", "❤"])
def test_signs_of_thanks_alone_are_thanks(polling: Running, camille: Person, kim: Person, signs: str) -> None:
    camille.writes(signs)
    kim.writes(signs)
    [french], [english] = polling.hear(camille), polling.hear(kim)
    assert plain(french).startswith("Avec plaisir !")
    assert plain(english).startswith("You're welcome!")


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


def test_a_command_that_does_not_exist_is_told_the_others(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    camille.writes("/restart maintenant")
    _, unknown = polling.hear(camille)
    listed = [line.split()[0] for line in unknown.text.splitlines() if line.startswith("/")]
    assert listed == [f"/{command}" for command in FRENCH]
    camille.writes("/reglages")
    assert "Landes" in plain(polling.hear(camille)[0]), "nothing is forgotten"


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
        ("hub-na_ccp1", "Sinon, dites-le-moi avec /departement.\n\nLe CCP1 est"),
        ("hub-na_ccp1", "D'après le lien que vous avez suivi, vous êtes en Nouvelle-Aquitaine."),
        ("dep-40_ccp1_inscription", "D'après le lien que vous avez suivi, vous êtes dans les Landes."),
        ("modules_financement", "conseillers numériques.\n\nL'État prend en charge"),
    ],
)
def test_link_with_a_question_welcomes_and_tells_the_territory(
    polling: Running, camille: Person, payload: str, expected: str
) -> None:
    camille.starts(payload)
    [answer] = polling.hear(camille)
    assert plain(answer).startswith("Bonjour ! Je suis Aiguilleur")
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
