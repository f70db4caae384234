"""After an erasure neither the identifier nor a word of the adviser stands in any table, file, log or figure."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.messages import Message
from bot.process.metrics import exposition
from bot.storage.feedback import Opinion

WHO = "Adviser-4f1c9e-Personal"
WORD = "xylophonesque"
QUESTION = f"pourquoi la girafe {WORD} mange-t-elle du carrelage au clair de lune ?"


@pytest.fixture
async def talked(assistant_on):
    """An assistant that an adviser told things that it keeps, beside others."""
    assistant = assistant_on()
    for number, utterance in enumerate(["je suis dans les Landes", QUESTION, "qui pour le titre complet ?"]):
        await assistant.reply(Message(WHO, utterance, "rest", id=f"{WHO}-{number}"))
        await assistant.reply(Message("someone else", utterance, "rest"))
    conversation_key = assistant.stores.identifiers.conversation("rest", WHO)
    await assistant.stores.feedback.give(conversation_key, Opinion(False, "organisme", "x", "y", text=f"bof {WORD}"))
    await assistant.stores.sent_messages.note(conversation_key, f"{WHO}-1", [816, 817])
    return assistant


def dump(assistant) -> str:
    """Every value of every table."""
    engine = assistant.stores.database.engine
    found = []
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            found += [str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
    return "\n".join(found)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_erasure_by_the_operator_leaves_nothing_of_the_adviser(talked, settings, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    conversation_key = talked.stores.identifiers.conversation("rest", WHO)
    kept = dump(talked)
    assert (WORD in kept, conversation_key.id in kept, WHO in kept) == (True, True, False)
    await talked.erase("rest", "someone else")
    number = (await talked.erase("rest", WHO)).number
    kept = dump(talked)
    out = capfd.readouterr()
    for trace in (WHO, WORD, *conversation_key.hashes):
        assert trace not in kept
        assert trace.encode() not in files(settings.data)
        assert trace not in caplog.text + out.out + out.err
        assert trace.encode() not in exposition()
    assert number in kept


async def test_receipt_counts_the_rows_of_the_adviser_alone_who_begins_anew(talked):
    receipt = await talked.erase("rest", WHO)
    assert receipt.erased == {
        "conversations": 1,
        "seen": 3,
        "unanswered": 1,
        "feedback": 1,
        "deliveries": 1,
        "subscriptions": 0,
        "group_places": 0,
    }
    asked = "qui pour le titre complet ?"
    assert (await talked.reply(Message("someone else", asked, "rest"))).outcome != "ask"
    assert (await talked.reply(Message(WHO, asked, "rest"))).outcome == "ask"


async def test_a_thousand_erased_questions_leave_no_word_in_the_files(assistant_on, settings):
    stores = assistant_on().stores
    from bot.storage.open_questions import UnansweredQuestion

    async def ask(index: int) -> None:
        turn = await stores.turns.begin(stores.identifiers.conversation("rest", f"c{index}"))
        turn.kept = f"state-{WORD}-{index}".encode() * 5
        turn.unanswered = UnansweredQuestion("no_rule", "fr", f"{WORD} {index} " * (1 + index % 40), None, ())
        await stores.turns.end(turn)

    await asyncio.gather(*(ask(index) for index in range(1000)))
    await asyncio.gather(
        *(stores.erasure.leave(stores.identifiers.conversation("rest", f"c{index}")) for index in range(999))
    )
    await stores.erasure.erase(stores.identifiers.conversation("rest", "c999"))
    assert WORD not in dump(assistant_on())
    assert WORD.encode() not in files(settings.data)
