"""Tokens: only those made here, for this hub and this site, hold; and for as long as what they lead to is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from bot.channels.web.tokens import TokenError, Tokens
from bot.storage.identifiers import Identifiers
from tests.support.tables import each_row

OLD, NEW = secrets.token_bytes(32), secrets.token_bytes(32)
LIFETIME = timedelta(days=90)
SITE = "https://hub-bretagne.net"


def tokens(*keys: bytes, lifetime: timedelta = LIFETIME) -> Tokens:
    return Tokens(Identifiers(keys or (OLD,)), lifetime)


def made_by_a_clock(seconds_ahead: float) -> str:
    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() + int(seconds_ahead)

    (key,) = Identifiers([OLD]).derived("web token")
    return URLSafeTimedSerializer(key, salt="web token", signer=Signer).dumps(["id", "bretagne", SITE])


@each_row(
    ("hub", "origin"),
    [("corse", SITE), ("bretagne", "https://hub-bretagne.net.exemple"), ("bretagne", ""), ("bretagne", "null")],
)
def test_a_token_of_another_hub_or_site_does_not_hold(hub: str, origin: str):
    with pytest.raises(TokenError, match="another site or hub"):
        tokens().read(tokens().begin("bretagne", SITE).token, hub, origin)


def test_forged_or_altered_token_is_refused():
    token = tokens().begin("bretagne", SITE).token
    claims, made, signature = token.split(".")
    other = tokens().begin("bretagne", SITE).token.split(".")
    forged = [
        tokens(NEW).begin("bretagne", SITE).token,
        f"{other[0]}.{made}.{signature}",
        f"{claims}.{made}.{signature[:-2]}AA",
        f"{claims}.{made}",
        f"{claims}..{signature}",
        "",
        ".",
        "é" * 50,
        "x" * 10_000,
    ]
    for token in forged:
        with pytest.raises(TokenError):
            tokens().read(token, None, SITE)


def test_token_expires_with_its_conversation():
    with pytest.raises(TokenError, match="too old"):
        tokens().read(made_by_a_clock(-LIFETIME.total_seconds() - 60), None, SITE)
    assert tokens().read(made_by_a_clock(-LIFETIME.total_seconds() + 60), None, SITE)
    assert tokens().read(made_by_a_clock(5), None, SITE), "of a host whose clock is ahead"


def test_a_token_that_is_used_is_made_anew_in_the_second_half_of_its_life():
    young, aging = made_by_a_clock(-3600), made_by_a_clock(-50 * 86400)
    assert tokens().read(young, None, SITE).token == young
    renewed = tokens().read(aging, None, SITE)
    assert renewed.token != aging
    assert renewed.claims == tokens().read(renewed.token, None, SITE).claims


def test_tokens_outlive_a_change_of_key_and_end_when_it_is_retired():
    token = tokens(OLD).begin("bretagne", SITE).token
    assert tokens(NEW, OLD).read(token, None, SITE).token == token
    written = tokens(NEW, OLD).begin("bretagne", SITE).token
    assert tokens(NEW).read(written, None, SITE).token == written
    with pytest.raises(TokenError):
        tokens(NEW).read(token, None, SITE)


@each_row("spoilt", ["forged", "lacking"])
async def test_server_refuses_invalid_tokens(visit, spoilt):
    adviser = visit()
    await adviser.ask("je suis dans les Landes", message_id="1")
    adviser.token = f"{adviser.token}x" if spoilt == "forged" else None
    answers = [await adviser.rate("1", useful=True), await adviser.erase()]
    answers += [await adviser.send("bonjour")] if spoilt == "forged" else []
    for answer in answers:
        assert answer.status_code == 401
        assert answer.json()["code"] == "token_invalid"


async def test_a_conversation_of_another_channel_cannot_be_named(visit, server):
    from bot.messages import Message

    for channel in ("rest", "telegram"):
        await server.state.assistant.reply(Message("4711", "je suis dans les Landes", channel))
    adviser = visit()
    adviser.token = "4711"  # noqa: S105
    assert (await adviser.send("où suis-je ?")).status_code == 401
    own = server.state.assistant.stores.identifiers
    conversation_key = own.conversation("web", "4711")
    assert conversation_key.id not in {own.conversation(channel, "4711").id for channel in ("rest", "telegram")}


async def test_token_of_a_closed_hub_is_refused(visit, server):
    adviser = visit()
    identifiers = server.state.assistant.stores.identifiers
    adviser.token = Tokens(identifiers, LIFETIME).begin("atlantide", "").token
    assert (await adviser.send("bonjour")).json()["code"] == "token_invalid"
