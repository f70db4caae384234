"""A network between a server and its PostgreSQL that can become slow, or silent."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread

from tests.support.redis_server import free_port


class Network:
    """Passes everything on; what PostgreSQL answers arrives `delay` seconds late, or not while it is silent."""

    def __init__(self, target: int) -> None:
        """`target`: the port of this machine that is reached through :attr:`port`."""
        self.port = free_port()
        self.delay = 0.0
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._open = asyncio.Event()
        self._open.set()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)

    def silence(self) -> None:
        """Connections stay, and nothing comes back over them."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def speak(self) -> None:
        """What was held back arrives, and all that follows."""
        self._loop.call_soon_threadsafe(self._open.set)

    def close(self) -> None:
        """Pass on nothing more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _connected(self, asked: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            answered, on = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            back.close()
            return
        await asyncio.gather(self._pass(asked, on, late=False), self._pass(answered, back, late=True))

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, late: bool) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                if late:
                    await asyncio.sleep(self.delay)
                    await self._open.wait()
                sink.write(data)
                await sink.drain()
        sink.close()
