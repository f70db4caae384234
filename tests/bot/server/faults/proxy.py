"""A network between a server and its PostgreSQL, which a test can make slow or silent."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread

from tests.support.redis_server import free_port


class Network:
    """A proxy that passes everything on; answers of PostgreSQL come `delay` seconds late, and none during a silence."""

    def __init__(self, target: int) -> None:
        """Listen on :attr:`port` of this machine, for the port `target`."""
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
        """Keep the connections and hold back all answers."""
        self._loop.call_soon_threadsafe(self._open.clear)

    def speak(self) -> None:
        """End the silence: pass on the answers held back, and all later ones."""
        self._loop.call_soon_threadsafe(self._open.set)

    def close(self) -> None:
        """Stop the proxy."""
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
