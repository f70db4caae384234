"""An operator changes the bot's token and the webhook's secret, as docs/telegram.md says; nobody loses an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.channels.telegram.intake import PATH, SECRET_HEADER
from bot.channels.telegram.worker import MAX_ATTEMPTS
from tests.doubles.telegram import Double
from tests.support.redis_server import free_port
from tests.support.server import Server, until

SECRET, NEXT_SECRET = "first-secret-0123456789-abcdefghij", "second-secret-0123456789-abcdefghi"
NEXT_TOKEN = "4242:the-token-after-the-revoked-one"  # noqa: S105


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        yield double


@pytest.mark.thorough
def test_messages_during_a_key_rotation_are_answered_once(double: Double, tmp_path: Path, models: Path) -> None:
    port = free_port()

    def started(secret: str) -> Server:
        keys = {"TELEGRAM_TOKEN": double.token, "TELEGRAM_WEBHOOK_SECRET": secret}
        addresses = {"TELEGRAM_API_URL": double.url, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        server = Server(tmp_path / "data", models, port=port, **keys, **addresses)
        server.wait_until_ready()
        return server

    def posted(server: Server, secret: str) -> int:
        return httpx.post(server.url + PATH, json={"update_id": 1}, headers={SECRET_HEADER: secret}).status_code

    camille = double.private()
    server = started(SECRET)
    try:
        camille.writes("quel organisme pour les Landes ?")
        camille.expect()

        double.token = NEXT_TOKEN
        during = camille.writes("et pour la Charente ?")
        until(lambda: len(server.events("update_put_off") + server.events("update_failed")) >= MAX_ATTEMPTS, 60)
        assert server.stop() == 0
        after = camille.writes("et pour la Vienne ?")

        server = started(NEXT_SECRET)
        camille.expect(2, seconds=90)
        double.settled()
        assert [answer.reply_to for answer in camille.shown][1:] == [during, after]
        assert posted(server, SECRET) == 403
        assert posted(server, NEXT_SECRET) == 200
    finally:
        server.kill()
