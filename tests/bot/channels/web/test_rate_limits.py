"""Rate limits of messages, which do not hold for requests from this machine."""

from __future__ import annotations

import asyncio
from hashlib import sha256

import httpx
import redis
from async_timeout import timeout as asyncio_timeout
from pydantic import SecretStr

from tests.support.tables import each_row

ROUTE = "/webhooks/rest/webhook"


def _limiter(url="", **rates):
    from bot.channels.rate_limits import RateLimiter
    from bot.process.settings import load_settings

    settings = load_settings().copy(update={"rate_conversation": 6, "rate_address": 30, **rates})
    if url:
        settings = settings.copy(update={"redis": type(settings.redis)(url)})
    return RateLimiter(settings, lambda identifier: sha256(identifier.encode()).hexdigest())


async def _admitted(limiter, times, **whose):
    from bot.channels.rate_limits import TooManyRequests

    waits = []
    for _ in range(times):
        try:
            await limiter.admit(**whose)
        except TooManyRequests as error:
            waits.append(error.retry_after)
    assert all(1 <= wait <= 60 for wait in waits)
    return times - len(waits)


@each_row(
    ("rates", "times", "whose", "admitted"),
    [
        ({}, 5, {"conversation": "a"}, 2),
        ({}, 20, {"address": "203.0.113.7"}, 10),
        ({"rate_address": 600}, 100, {"address": "203.0.113.7"}, 60),
        ({"rate_characters": 15_000}, 3, {"address": "203.0.113.7", "text": "x" * 4000}, 1),
        ({"rate_characters": 30}, 2, {"address": "203.0.113.7", "text": "x" * 4000}, 1),
        ({"rate_conversation": 0}, 100, {"conversation": "a"}, 100),
    ],
)
async def test_a_burst_passes_and_then_a_steady_rate_unless_it_is_zero(rates, times, whose, admitted):
    assert await _admitted(_limiter(**rates), times, **whose) == admitted


async def test_limits_are_each_conversations_and_each_addresss_own_and_a_short_message_still_passes():
    limiter = _limiter(rate_characters=15_000)
    for conversation in ("a", "b"):
        assert await _admitted(limiter, 5, conversation=conversation) == 2
    for address in ("203.0.113.7", "203.0.113.8"):
        assert await _admitted(limiter, 3, address=address, text="x" * 4000) == 1
        assert await _admitted(limiter, 3, address=address, text="x" * 60) == 3


async def test_processes_that_share_a_redis_share_the_limits_and_no_identifier_stands_there(redis_server):
    first, second = _limiter(redis_server.url), _limiter(redis_server.url)
    assert await _admitted(first, 1, conversation="telegram:4711", address="203.0.113.7") == 1
    assert await _admitted(second, 3, conversation="telegram:4711", address="203.0.113.7") == 1
    client = redis.Redis(port=redis_server.port, decode_responses=True)
    keys = client.keys("*")
    assert len(keys) == 2
    assert not any("4711" in key or "203.0.113" in key for key in keys)
    assert all(0 < client.ttl(key) <= 120 for key in keys)
    client.close()


async def test_a_redis_that_never_answers_refuses_nobody_and_keeps_nobody_waiting(redis_server):
    limiter = _limiter(redis_server.url)
    assert await _admitted(limiter, 1, conversation="a") == 1
    redis_server.freeze()
    assert await asyncio.wait_for(_admitted(limiter, 1, conversation="a"), timeout=30) == 1
    redis_server.stop()
    assert await _admitted(limiter, 3, conversation="a") == 3
    redis_server.start()
    assert await _admitted(limiter, 5, conversation="a") == 2


async def test_a_redis_whose_clock_is_set_back_refuses_nobody_for_as_long(redis_server):
    limiter = _limiter(redis_server.url)
    assert await _admitted(limiter, 5, conversation="a") == 2
    _set_back(redis_server, hours=1)
    assert await _admitted(limiter, 1, conversation="a") == 1
    assert await _admitted(limiter, 5, conversation="b") == 2, "those who come now are limited as ever"


def _set_back(redis_server, hours):
    """What Redis keeps lies as far ahead of its clock, and lasts as much longer, as after the clock was set back."""
    client = redis.Redis(port=redis_server.port, decode_responses=True)
    for key in client.scan_iter():
        client.set(key, float(client.get(key)) + hours * 3600, ex=client.ttl(key) + hours * 3600)
    client.close()


async def test_the_rest_route_limits_others_than_this_machine(assistant):
    from bot.process.settings import load_settings
    from bot.server.app import create_app

    token = "0123456789abcdef"  # noqa: S105
    server = create_app(load_settings().copy(update={"rest_token": SecretStr(token)}))
    server.state.assistant = assistant
    server.state.limits = _limiter()
    away = httpx.ASGITransport(app=server, client=("203.0.113.7", 1))
    async with httpx.AsyncClient(transport=away, base_url="http://test") as client:
        refused = await client.post(ROUTE, json={"sender": "a", "message": "bonjour"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not_open")
        client.headers["authorization"] = f"Bearer {token}"
        answers = [await client.post(ROUTE, json={"sender": "a", "message": "bonjour"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) >= 1
    assert "Content-Security-Policy" in answers[2].headers
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=server), base_url="http://test") as client:
        answers = [await client.post(ROUTE, json={"sender": "a", "message": "bonjour"}) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}


async def _order_of_answers(limiter, *addresses):
    """The addresses in the order in which their messages are answered, all sent at once; each takes a moment."""
    answered = []

    async def answer(address):
        async with limiter.in_turn(address):
            await asyncio.sleep(0.01)
            answered.append(address)

    await asyncio.gather(*map(answer, addresses))
    return answered


async def test_messages_of_others_come_between_those_that_an_address_sends_at_once():
    assert await _order_of_answers(_limiter(), "flood", "flood", "flood", "adviser") == [
        "flood",
        "adviser",
        "flood",
        "flood",
    ]


async def test_process_rests_from_an_address_so_that_others_have_most_of_it():
    from bot.channels.rate_limits import REST

    loop = asyncio.get_running_loop()
    limiter, begun = _limiter(), loop.time()
    await _order_of_answers(limiter, "flood", "flood", "flood")
    assert loop.time() - begun >= 3 * 0.01 + 2 * REST * 0.01


async def test_message_waits_for_an_earlier_one_that_does_not_end_for_some_seconds_only(monkeypatch):
    from bot.channels import rate_limits

    monkeypatch.setattr(rate_limits, "TURN_SECONDS", 0.05)
    limiter = _limiter()
    async with limiter.in_turn("203.0.113.7"), limiter.in_turn("203.0.113.7"):
        pass
    async with limiter.in_turn("203.0.113.7"):
        assert await _order_of_answers(limiter, "203.0.113.8") == ["203.0.113.8"]


async def test_nobody_waits_for_an_address_that_may_stand_for_all():
    limiter = _limiter(rate_address=0)
    for address in ("10.0.0.1", None):
        async with limiter.in_turn(address), asyncio_timeout(1), limiter.in_turn(address):
            pass
