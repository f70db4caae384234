"""Messages and updates of every kind that Telegram knows."""

from __future__ import annotations

import pytest

from tests.bot.channels.telegram.conversations.running import Running, plain
from tests.doubles.telegram import Message
from tests.doubles.telegram.kinds import contents, services, updates
from tests.support.tables import each_row

_SOMEONE = {"id": 1, "is_bot": False, "first_name": "Camille"}
_CHAT = {"id": 1, "type": "private", "first_name": "Camille"}
SILENT = set(services(_SOMEONE, _CHAT))
"""What Telegram writes itself."""
SPOKEN = set(contents(_SOMEONE, _SOMEONE, _CHAT)) - SILENT
WITH_WORDS = {kind for kind in SPOKEN if "caption" in kind or kind.startswith("forwarded")}

REPLIES = {
    **dict.fromkeys(("animation", "sticker"), "Merci ! Mais je ne comprends que les mots."),
    **dict.fromkeys(
        ("audio", "video", "video_note", "voice"), "Je ne sais ni écouter ni regarder les enregistrements."
    ),
    "contact": "Je n'ai pas besoin de ces coordonnées et je ne les garde pas.",
    "document": "Je n'ouvre pas les documents.",
    "photo": "Je ne sais pas lire les images.",
    **dict.fromkeys(("live_location", "location", "venue"), "D'après votre position, vous êtes"),
}
OTHERWISE = "Je ne lis que les messages écrits."


@pytest.fixture(scope="module")
def answers(polling: Running) -> dict[str, list[Message]]:
    """What someone hears who has sent a message of a kind, for each kind."""
    people = {kind: polling.double.private(language="fr") for kind in SPOKEN | SILENT}
    for kind, person in people.items():
        person.sends(kind)
    return {kind: polling.hear(person) for kind, person in people.items()}


@each_row("kind", sorted(SPOKEN - WITH_WORDS))
def test_a_message_without_words_gets_one_line_that_helps(answers: dict[str, list[Message]], kind: str) -> None:
    [line] = answers[kind]
    assert plain(line).startswith(REPLIES.get(kind, OTHERWISE))
    assert "\n" not in line.text


def test_words_with_or_in_a_message_are_read_and_service_messages_are_not(answers: dict[str, list[Message]]) -> None:
    texts = {kind: "".join(map(plain, answers[kind])) for kind in WITH_WORDS}
    assert [kind for kind, text in texts.items() if "Le titre REMN complet\nLa Mêlée." not in text] == []
    assert [kind for kind in SILENT if answers[kind]] == []


@each_row("kind", sorted(updates(_SOMEONE, _CHAT, _SOMEONE)))
def test_an_update_of_any_other_kind_is_taken_and_left(polling: Running, kind: str) -> None:
    someone = polling.double.private()
    someone.updates(kind)
    assert polling.hear(someone) == []


def test_in_a_group_nothing_without_words_is_answered(polling: Running) -> None:
    group, someone = polling.double.supergroup(privacy=False), polling.double.user()
    for kind in sorted(SPOKEN - WITH_WORDS | SILENT):
        group.sends(someone, kind)
    assert polling.hear(group) == []


def test_an_album_gets_one_answer(polling: Running) -> None:
    camille, kim = polling.double.private(), polling.double.private()
    for _ in range(4):
        camille.sends("photo", media_group_id="holiday")
    assert len(polling.hear(camille)) == 1
    kim.sends("photo_with_caption", media_group_id="papers")
    kim.sends("photo", media_group_id="papers")
    [answer] = polling.hear(kim)
    assert "La Mêlée" in answer.text


def test_an_update_that_cannot_be_read_gets_an_apology_and_holds_up_nobody(polling: Running) -> None:
    camille = polling.double.private()
    camille.sends("photo", photo=7)
    camille.writes("qui contacter pour le titre complet dans les Landes ?")
    apology, answer = polling.hear(camille)
    assert apology.reply_to is None
    assert "La Mêlée" in answer.text


def test_a_position_gives_the_department_and_is_not_kept(polling: Running) -> None:
    person = polling.double.private(language="fr")
    person.writes("qui contacter pour le titre complet ?")
    polling.hear(person)
    person.sends("location", location={"latitude": 43.890123, "longitude": -0.501234})
    [answer] = polling.hear(person)
    assert plain(answer).startswith(
        "D'après votre position, vous êtes dans les Landes. Je ne garde que le département."
    )
    assert "Pour le titre complet dans les Landes, c'est La Mêlée." in plain(answer)
    assert answer.titles.count("Changer de département") == 1
    assert "43.890123" not in str(polling.rows("SELECT * FROM inbox") + polling.rows("SELECT * FROM seen"))


def test_a_position_outside_of_the_departments_asks_for_one(polling: Running) -> None:
    person = polling.double.private(language="fr")
    person.sends("location", location={"latitude": 50.85, "longitude": 4.35})
    [answer] = polling.hear(person)
    assert plain(answer).startswith("Je ne trouve pas de département à cette position, et je ne la garde pas.")
    assert answer.titles == ["Choisir dans la liste"]
