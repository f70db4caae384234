"""The bot in groups: it answers whom it is asked by, where it is asked, and mixes nobody up."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Group, User

_ANONYMOUS = 1_087_968_824
"""The account by which Telegram shows an administrator who hides."""

INITIAL = "La formation initiale, CCP1\xa0: s’inscrire"
CHOSEN = "✓ La formation initiale, … s’inscrire"
MEMBERS = 60
"""More than Telegram lets the bot answer in a minute, and than it handles at once beyond these."""


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
    assert plain(greeting).startswith("Bonjour à toutes et à tous ! Je suis Aiguilleur")
    assert "Mentionnez @aiguilleur_bot" in plain(greeting)
    blocked = len(polling.server.events("bot_blocked"))
    group.removes_bot(by=dominique)
    assert polling.hear(group) == []
    assert len(polling.server.events("bot_blocked")) == blocked, "nobody has"


def test_a_channel_is_not_greeted(polling: Running, dominique: User) -> None:
    channel = polling.double.channel()
    channel.adds_bot(by=dominique)
    assert polling.hear(channel) == []


@pytest.mark.parametrize(
    "text",
    [
        "/aide",
        "/aide@aiguilleur_bot",
        "/aide@Aiguilleur_Bot",
        "@aiguilleur_bot que sais-tu faire ?",
        "dis-moi, @Aiguilleur_bot : que sais-tu faire ?",
        "@aiguilleur_bot /aide",
        "/trucmuche@aiguilleur_bot",
        "@aiguilleur_bot",
    ],
)
def test_message_to_the_bot_in_a_group_is_answered(polling: Running, team: Group, dominique: User, text: str) -> None:
    asked = team.writes(dominique, text)
    [answer] = polling.hear(team)
    assert answer.reply_to == asked
    assert answer.buttons or "/aide – " in answer.text


def test_our_name_alone_is_greeted(polling: Running, team: Group, dominique: User) -> None:
    team.writes(dominique, "@aiguilleur_bot")
    [welcome] = polling.hear(team)
    assert plain(welcome).startswith("Bonjour ! Je suis Aiguilleur")


@pytest.mark.parametrize(
    "text",
    [
        "quel organisme pour les Landes ?",
        "/aide@autre_bot",
        "/recette",
        "@autre_bot quel organisme pour les Landes ?",
        "écrivez à aiguilleur_bot@example.org",
    ],
)
def test_other_message_in_a_group_is_left_alone(polling: Running, team: Group, dominique: User, text: str) -> None:
    team.writes(dominique, text)
    assert polling.hear(team) == []


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
    team.presses(dominique, offer, INITIAL)
    [answer] = polling.hear(team)
    assert "Vous vous inscrivez directement sur le site de La Fabrik" in plain(answer)
    assert CHOSEN in team.message(offer.id).titles


def test_a_stranger_confirms_nothing(polling: Running, team: Group, dominique: User, kim: User) -> None:
    team.writes(dominique, "/departement@aiguilleur_bot 40")
    team.writes(dominique, "/oublier@aiguilleur_bot")
    _, sure = polling.hear(team)
    press = team.presses(kim, sure, "Oui")
    assert polling.double.answer(press)["text"].startswith("These buttons are for the person who asked.")
    assert team.message(sure.id).titles == ["Oui", "Non"]
    team.presses(dominique, sure, "Oui")
    assert "j'ai effacé" in plain(polling.hear(team)[0])


@pytest.mark.parametrize("rated", [False, True])
def test_a_reply_to_an_answer_to_another_member_is_about_that_answer(
    polling: Running, team: Group, dominique: User, rated: bool
) -> None:
    sacha = polling.double.user(language="fr")
    team.writes(dominique, "@aiguilleur_bot qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(team)
    if rated:
        team.presses(dominique, answer, "👍 Utile")
        polling.quiet()
    team.writes(sacha, "et en Gironde ?", reply_to=answer.id)
    [other] = polling.hear(team)
    assert "Pour le titre complet en Gironde, c'est l'Espace Numérique Sud-Charente" in plain(other)


def test_thanks_in_reply_to_an_answer_to_another_member_are_thanks(
    polling: Running, team: Group, dominique: User
) -> None:
    team.writes(dominique, "@aiguilleur_bot qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(team)
    for thanks in ("👍", "merci beaucoup"):
        someone = polling.double.user(language="fr")
        team.writes(someone, thanks, reply_to=answer.id)
        [reply] = polling.hear(team)
        assert "département" not in reply.text
        assert not reply.keyboard


def test_a_reply_to_an_earlier_answer_of_ones_own_is_about_that_one(polling: Running) -> None:
    camille = polling.double.private(language="fr")
    camille.writes("qui contacter pour le titre complet dans les Landes ?")
    camille.writes("qui paie les modules ?")
    answer, _ = polling.hear(camille)
    camille.writes("et en Gironde ?", reply_to=answer.id)
    [other] = polling.hear(camille)
    assert "Pour le titre complet en Gironde, c'est l'Espace Numérique Sud-Charente" in plain(other)


def test_a_recording_in_reply_to_the_bot_is_told_what_to_do(polling: Running, team: Group, dominique: User) -> None:
    team.writes(dominique, "/aide@aiguilleur_bot")
    [answer] = polling.hear(team)
    team.sends(dominique, "voice", reply_to=answer.id)
    [line] = polling.hear(team)
    assert plain(line).startswith("Je ne sais ni écouter ni regarder les enregistrements.")
    team.sends(dominique, "voice")
    assert polling.hear(team) == []


def test_a_group_that_telegram_slows_down_holds_up_no_other_chat(polling: Running, team: Group) -> None:
    double, camille = polling.double, polling.double.private()
    double.fail("sendMessage", code=429, retry_after=5, chat=team, let_pass=20, times=MEMBERS - 20)
    asked = [team.writes(double.user(), "/aide") for _ in range(MEMBERS)]
    double.wait(lambda: not all(call.accepted for call in double.calls("sendMessage", team.id)), "a refusal", 30)
    camille.writes("/aide")
    [_] = polling.hear(camille)
    assert double.calls("sendMessage", camille.id)[0].at < double.calls("sendMessage", team.id)[-1].at
    assert sorted(answer.reply_to or 0 for answer in polling.hear(team)) == asked


def test_opinion_is_asked_of_the_member_who_got_the_answer(
    polling: Running, team: Group, dominique: User, kim: User
) -> None:
    team.writes(dominique, "@aiguilleur_bot qui contacter pour le titre complet dans les Landes ?")
    [answer] = polling.hear(team)
    press = team.presses(kim, answer, "👍 Utile")
    assert polling.double.answer(press)["text"].startswith("These buttons are for the person who asked.")
    press = team.presses(dominique, answer, "👍 Utile")
    assert polling.double.answer(press)["text"].startswith("Merci de votre avis")


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


def test_an_administrator_who_hides_is_answered_and_another_bot_is_not(polling: Running, team: Group) -> None:
    account = {"id": _ANONYMOUS, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    robot = polling.double.user(is_bot=True, username="another_bot")
    entity = {"type": "bot_command", "offset": 0, "length": 5}
    message = {
        "message_id": 4001,
        "date": 1_795_000_000,
        "chat": team.state.json(),
        "text": "/aide",
        "entities": [entity],
    }
    polling.double.deliver({"message": {**message, "from": account, "sender_chat": team.state.json()}})
    assert len(polling.hear(team)) == 1
    polling.double.deliver({"message": {**message, "message_id": 4002, "from": robot.json()}})
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


def test_a_group_is_answered_for_the_department_of_its_administrator(
    polling: Running, team: Group, dominique: User, kim: User
) -> None:
    team.state.administrators.append(dominique)
    team.writes(dominique, "/departement@aiguilleur_bot 40")
    [noted] = polling.hear(team)
    assert plain(noted).startswith("Dans ce groupe, je répondrai dans les Landes à qui ne m'a pas dit son département.")
    team.writes(kim, "@aiguilleur_bot whom to contact for the full title?")
    [answer] = polling.hear(team)
    assert plain(answer).startswith(
        "You have not told me your department, so I answer as for the whole group, in Landes."
    )
    assert "For the full title in Landes, contact La Mêlée." in plain(answer)


def test_a_member_of_a_group_may_be_elsewhere(polling: Running, team: Group, dominique: User, kim: User) -> None:
    team.state.administrators.append(dominique)
    team.writes(dominique, "/departement@aiguilleur_bot 40")
    polling.hear(team)
    team.writes(kim, "/department@aiguilleur_bot")
    [held] = polling.hear(team)
    assert "In this group I answer for advisers in Landes" in plain(held)
    team.writes(kim, "/department@aiguilleur_bot 16")
    [own] = polling.hear(team)
    assert "group" not in own.text, "who does not administer it sets their own"
    team.writes(kim, "@aiguilleur_bot whom to contact for the full title?")
    assert "in Charente" in plain(polling.hear(team)[0])
    sacha = polling.double.user(language="fr")
    team.writes(sacha, "@aiguilleur_bot qui contacter pour le titre complet ?")
    assert "dans les Landes" in plain(polling.hear(team)[0])


def test_a_department_that_is_none_changes_nothing_for_a_group(polling: Running, team: Group, dominique: User) -> None:
    team.state.administrators.append(dominique)
    team.writes(dominique, "/departement@aiguilleur_bot 40")
    team.writes(dominique, "/departement@aiguilleur_bot xyz")
    assert "Dans ce groupe" not in polling.hear(team)[-1].text
    someone = polling.double.user(language="fr")
    team.writes(someone, "/departement@aiguilleur_bot")
    assert "Dans ce groupe, je réponds dans les Landes" in plain(polling.hear(team)[0])


def test_an_administrator_who_hides_sets_the_department_of_the_group(polling: Running, team: Group) -> None:
    anonymous = User(_ANONYMOUS, "Group", None, "GroupAnonymousBot", is_bot=True)
    message = {
        "message_id": 4100,
        "date": 1_700_000_000,
        "chat": team.state.json(),
        "from": anonymous.json(),
        "sender_chat": team.state.json(),
        "text": "/departement@aiguilleur_bot 40",
        "entities": [{"type": "bot_command", "offset": 0, "length": 27}],
    }
    polling.double.deliver({"message": message})
    assert plain(polling.hear(team)[0]).startswith("Dans ce groupe, je répondrai dans les Landes")
