"""The bot in groups: it answers whom it is asked by, where it is asked, and mixes nobody up."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Group, User
from tests.support.tables import each_row

INITIAL = "La formation initiale, CCP1\xa0: s’inscrire"
CHOSEN = "✓ La formation initiale, … s’inscrire"


@pytest.fixture
def team(polling: Running) -> Group:
    """A group of which the bot gets to see every message."""
    return polling.double.supergroup("Équipe des Landes", privacy=False)


@pytest.fixture
def dominique(polling: Running) -> User:
    return polling.double.user(language="fr")


@pytest.fixture
def kim(polling: Running) -> User:
    return polling.double.user(language="en")


def test_a_group_is_greeted_once_when_the_bot_is_added(polling: Running, dominique: User) -> None:
    group = polling.double.group()
    group.adds_bot(by=dominique)
    [greeting] = polling.hear(group)
    assert "Mentionnez @aiguilleur_bot" in plain(greeting)
    blocked = len(polling.server.events("bot_blocked"))
    group.removes_bot(by=dominique)
    assert polling.hear(group) == []
    assert len(polling.server.events("bot_blocked")) == blocked, "nobody has"


@each_row(
    ("text", "answered"),
    [
        ("/aide@Aiguilleur_Bot", True),
        ("dis-moi, @Aiguilleur_bot : que sais-tu faire ?", True),
        ("/trucmuche@aiguilleur_bot", True),
        ("@aiguilleur_bot", True),
        ("quel organisme pour les Landes ?", False),
        ("/aide@autre_bot", False),
        ("@autre_bot quel organisme pour les Landes ?", False),
        ("écrivez à aiguilleur_bot@example.org", False),
    ],
)
def test_in_a_group_only_a_message_to_the_bot_is_answered(
    polling: Running, team: Group, dominique: User, text: str, answered: bool
) -> None:
    asked = team.writes(dominique, text)
    assert [answer.reply_to for answer in polling.hear(team)] == [asked] * answered


def test_in_a_group_a_reply_to_the_bot_is_answered(polling: Running, team: Group, dominique: User) -> None:
    team.writes(dominique, "@aiguilleur_bot qui contacter ?")
    [demand] = polling.hear(team)
    team.writes(dominique, "/aide@autre_bot", reply_to=demand.id)
    assert polling.hear(team) == []
    team.writes(dominique, "les Landes", reply_to=demand.id)
    [answer] = polling.hear(team)
    assert "Dans les Landes" in plain(answer)


def test_members_of_a_group_do_not_share_their_facts(polling: Running, team: Group, dominique: User, kim: User) -> None:
    team.writes(dominique, "/departement@aiguilleur_bot 40")
    assert "dans les Landes" in plain(polling.hear(team)[0])
    team.writes(kim, "@aiguilleur_bot whom to contact for the full title?")
    [demand] = polling.hear(team)
    assert "Which department are you in?" in plain(demand)
    team.writes(kim, "Charente", reply_to=demand.id)
    assert "in Charente" in polling.hear(team)[0].text
    team.writes(dominique, "@aiguilleur_bot qui contacter pour le titre complet ?")
    assert "dans les Landes" in plain(polling.hear(team)[0])


def test_private_conversation_does_not_count_in_a_group(polling: Running, team: Group) -> None:
    camille = polling.double.private(language="fr")
    camille.writes("/departement 40")
    polling.hear(camille)
    team.writes(camille.user, "@aiguilleur_bot qui contacter pour le titre complet ?")
    assert "Dans quel département êtes-vous ?" in plain(polling.hear(team)[0])


def test_only_the_askers_press_answers_the_asker(polling: Running, team: Group, dominique: User, kim: User) -> None:
    team.writes(dominique, "@aiguilleur_bot quel organisme pour la Gironde ?")
    [offer] = polling.hear(team)
    press = team.presses(kim, offer, INITIAL)
    assert polling.double.answer(press)["text"].startswith("These buttons are for the person who asked.")
    assert polling.hear(team) == []
    assert team.message(offer.id) == offer
    press = team.presses(kim, offer, "👍 Utile")
    assert polling.double.answer(press)["text"].startswith("These buttons are for the person who asked.")
    team.presses(dominique, offer, INITIAL)
    [answer] = polling.hear(team)
    assert "Vous vous inscrivez directement sur le site de La Fabrik" in plain(answer)
    assert CHOSEN in team.message(offer.id).titles


def test_a_reply_to_an_answer_to_another_member_is_about_that_answer_unless_it_is_thanks(
    polling: Running, team: Group, dominique: User
) -> None:
    sacha = polling.double.user(language="fr")
    team.writes(dominique, "@aiguilleur_bot qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(team)
    team.presses(dominique, answer, "👍 Utile")
    polling.quiet()
    team.writes(sacha, "et en Gironde ?", reply_to=answer.id)
    [other] = polling.hear(team)
    assert "Pour le titre complet en Gironde, c'est l'Espace Numérique Sud-Charente" in plain(other)
    for thanks in ("👍", "merci beaucoup"):
        someone = polling.double.user(language="fr")
        team.writes(someone, thanks, reply_to=answer.id)
        [reply] = polling.hear(team)
        assert "département" not in reply.text
        assert not reply.keyboard


def test_in_a_forum_the_answer_comes_in_its_topic(polling: Running, dominique: User) -> None:
    forum = polling.double.supergroup(topics={7, 8}, privacy=False)
    forum.writes(dominique, "/departement@aiguilleur_bot 40", thread=7)
    forum.writes(dominique, "/aide@aiguilleur_bot", thread=8)
    forum.writes(dominique, "/aide@aiguilleur_bot")
    seven, eight, general = polling.hear(forum)
    assert [answer.thread for answer in (seven, eight, general)] == [7, 8, None]
    forum.presses(dominique, seven, "Quel organisme contacter")
    [answer] = polling.hear(forum)
    assert answer.thread == 7
    assert "Dans les Landes" in plain(answer)


def test_another_bot_is_not_answered(polling: Running, team: Group) -> None:
    team.writes(polling.double.user(is_bot=True, username="another_bot"), "/aide")
    assert polling.hear(team) == []


def test_a_group_that_becomes_a_supergroup_is_answered_there(polling: Running, dominique: User) -> None:
    group = polling.double.group()
    group.writes(dominique, "/aide@aiguilleur_bot")
    [welcome] = polling.hear(group)
    larger = group.becomes_supergroup()
    group.presses(dominique, welcome, "Qui paie la formation")
    [answer] = polling.hear(larger)
    assert "l'État" in plain(answer)
    assert str(larger.id) not in polling.server.log()
    larger.writes(dominique, "/aide@aiguilleur_bot")
    assert len(polling.hear(larger)) == 1


def test_a_group_is_answered_for_the_department_of_its_administrator_and_a_member_may_be_elsewhere(
    polling: Running, team: Group, dominique: User, kim: User
) -> None:
    team.state.administrators.append(dominique)
    team.writes(dominique, "/departement@aiguilleur_bot 40")
    team.writes(dominique, "/departement@aiguilleur_bot xyz")
    noted, unknown = polling.hear(team)
    assert plain(noted).startswith("Dans ce groupe, je répondrai dans les Landes à qui ne m'a pas dit son département.")
    assert "Dans ce groupe" not in unknown.text
    team.writes(kim, "/department@aiguilleur_bot")
    [held] = polling.hear(team)
    assert "In this group I answer for advisers in Landes" in plain(held)
    team.writes(kim, "@aiguilleur_bot whom to contact for the full title?")
    [answer] = polling.hear(team)
    assert plain(answer).startswith(
        "You have not told me your department, so I answer as for the whole group, in Landes."
    )
    assert "For the full title in Landes, contact La Mêlée." in plain(answer)
    team.writes(kim, "/department@aiguilleur_bot 16")
    [own] = polling.hear(team)
    assert "group" not in own.text, "who does not administer it sets their own"
    team.writes(kim, "@aiguilleur_bot whom to contact for the full title?")
    assert "in Charente" in plain(polling.hear(team)[0])
    team.writes(polling.double.user(), "@aiguilleur_bot qui contacter pour le titre complet ?")
    assert "dans les Landes" in plain(polling.hear(team)[0])
