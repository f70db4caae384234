"""What a turn keeps: questions without answer, masked; replies of messages with an id; nothing else in words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.answers.choice_ids import choice_id
from bot.messages import Message
from bot.storage.schema import conversations, feedback, seen, unanswered
from nlu.dialogue.context import ChoiceMeaning
from tests.support.tables import each_row

NONSENSE = "pourquoi la girafe de jean@exemple.fr mange-t-elle du carrelage ?"


PEOPLE = {
    "Kerzoncuf Gwenaëlle": "{} demande si son CCP1 compte encore.",
    "BOUCHERAT Solène": "{} n'a pas reçu sa convocation pour jeudi.",
    "quillévéré ronan": "pour {} le module trois ne s'affiche pas",
    "LEGUILLOUX YANNICK": "{} ATTEND TOUJOURS SON ATTESTATION.",
    "Aïssatou Diallo-Barry": "Je forme {} la semaine prochaine, que faut-il prévoir ?",
    "Ilhan Karadeniz": "Notre recrue, {}, commence en janvier.",
    "Szymczak Malgorzata": "{} et moi voulons faire le même module.",
    "naïma benslimane": "le dossier de {} est perdu",
    "Fatoumata KONATÉ": "C'est {} qui remplace notre conseillère.",
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


@each_row("text", ["bonjour", "quel organisme pour les Landes ?", "je suis Marie Dupont des Landes", ""])
async def test_answered_message_is_not_kept(assistant, text):
    await assistant.reply(Message("me", text))
    assert kept(assistant) == []


async def test_a_question_that_the_programme_is_silent_on_is_kept_and_a_click_by_what_it_means(assistant):
    click, text = choice_id(ChoiceMeaning("calendrier", {"parcours": "ccp1"})), "quand a lieu la session du CCP1 ?"
    for asked in (text, click):
        assert not (await assistant.reply(Message("me", asked))).answered
    assert [(row["kind"], row["question"]) for row in kept(assistant)] == [("no_rule", "calendrier")] * 2
    assert {row["text"] for row in kept(assistant)} == {text, "[calendrier]"}


async def test_a_reply_that_quotes_the_message_is_kept_without_the_quote(assistant):
    text = "Qui paie les modules ? Et quelle est la recette de la girafe aux pommes ?"
    message = Message("me", text, id="1")
    reply = await assistant.reply(message)
    assert "girafe" in reply.text
    assert "girafe" not in (await assistant.reply(message)).text
    assert [(row["kind"], row["text"]) for row in kept(assistant)] == [("not_understood", text)]


async def test_the_state_holds_no_word_of_a_message(assistant):
    await assistant.reply(Message("me", "je suis dans les Landes et ma girafe aussi, qui pour le titre complet ?"))
    state = assistant.stores.database.read_sync(
        lambda connection: connection.execute(select(conversations.c.state)).scalar()
    )
    assert b"girafe" not in bytes(state)


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


async def test_nothing_is_kept_of_a_danger_nor_written_into_a_journal_and_the_conversation_goes_on(assistant, caplog):
    await assistant.reply(Message("me", "je suis dans les Landes, quel organisme pour le titre complet ?", id="m1"))
    before = all_rows(assistant)
    message = Message("me", "Mon ex m'a retrouvée à Vesoul, il a un couteau, j'ai peur", id="m2")
    with caplog.at_level("DEBUG"):
        danger = await assistant.reply(message)
    assert danger.question == "danger"
    assert all_rows(assistant) == before
    assert "Vesoul" not in caplog.text
    assert await assistant.reply(message) == danger, "sent again, the same reply"
    assert (await assistant.reply(Message("me", "et pour Pau ?", id="m3"))).question == "organisme"
