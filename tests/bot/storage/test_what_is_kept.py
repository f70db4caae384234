"""What a turn keeps: questions without answer, masked; replies of messages with an id; nothing else in words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.answers.choice_ids import choice_id
from bot.messages import Message
from bot.storage.schema import conversations, feedback, seen, unanswered
from nlu.dialogue.context import ChoiceMeaning

NONSENSE = "pourquoi la girafe de jean@exemple.fr mange-t-elle du carrelage ?"


PEOPLE = {
    "Kerzoncuf Gwenaëlle": "{} demande si son CCP1 compte encore.",
    "Mehdi Tahraoui": "Est-ce que {} peut passer le titre sans le CCP1 ?",
    "BOUCHERAT Solène": "{} n'a pas reçu sa convocation pour jeudi.",
    "Dieudonné Nzambi": "La convention de {} est bloquée depuis un mois.",
    "quillévéré ronan": "pour {} le module trois ne s'affiche pas",
    "Delahousse Sandrine": "Mme {} voudrait changer d'organisme.",
    "LEGUILLOUX YANNICK": "{} ATTEND TOUJOURS SON ATTESTATION.",
    "Aïssatou Diallo-Barry": "Je forme {} la semaine prochaine, que faut-il prévoir ?",
    "Pruvost Jean-Baptiste": "On m'a dit de voir avec {} pour l'inscription.",
    "Ilhan Karadeniz": "Notre recrue, {}, commence en janvier.",
    "Szymczak Malgorzata": "{} et moi voulons faire le même module.",
    "Ophélie Vandenbroucke": "Faut-il déclarer {} avant la rentrée ?",
    "THOMASSET Claude": "{} a raté son examen, peut-il le repasser ?",
    "naïma benslimane": "le dossier de {} est perdu",
    "Garric Loïc": "Comment remplacer {} pendant sa formation ?",
    "Fatoumata KONATÉ": "C'est {} qui remplace notre conseillère.",
    "Le Dantec Maëlys": "Inscrivez {} au module deux.",
    "Okonkwo Blessing": "Can {} join the second module?",
}
"""What is asked of people, by their names in either order, in capitals or without any."""


@pytest.fixture
def assistant(assistant_on):
    return assistant_on()


def kept(assistant):
    found = assistant.stores.database.read_sync(
        lambda connection: connection.execute(select(unanswered)).mappings().all()
    )
    return [dict(row) for row in found]


async def test_a_question_not_understood_is_kept_masked_with_what_it_sounded_like(assistant):
    await assistant.reply(Message("me", NONSENSE))
    (row,) = kept(assistant)
    assert row["text"] == "pourquoi la girafe de [e-mail] mange-t-elle du carrelage ?"
    assert (row["kind"], row["language"], row["channel"], row["count"]) == ("not_understood", "fr", "rest", 1)
    assert row["intents"]
    assert all(0 <= score <= 1 for _, score in row["intents"])


async def test_of_a_question_about_somebody_neither_surname_nor_first_name_is_kept(assistant):
    for number, (name, sentence) in enumerate(PEOPLE.items()):
        await assistant.reply(Message(str(number), f"{sentence.format(name)} {NONSENSE}"))
    texts = [row["text"] for row in kept(assistant)]
    assert len(texts) == len(PEOPLE), "each stays without answer"
    assert [text for text in texts if any(word in text for name in PEOPLE for word in re.findall(r"\w+", name))] == []


@pytest.mark.parametrize("text", ["bonjour", "quel organisme pour les Landes ?", "je suis Marie Dupont des Landes", ""])
async def test_answered_message_is_not_kept(assistant, text):
    await assistant.reply(Message("me", text))
    assert kept(assistant) == []


async def test_a_question_that_the_programme_is_silent_on_is_kept(assistant):
    reply = await assistant.reply(Message("me", "quand a lieu la prochaine session du CCP1 ?"))
    assert not reply.answered
    (row,) = kept(assistant)
    assert (row["kind"], row["question"]) == ("no_rule", "calendrier")
    assert row["text"] == "quand a lieu la prochaine session du CCP1 ?"


async def test_a_reply_that_quotes_the_message_is_kept_without_the_quote(assistant):
    text = "Qui paie les modules ? Est-ce que la girafe mange du carrelage ?"
    message = Message("me", text, id="1")
    reply = await assistant.reply(message)
    assert "girafe" in reply.text
    assert "girafe" not in (await assistant.reply(message)).text
    assert [(row["kind"], row["text"]) for row in kept(assistant)] == [("not_understood", text)]


async def test_a_click_is_kept_by_what_it_means(assistant):
    await assistant.reply(Message("me", choice_id(ChoiceMeaning("calendrier", {"parcours": "ccp1"}))))
    assert [row["text"] for row in kept(assistant)] == ["[calendrier]"]


async def test_the_state_holds_no_word_of_a_message(assistant):
    await assistant.reply(Message("me", "je suis dans les Landes et ma girafe aussi, qui pour le titre complet ?"))
    state = assistant.stores.database.read_sync(
        lambda connection: connection.execute(select(conversations.c.state)).scalar()
    )
    assert b"girafe" not in bytes(state)


async def test_repeated_message_is_not_recorded_again(assistant):
    first = await assistant.reply(Message("me", "je suis dans les Landes, qui pour le titre complet ?", id="m1"))
    await assistant.reply(Message("me", "non pardon, en Charente", id="m2"))
    assert await assistant.reply(Message("me", "peu importe", id="m1")) == first
    assert "ENSC" in (await assistant.reply(Message("me", "et pour le titre complet ?", id="m3"))).text


async def test_failing_database_gives_an_apology_and_leaves_nothing_half_written(assistant, monkeypatch):
    async def fails(_turn):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(assistant.stores.turns, "end", fails)
        reply = await assistant.reply(Message("me", "je suis dans les Landes", id="m1"))
    assert reply.question == "panne"
    again = await assistant.reply(Message("me", "je suis dans les Landes", id="m1"))
    assert "Landes" in again.text


def all_rows(assistant):
    tables = (conversations, unanswered, feedback, seen)
    return [
        assistant.stores.database.read_sync(lambda connection, of=table: connection.execute(select(of)).all())
        for table in tables
    ]


async def test_nothing_is_kept_of_a_danger_and_the_conversation_goes_on(assistant):
    await assistant.reply(Message("me", "je suis dans les Landes, quel organisme pour le titre complet ?", id="m1"))
    before = all_rows(assistant)
    danger = await assistant.reply(Message("me", "je ne veux plus vivre, j'ai tout préparé", id="m2"))
    assert danger.question == "danger"
    assert all_rows(assistant) == before
    assert (await assistant.reply(Message("me", "et pour Pau ?", id="m3"))).question == "organisme"


async def test_a_danger_sent_again_gets_the_same_reply(assistant):
    message = Message("me", "je ne veux plus vivre, j'ai tout préparé", id="m1")
    assert await assistant.reply(message) == await assistant.reply(message)


async def test_a_danger_is_written_into_no_journal(assistant, caplog):
    with caplog.at_level("DEBUG"):
        reply = await assistant.reply(Message("me", "Mon ex m'a retrouvée à Vesoul, il a un couteau, j'ai peur"))
    assert reply.question == "danger"
    assert "Vesoul" not in caplog.text
