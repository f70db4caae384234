"""What an adviser asks in the widget, and what its API answers."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from bot.storage.schema import conversations, seen
from tests.bot.channels.web.conftest import Visitor
from tests.support.tables import each_row

SITE = "https://hub-bretagne.net"


async def test_token_continues_its_own_conversation(visit):
    first, second = visit(), visit()
    await first.ask("je suis dans les Landes")
    await second.ask("je suis en Charente")
    assert "Landes" in str(await first.ask("quel organisme pour le titre complet ?"))
    assert "Charente" in str(await second.ask("quel organisme pour le titre complet ?"))
    assert first.token != second.token


async def test_a_hubs_territory_holds_until_the_adviser_names_one(visit):
    adviser = visit(SITE, "bretagne")
    assert "Bretagne" in str(await adviser.ask("quel organisme pour le titre complet ?"))
    assert "Landes" in str(await adviser.ask("et dans les Landes ?"))


async def test_a_first_message_whose_answer_was_lost_is_the_same_when_sent_again_and_can_be_erased(visit, server):
    adviser = visit(SITE, "bretagne")
    await adviser.begin()
    assert _kept(server) == [0, 0], "nothing is kept before the first message"
    first = (await adviser.send("pourquoi la girafe mange-t-elle ?", message_id="1")).json()["reply"]
    again = await adviser.ask("pourquoi la girafe mange-t-elle ?", message_id="1")
    assert {**again, "at": ""} == {**first, "at": ""}
    assert _kept(server) == [1, 1]
    assert (await adviser.erase()).json()["receipt"]
    assert _kept(server) == [0, 0]


def _kept(server) -> list[int]:
    """How many conversations are kept, and how many of their messages."""
    with server.state.assistant.stores.database.engine.connect() as connection:
        return [
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (conversations, seen)
        ]


@each_row(
    "body",
    [
        {},
        {"message": "x", "choice": "c_aaaaaaaaaa"},
        {"choice": "/restart"},
        {"message": "x", "message_id": "\ud800"},
        {"message": "x", "language": "de"},
        {"message": "x", "sender": "telegram:1"},
        {"message": "x", "\ud800": 1},
    ],
)
async def test_a_malformed_message_gets_a_reason(http, body):
    response = await http.post("/api/messages", content=json.dumps({"message_id": "1", **body}))
    assert response.status_code == 422
    assert response.json()["code"] == "malformed"
    assert response.json()["error"]


async def test_unknown_hub_is_refused_with_its_name(visit, http):
    begun = await http.post("/api/token", json={"hub": "atlantide"})
    for response in (begun, await visit(hub="atlantide").send("bonjour")):
        assert response.status_code == 404
        assert response.json()["code"] == "unknown_hub"


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_beyond_measure_is_refused(http, declared):
    async def pieces():
        for _ in range(30):
            yield b"x" * 10_000

    content = b"x" * 300_000 if declared else pieces()
    headers = {"Content-Type": "application/json", "Origin": SITE}
    response = await http.post("/api/messages", content=content, headers=headers)
    assert response.status_code == 413
    assert response.json()["code"] == "too_large"
    assert response.headers["access-control-allow-origin"] == SITE, "the widget can read it"
    assert "content-security-policy" in response.headers


async def test_starting_server_answers_503(settings, browse):
    from bot.server.app import create_app

    client = await browse(create_app(settings))
    for sent in (
        Visitor(client).send("bonjour"),
        client.post("/api/token", json={}),
        client.delete("/api/conversation", headers={"Authorization": "Bearer x"}),
    ):
        response = await sent
        assert response.status_code == 503
        assert response.json()["code"] == "starting"
        assert response.headers["retry-after"]


async def test_rate_limited_conversation_gets_retry_after(serve, browse):
    client = await browse(serve(rate_conversation=6))
    adviser = Visitor(client, "https://a.exemple")
    await adviser.ask("bonjour")
    answers = [await adviser.send("bonjour") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].json()["code"] == "too_many"
    assert answers[-1].headers["access-control-allow-origin"] == "https://a.exemple", "the widget can read it"
    assert answers[-1].headers["access-control-expose-headers"] == "Retry-After"


async def test_an_address_that_begins_conversation_after_conversation_is_limited(serve, browse):
    client = await browse(serve(rate_address=9))
    answers = [await Visitor(client).send("bonjour") for _ in range(5)]
    answers.append(await client.post("/api/token", json={}))
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429, 429]
