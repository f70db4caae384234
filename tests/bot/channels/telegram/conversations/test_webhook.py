"""The route that Telegram posts to: whom it believes, and what it answers to what it cannot take."""

from __future__ import annotations

import json
import sqlite3

import httpx

from tests.bot.channels.telegram.conversations.running import SECRET, Running, plain
from tests.support.tables import each_row

_HEADER = "X-Telegram-Bot-Api-Secret-Token"


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


@each_row("secret", [None, "", SECRET[:-1], SECRET.lower(), "é" * 32])
def test_delivery_without_the_secret_is_refused(webhook: Running, secret: str | None) -> None:
    headers = {} if secret is None else {_HEADER: secret.encode()}
    response = httpx.post(f"{webhook.server.url}/telegram", content=_update(9_000_000_001), headers=headers)
    assert response.status_code == 403
    assert webhook.rows("SELECT 1 FROM inbox WHERE id = 9000000001") == []


@each_row(
    ("content", "status"),
    [
        *((content, 400) for content in (b"", b"{", b"[]", b"null", b"{}", b'{"update_id": "7"}', b"\xff\xfe{}")),
        (b'{"update_id": 9223372036854775808}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 1, "x": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400),
        (b'{"update_id": 1, "x": "' + b"x" * 100_000 + b'"}', 413),
    ],
)
def test_body_that_is_no_update_or_too_large_is_refused(webhook: Running, content: bytes, status: int) -> None:
    headers = {_HEADER: SECRET}
    url = f"{webhook.server.url}/telegram"
    assert httpx.post(url, content=content, headers=headers, timeout=60).status_code == status


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
