"""The commands, in both languages, and the links that hubs publish."""

from __future__ import annotations

import pytest

from bot.channels.telegram.limits import MAX_ROWS
from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Person
from tests.support.tables import each_row

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
    menus = {language: [command["command"] for command in menu] for language, menu in settings.commands.items()}
    assert menus == {"fr": FRENCH, "en": ENGLISH, "": FRENCH}
    for texts in (settings.descriptions, settings.short_descriptions):
        assert set(texts) == {"fr", "en", ""}
        assert texts["fr"] == texts[""] != texts["en"]
    assert "conseillers numériques" in settings.short_descriptions["fr"]


@each_row(
    ("language", "command", "expected"),
    [
        ("fr", "/start", "Bonjour ! Je suis Aiguilleur, un assistant automatique."),
        ("fr", "/parcours", "Voici le parcours"),
        ("fr", "/departement", "Quel est votre département ?"),
        ("fr", "/departement xyz", "Je ne reconnais pas ce département. Après /departement, donnez"),
        ("fr", "/sources", "Mes réponses viennent d'une page de Hubikoop, du printemps 2024,"),
        ("fr", "/pourquoi", "Mes réponses viennent d'une page de Hubikoop, du printemps 2024,"),
        ("fr", "/confidentialité", "Voici ce que je garde"),
        ("fr", "/oublier", "Voulez-vous que j'efface ce que je sais de vous ?"),
        ("fr", "/reglages", "Vos réglages :\n• département : pas encore indiqué\n• langue : français"),
        ("fr", "/annuler", "D'accord. Quelle est votre question ?"),
        ("fr", "/stop", "Je n'écris jamais le premier"),
        ("fr", "/inconnu", "Je ne connais pas cette commande."),
        ("fr", "/help", "Écrivez-moi comme à un collègue"),
        ("fr", "🙏🏽 ❤️", "Avec plaisir !"),
        ("en", "/start", "Hello! I'm Aiguilleur, an automated assistant."),
        ("en", "/help", "Write to me as you would to a colleague"),
        ("en", "/path", "Here is the path"),
        ("en", "/department", "Which department are you in?"),
        ("en", "/department xyz", "I don't recognise this department. After /department, give"),
        ("en", "/settings", "Your settings:\n• department: not given yet\n• language: English"),
        ("en", "/cancel", "All right. What is your question?"),
        ("en", "/stop", "I never write first"),
        ("en", "/back", "I don't know this command."),
        ("en", "/why", "My answers come from a page by Hubikoop, of spring 2024,"),
        ("en", "/privacy", "This is what I keep"),
        ("en", "/forget", "Do you want me to erase what I know about you?"),
        ("en", "/language", "Which language would you like me to answer in?"),
        ("en", "👍", "You're welcome!"),
    ],
)
def test_a_command_and_a_sign_of_thanks_are_answered_in_the_language_of_the_telephone(
    polling: Running, language: str, command: str, expected: str
) -> None:
    person = polling.double.private(language=language)
    person.writes(command)
    [answer] = polling.hear(person)
    assert plain(answer).startswith(expected)


def test_the_help_and_a_command_that_does_not_exist_list_every_command(
    polling: Running, camille: Person, kim: Person
) -> None:
    camille.writes("/aide")
    camille.writes("/restart maintenant")
    kim.writes("/help")
    [french, unknown], [english] = polling.hear(camille), polling.hear(kim)
    for menu, help_text in ((FRENCH, french.text), (FRENCH, unknown.text), (ENGLISH, english.text)):
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


def test_whoever_comes_back_is_told_where_they_are_and_may_change_it(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    camille.writes("/start")
    _, welcome = polling.hear(camille)
    assert "Vous êtes dans les Landes." in plain(welcome)
    assert welcome.keyboard
    assert len(welcome.keyboard) <= MAX_ROWS
    camille.presses(welcome, "Changer de département")
    assert "Dans quel département êtes-vous ?" in plain(polling.hear(camille)[0])


def test_what_is_under_way_is_cancelled(polling: Running, camille: Person) -> None:
    camille.writes("/departement 40")
    camille.writes("/oublier")
    camille.writes("/annuler")
    camille.writes("/oublier")
    *_, cancelled, sure = polling.hear(camille)
    assert plain(cancelled) == "D'accord, je n'efface rien."
    camille.presses(sure, "Non")
    polling.hear(camille)
    camille.writes("/reglages")
    assert "Landes" in plain(polling.hear(camille)[0])


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


@each_row(
    ("payload", "expected"),
    [
        # A hub that has closed is not named; its departments are still a territory to answer for.
        ("hub-na", ["C'est noté, vous êtes en Nouvelle-Aquitaine."]),
        ("hub-occitanie", ["Vous arrivez par le lien d'un hub régional (RhinOcc)"]),
        (
            "hub-na_ccp1",
            [
                "D'après le lien que vous avez suivi, vous êtes en Nouvelle-Aquitaine.",
                "Sinon, dites-le-moi avec /departement.\n\nLe CCP1 est le premier bloc de compétences",
            ],
        ),
        (
            "zzz_dep-40_ccp1_zzz_inscription",
            [
                "D'après le lien que vous avez suivi, vous êtes dans les Landes.",
                "Vous vous inscrivez directement sur le site de La Fabrik",
            ],
        ),
        ("modules_financement", ["conseillers numériques.\n\nL'État prend en charge un module par année civile"]),
        ("hub-nulle-part_dep-999", []),
        ("<b>&'\"; drop table inbox", []),
        ("é" * 500, []),
    ],
)
def test_link_welcomes_tells_its_territory_and_opens_on_its_question(
    polling: Running, payload: str, expected: list[str]
) -> None:
    person = polling.double.private(language="fr")
    person.starts(payload)
    [answer] = polling.hear(person)
    assert "Bonjour ! Je suis Aiguilleur" in plain(answer)
    assert [text for text in expected if text not in plain(answer)] == []


@each_row(
    ("payload", "expected"),
    [
        ("dep-16_titre", "Pour le titre complet en Charente, c'est l'Espace Numérique Sud-Charente"),
        ("hub-na_ccp1", "Pour le CCP1 en Nouvelle-Aquitaine, c'est La Fabrik"),
    ],
)
def test_link_sets_the_territory(polling: Running, payload: str, expected: str) -> None:
    person = polling.double.private(language="fr")
    person.starts(payload)
    person.writes("qui contacter ?")
    _, answer = polling.hear(person)
    assert expected in plain(answer)
