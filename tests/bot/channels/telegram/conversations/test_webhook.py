"""The route that Telegram posts to: whom it believes, and what it answers to what it cannot take."""

from __future__ import annotations

import json
import sqlite3

import httpx

from tests.bot.channels.telegram.conversations.running import SECRET, Running, plain
from tests.support.tables import each_row

_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def _post(webhook: Running, content: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {_HEADER: secret}
    return httpx.post(f"{webhook.server.url}/telegram", content=content, headers=headers, timeout=60).status_code


def _update(number: int) -> bytes:
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "bonjour"}
    return json.dumps({"update_id": number, "message": message}).encode()


def test_telegram_is_given_the_address_the_secret_and_the_kinds(webhook: Running) -> None:
    known = webhook.double.webhook
    assert known
    assert known.url == f"{webhook.server.url}/telegram"
    assert known.secret == SECRET
    assert webhook.double.world.updates.allowed == [
        "callback_query",
        "edited_message",
        "inline_query",
        "message",
        "my_chat_member",
    ]


@each_row("secret", [None, "", SECRET[:-1], SECRET + "x", SECRET.lower(), "é" * 32])
def test_delivery_without_the_secret_is_refused(webhook: Running, secret: str | None) -> None:
    given = None if secret is None else secret.encode().decode("latin-1")
    headers = {} if given is None else {_HEADER: given.encode("latin-1")}
    response = httpx.post(f"{webhook.server.url}/telegram", content=_update(9_000_000_001), headers=headers)
    assert response.status_code == 403
    assert webhook.rows("SELECT 1 FROM inbox WHERE id = 9000000001") == []


@each_row(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"12", b'"text"', b"{}", b'{"update_id": "7"}', b'{"update_id": null}'),
        *(b"\xff\xfe{}", b'{"update_id": 9223372036854775808}', b'{"update_id": true}'),
        b'{"update_id": 1, "x": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_body_that_is_no_update_is_refused(webhook: Running, content: bytes) -> None:
    assert _post(webhook, content) == 400


def test_oversized_body_is_refused(webhook: Running) -> None:
    assert _post(webhook, b'{"update_id": 1, "x": "' + b"x" * 100_000 + b'"}') == 413


def test_other_methods_are_refused(webhook: Running) -> None:
    assert httpx.get(f"{webhook.server.url}/telegram").status_code == 405


def test_an_update_that_could_not_be_written_is_delivered_again(webhook: Running) -> None:
    camille = webhook.double.private(language="fr")
    elsewhere = sqlite3.connect(webhook.data / "aiguilleur.db", isolation_level=None)
    elsewhere.execute("BEGIN IMMEDIATE")
    camille.writes("qui contacter pour le titre complet dans les Landes ?")
    webhook.double.wait(
        lambda: [delivery for delivery in webhook.double.deliveries if delivery.status == 503], "a refusal", 30
    )
    elsewhere.execute("ROLLBACK")
    elsewhere.close()
    [answer] = webhook.hear(camille)
    assert "La Mêlée" in plain(answer)
    assert webhook.server.events("update_not_written")
