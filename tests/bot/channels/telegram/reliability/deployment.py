"""A server with its database, its Redis and the double of Telegram, looked at and interfered with from outside."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2

from bot.storage.update_queue import FIRST_OWN_UPDATE
from tests.doubles.telegram import Double
from tests.support.redis_server import free_port
from tests.support.server import Server, until

SECRET = "Qz7_reliability-of-the-channel_4KdW9xT2"  # noqa: S105
CLAIMS = 0x494E4258
"""PostgreSQL's number of the lock under which updates are claimed."""


class Held(NamedTuple):
    """An update that a process has claimed: whose it is, and how many messages of its answer are noted."""

    chat: int
    message: int
    noted: int


class Deployment:
    """`aiguilleur serve --workers 2` on PostgreSQL and Redis; with `webhook` Telegram delivers, else it is asked."""

    def __init__(self, data: Path, models: Path, database: str, redis: str, *, webhook: bool) -> None:
        self.double = Double()
        self.double.start()
        self.data = data
        self._database = database
        self._redis = redis
        port = free_port()
        settings = {"DATABASE_URL": database, "REDIS_URL": redis, **telegram(self.double)}
        if webhook:
            settings |= {"PUBLIC_URL": f"http://127.0.0.1:{port}", "TELEGRAM_WEBHOOK_SECRET": SECRET}
        self.server = Server(data, models, "--workers", "2", port=port, **settings)

    def stop(self) -> None:
        self.server.kill()
        self.double.stop()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database answers, in a transaction of its own."""
        with self._connected() as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    def change(self, statement: str) -> None:
        """Change what the database has, from outside."""
        with self._connected() as connection:
            connection.cursor().execute(statement)
            connection.commit()

    def noted_alerts(self) -> dict[int, int]:
        """How many messages are noted of each alert that is not done, by its chat."""
        rows = self.query(f"SELECT payload, sent FROM inbox WHERE done IS NULL AND id >= {FIRST_OWN_UPDATE}")  # noqa: S608
        return {json.loads(bytes(payload))["alert"]["chat"]: len(sent) for payload, sent in rows}

    @contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        """Someone else is in the middle of a transaction with a statement, which is undone in the end."""
        with self._connected() as connection:
            connection.cursor().execute(statement)
            yield

    @contextmanager
    def holding_conversation(self, chat: int) -> Iterator[None]:
        """Someone else has the turn in a private chat."""
        from bot.assistant.locks import RedisLockStore
        from bot.process.settings import load_settings
        from bot.storage.identifiers import Identifiers

        settings = load_settings().copy(update={"data": self.data})
        name = Identifiers.of(settings).conversation("telegram", str(chat)).id
        held, over = threading.Event(), threading.Event()

        async def hold() -> None:
            locks = RedisLockStore(url=self._redis)
            async with locks.lock(name):
                held.set()
                await asyncio.to_thread(over.wait)
            await locks.close()

        thread = threading.Thread(target=lambda: asyncio.run(hold()))
        thread.start()
        try:
            assert held.wait(10)
            yield
        finally:
            over.set()
            thread.join()

    def claimed(self) -> list[Held]:
        """The messages that some process, alive or dead, has claimed."""
        rows = self.query("SELECT payload, sent FROM inbox WHERE done IS NULL AND holder IS NOT NULL")
        messages = [(json.loads(bytes(payload)).get("message"), sent) for payload, sent in rows]
        return [Held(message["chat"]["id"], message["message_id"], len(sent)) for message, sent in messages if message]

    def claims(self, chat: int) -> bool:
        """Whether some process has claimed a message of a chat."""
        return any(held.chat == chat for held in self.claimed())

    def kill_workers(self) -> None:
        """Kill -9 of all processes that serve, at once; the one that forks them replaces them."""
        for process in self.server.workers():
            os.kill(process, signal.SIGKILL)

    def settled(self, seconds: float = 60.0) -> None:
        """Waits until Telegram has nothing for us any more, and all that came is done: nothing can be said after."""
        self.double.settled(seconds)
        until(lambda: self.query("SELECT count(*) FROM inbox WHERE done IS NULL") == [(0,)], seconds)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        connection = psycopg2.connect(self._database, options="-c lock_timeout=10s")
        try:
            yield connection
        finally:
            connection.close()


def telegram(double: Double) -> dict[str, str]:
    """The settings that switch Telegram on, towards the double."""
    return {"TELEGRAM_TOKEN": double.token, "TELEGRAM_API_URL": double.url}
