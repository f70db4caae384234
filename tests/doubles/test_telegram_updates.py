"""How updates reach the bot: fetched, or posted to its webhook."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from telegram.ext import Application, MessageHandler, filters

from tests.doubles.telegram import Double
from tests.support.redis_server import free_port

pytestmark = pytest.mark.thorough


async def settled(double: Double) -> None:
    await asyncio.to_thread(double.settled)


async def polled(double: Double) -> None:
    await asyncio.to_thread(double.wait, lambda: double.world.updates.polled, "a long poll")


# Fetched


async def test_an_update_comes_until_the_offset_confirms_it(double: Double, bot: Bot) -> None:
    camille = double.private()
    for text in ("Un", "Deux", "Trois"):
        camille.writes(text)
    _, second, third = await bot.get_updates()
    assert len(await bot.get_updates(limit=2)) == 2
    assert await bot.get_updates(offset=second.update_id) == (second, third)
    assert await bot.get_updates() == (second, third)
    assert await bot.get_updates(offset=-1) == (third,)
    assert await bot.get_updates(offset=third.update_id + 1) == ()
    double.settled()


async def test_a_long_poll_ends_with_the_first_update(double: Double, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await polled(double)
    assert not polling.done()
    double.private().writes("Bonjour")
    [update] = await polling
    assert update.message.text == "Bonjour"


async def test_first_of_two_pollers_gets_the_conflict(double: Double, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await polled(double)
    async with Bot(double.token, base_url=f"{double.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request; make sure that only one bot"):
            await first
        double.private().writes("Bonjour")
        assert len(await second) == 1


async def test_only_the_kinds_that_were_asked_for_come(double: Double, bot: Bot) -> None:
    camille = double.private()
    assert camille.updates("message_reaction") is None
    await bot.get_updates(allowed_updates=["message_reaction"])
    camille.writes("Bonjour")
    camille.updates("message_reaction")
    [update] = await bot.get_updates()
    assert update.message_reaction
    await bot.get_updates(allowed_updates=[])
    camille.writes("Bonjour")
    assert len(await bot.get_updates()) == 2


async def test_the_same_update_may_come_twice_and_late(double: Double, bot: Bot) -> None:
    message = double.private()
    early = double.world.updates.next_id()
    message.writes("Un")
    [update] = double.world.updates.waiting()
    double.deliver(update.json, {**update.json, "update_id": early})
    assert [update.update_id - early for update in await bot.get_updates()] == [1, 1, 0]


async def test_the_librarys_own_application_fetches_and_answers(double: Double) -> None:
    async def echo(update: Update, _: object) -> None:
        assert update.effective_message
        await update.effective_message.reply_html(f"<b>{update.effective_message.text}</b>")

    application = Application.builder().token(double.token).base_url(f"{double.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    camille = double.private()
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(allowed_updates=["message"])
        camille.writes("Bonjour")
        assert [message.text for message in await camille.expecting()] == ["Bonjour"]
        camille.writes("Bonsoir")
        assert [message.text for message in await camille.expecting()] == ["Bonsoir"]
        await settled(double)
        await application.updater.stop()
        await application.stop()


# Posted


@dataclass
class Listener:
    """A bot's webhook: keeps what is posted, answers with the next of its answers, else 200."""

    url: str = ""
    posted: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    answers: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    let: threading.Event = field(default_factory=threading.Event)
    two: threading.Event = field(default_factory=threading.Event)

    def got(self, update: dict[str, Any], secret: str | None) -> tuple[int, dict[str, Any]]:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            if self._now == 2:
                self.two.set()
            self.posted.append(update)
            self.secrets.append(secret)
            answer = self.answers.pop(0) if self.answers else (200, {})
        self.let.wait(10)
        with self._lock:
            self._now -= 1
        return answer

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.posted]


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    listener.let.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code, body = listener.got(update, self.headers["X-Telegram-Bot-Api-Secret-Token"])
            answer = json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_address[1]}/telegram"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield listener
    listener.let.set()
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_webhook_gets_what_waits_with_its_secret(double: Double, bot: Bot, listener: Listener) -> None:
    camille = double.private()
    camille.writes("Un")
    await bot.set_webhook(listener.url, secret_token="a-secret_1")  # noqa: S106
    camille.writes("Deux")
    await settled(double)
    assert listener.texts == ["Un", "Deux"]
    assert listener.secrets == ["a-secret_1"] * 2
    assert [delivery.status for delivery in double.deliveries] == [200, 200]


async def test_a_webhook_and_getupdates_shut_each_other_out(double: Double, bot: Bot, listener: Listener) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await polled(double)
    await bot.set_webhook(listener.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await polling
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    double.private().writes("Bonjour")
    assert len(await bot.get_updates()) == 1
    assert listener.posted == []


async def test_rejected_update_is_posted_again_while_its_chat_waits(
    double: Double, bot: Bot, listener: Listener
) -> None:
    camille = double.private()
    listener.answers = [(503, {}), (500, {})]
    await bot.set_webhook(listener.url)
    camille.writes("Un")
    camille.writes("Deux")
    await settled(double)
    assert listener.texts == ["Un", "Un", "Un", "Deux"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert info.pending_update_count == 0


async def test_nothing_is_lost_while_the_bot_is_away(double: Double, bot: Bot, listener: Listener) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{free_port()}/telegram")
    double.private().writes("Bonjour")
    await asyncio.to_thread(double.wait, lambda: double.deliveries, "an attempt")
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"
    await bot.set_webhook(listener.url)
    await settled(double)
    assert listener.texts == ["Bonjour"]


async def test_chats_are_served_side_by_side_over_so_many_connections(
    double: Double, bot: Bot, listener: Listener
) -> None:
    listener.let.clear()
    await bot.set_webhook(listener.url, max_connections=2)
    for chat in [double.private() for _ in range(4)]:
        chat.writes("Un")
        chat.writes("Deux")
    assert await asyncio.to_thread(listener.two.wait, 10)
    assert listener.texts == ["Un", "Un"]
    listener.let.set()
    await settled(double)
    assert (len(listener.posted), listener.most_at_once) == (8, 2)


async def test_a_test_posts_the_same_update_at_once_and_out_of_order(
    double: Double, bot: Bot, listener: Listener
) -> None:
    double.private().writes("Un")
    [waiting] = double.world.updates.waiting()
    await bot.set_webhook(listener.url, drop_pending_updates=True)
    earlier = {**waiting.json, "update_id": waiting.id - 1}
    deliveries = await asyncio.to_thread(double.post, waiting.json, waiting.json, earlier)
    assert [delivery.accepted for delivery in deliveries] == [True] * 3
    assert sorted(update["update_id"] - waiting.id for update in listener.posted) == [-1, 0, 0]


async def test_a_request_may_be_the_answer_to_an_update(double: Double, bot: Bot, listener: Listener) -> None:
    camille = double.private()
    listener.answers = [(200, {"method": "sendMessage", "chat_id": camille.id, "text": "Bonjour !"})]
    await bot.set_webhook(listener.url)
    camille.writes("Bonjour")
    assert [message.text for message in await camille.expecting()] == ["Bonjour !"]


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.org/x", None, "Bad webhook: an https url must be provided for webhook"),
        ("https://example.org:8080/x", None, "Bad webhook: webhook can be set up only on ports 80, 88, 443 or 8443"),
        ("https://example.org/x", "à", "Secret token contains unallowed characters"),
        ("https://example.org/x", "x" * 257, "Secret token is too long"),
    ],
)
async def test_a_webhook_that_telegram_does_not_take_is_refused(
    bot: Bot, url: str, secret: str | None, reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.set_webhook(url, secret_token=secret)


async def test_webhook_info_is_as_it_was_set(bot: Bot) -> None:
    await bot.set_webhook("https://example.org:8443/x", max_connections=3, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == ("https://example.org:8443/x", 3, ("message",))
