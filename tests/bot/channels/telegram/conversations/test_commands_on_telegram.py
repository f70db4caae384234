"""The commands, in both languages, and the links that hubs publish."""

from __future__ import annotations

import pytest

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
        ("fr", "/departement xyz", "Je ne reconnais pas ce département."),
        ("fr", "/pourquoi", "Mes réponses viennent d'une page"),
        ("fr", "/confidentialité", "Voici ce que je garde"),
        ("fr", "/oublier", "Voulez-vous que j'efface"),
        ("fr", "/stop", "Je n'écris jamais le premier"),
        ("fr", "/help", "Écrivez-moi"),
        ("fr", "🙏🏽 ❤️", "Avec plaisir !"),
        ("en", "/start", "Hello! I'm Aiguilleur, an automated assistant."),
        ("en", "/department", "Which department"),
        ("en", "/settings", "Your settings:\n• department: not given yet\n• language: English"),
        ("en", "/cancel", "All right."),
        ("en", "/back", "I don't know this command."),
        ("en", "/privacy", "This is what I keep"),
        ("en", "/language", "Which language"),
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
        ("hub-occitanie", ["Vous arrivez par le lien d'un hub régional (RhinOcc)"]),
        ("hub-na_ccp1", ["vous êtes en Nouvelle-Aquitaine.", "\n\nLe CCP1 est le premier bloc de compétences"]),
        ("zzz_dep-40_ccp1_zzz_inscription", ["vous êtes dans les Landes.", "sur le site de La Fabrik"]),
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
