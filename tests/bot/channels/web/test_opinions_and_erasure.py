"""What an adviser says of an answer in the widget, and what is left once they erase the conversation."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from bot.process.metrics import TURNS_WAITING
from bot.storage.schema import feedback, unanswered
from tests.support.tables import each_row
from tests.support.waiting import becomes

QUESTION = "quel organisme pour le titre complet dans les Landes ?"
WORD = "xylophonesque"


@pytest.fixture
async def answered(visit):
    """An adviser whose message "q" was answered."""
    adviser = visit()
    await adviser.ask(QUESTION, message_id="q")
    return adviser


def opinions(server):
    with server.state.assistant.stores.database.engine.connect() as connection:
        columns = feedback.c.useful, feedback.c.reason, feedback.c.text, feedback.c.question
        return [tuple(row) for row in connection.execute(select(*columns))]


async def test_an_opinion_is_kept_once_and_the_last_one_counts(answered, server):
    for useful, more in ((True, {}), (False, {}), (False, {"reason": "perimee"})):
        assert (await answered.rate("q", useful=useful, **more)).status_code == 204
    assert opinions(server) == [(False, "perimee", None, "organisme")]
    joined = {"reason": "perimee", "text": "Rappelez-moi au 06 12 34 56 78, c'est faux"}
    for _ in range(2):
        response = await answered.rate("q", useful=False, **joined)
        assert (response.status_code, response.content) == (204, b"")
    ((_, _, kept, _),) = opinions(server)
    assert "c'est faux" in kept
    assert "06 12" not in kept


async def test_opinion_on_an_answer_not_kept_is_refused(answered, visit):
    await answered.ask("bonjour", message_id="hello")
    stranger = visit()
    await stranger.ask("bonjour")
    late = [await answered.rate("never", useful=True), await answered.rate("hello", useful=True)]
    for response in (*late, await stranger.rate("q", useful=True)):
        assert response.status_code == 404
        assert response.json()["code"] == "no_longer_kept"


@each_row("more", [{"reason": "laide"}, {"text": "x" * 4001}, {"text": "\ud800"}, {"sender": "x"}])
async def test_a_malformed_opinion_gets_a_reason(answered, http, more):
    body = json.dumps({"message_id": "q", "useful": False, **more})
    response = await http.post("/api/feedback", content=body, headers=answered.headers)
    assert response.status_code == 422
    assert response.json()["code"] == "malformed"


async def test_what_is_kept_of_an_adviser_is_shown_to_them_whole(answered):
    await answered.rate("q", useful=False)
    await answered.ask("y a-t-il un parking pour mon vélo cargo bleu ?")
    known = " ".join((await answered.ask("que savez-vous de moi ?"))["paragraphs"]).replace("\u00a0", " ")
    assert "Landes" in known
    assert "le sujet de vos dernières questions" in known
    assert "vélo cargo bleu" in known
    assert "sur mes réponses : 1." in known


async def test_questions_and_opinions_are_filed_under_the_hub_of_the_page(visit, server):
    for hub in ("exemple", None):
        adviser = visit("http://localhost:1" if hub else None, hub)
        await adviser.ask("y a-t-il un parking pour mon vélo cargo bleu ?")
        await adviser.ask(QUESTION, message_id="q")
        await adviser.rate("q", useful=False)
    with server.state.assistant.stores.database.engine.connect() as connection:
        for table in (unanswered, feedback):
            assert connection.execute(select(table.c.hub).order_by(table.c.id)).scalars().all() == ["exemple", None]


def everything(server, folder: Path) -> bytes:
    """All values of all tables, and all files."""
    engine = server.state.assistant.stores.database.engine
    with engine.connect() as connection:
        tables = inspect(engine).get_table_names()
        rows = [tuple(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
    files = (path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return str(rows).encode() + b"".join(files)


@pytest.mark.parametrize("way", ["by the button", "in words"])
async def test_erasure_leaves_nothing_of_the_adviser(answered, server, settings, way, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    await answered.ask(f"pourquoi la girafe {WORD} mange-t-elle du carrelage ?")
    await answered.rate("q", useful=False, text=f"bof {WORD}")
    identifiers = server.state.assistant.stores.identifiers
    conversation = _conversation(answered.token)
    conversation_key = identifiers.conversation("web", conversation)
    assert conversation_key.id.encode() in everything(server, settings.data)
    assert WORD.encode() in everything(server, settings.data)
    before = answered.token
    if way == "by the button":
        response = await answered.erase()
        assert re.fullmatch(r"EFF(-[2-9A-Z]{4}){3}", response.json()["receipt"])
        assert (await answered.erase()).status_code == 200, "asked again, nothing is left to do"
    else:
        await answered.ask("oublie-moi")
        reply = await answered.ask("oui", message_id="yes")
        assert reply["erased"]
        assert answered.token != before, "what comes next is another conversation"
        answered.token = before
        again = await answered.ask("oui", message_id="yes")
        assert again["paragraphs"] == reply["paragraphs"], "sent again, the same receipt"
    left = everything(server, settings.data)
    out = capfd.readouterr()
    for trace in (conversation, WORD, *conversation_key.hashes, before):
        assert trace.encode() not in left
        assert trace not in caplog.text + out.out + out.err


async def test_an_erasure_waits_for_the_message_under_way(answered, server, settings):
    conversation_key = server.state.assistant.stores.identifiers.conversation("web", _conversation(answered.token))
    sent = [answered.send("je suis en Charente") for _ in range(3)]
    *_, erased = await asyncio.gather(*sent, answered.erase())
    assert erased.status_code == 200
    assert conversation_key.id.encode() not in everything(server, settings.data)


async def test_an_opinion_waits_for_the_erasure_under_way_and_comes_too_late(answered, server):
    assistant = server.state.assistant
    conversation_key = assistant.stores.identifiers.conversation("web", _conversation(answered.token))
    async with assistant.locks.lock(conversation_key.id):
        rating = asyncio.create_task(answered.rate("q", useful=True))
        await becomes(lambda: TURNS_WAITING._value.get(), "the opinion waits")
        await assistant.stores.erasure.erase(conversation_key)
    assert (await rating).status_code == 404
    assert opinions(server) == []


def _conversation(token: str) -> str:
    """The conversation's id: a token is signed, not secret to who holds it."""
    claims = token.partition(".")[0]
    return json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))[0]


async def test_failing_database_answers_503_and_the_request_can_be_repeated(answered, server):
    with server.state.assistant.stores.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE seen RENAME TO elsewhere"))
    for response in (await answered.rate("q", useful=True), await answered.erase()):
        assert response.status_code == 503
        assert response.json()["code"] == "unavailable"
        assert response.headers["retry-after"]
    with server.state.assistant.stores.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO seen"))
    assert (await answered.rate("q", useful=True)).status_code == 204
    assert (await answered.erase()).status_code == 200
