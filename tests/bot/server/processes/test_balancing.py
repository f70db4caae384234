"""Load balancing by deploy/Caddyfile, with a real Caddy and doubles of hosts, of which some are stopping."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from types import SimpleNamespace

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from async_timeout import timeout

from tests.support.server import ROUTE, Caddy

_MESSAGES = 8_000


async def test_no_message_is_refused_while_one_host_of_many_still_accepts(tmp_path):
    """Policies that pass over hosts by one shared counter miss the last one at times, when messages come together."""
    checks: Counter[int] = Counter()

    async def host(open_hosts: AsyncExitStack, accepting: int) -> TestServer:
        async def answered(request: web.Request) -> web.Response:
            checks[id(app)] += request.path == "/accepting"
            return web.Response(status=accepting)

        app = web.Application()
        app.router.add_route("*", "/{any:.*}", answered)
        return await open_hosts.enter_async_context(TestServer(app))

    async def talk(client: ClientSession, codes: Counter[int]) -> None:
        while codes.total() < _MESSAGES:
            async with client.post(ROUTE, data=b"bonjour") as answer:
                codes[answer.status] += 1

    async with AsyncExitStack() as hosts:
        servers = [await host(hosts, accepting) for accepting in (200, *[503] * 15)]
        caddy = Caddy(tmp_path, *(SimpleNamespace(port=server.port) for server in servers))
        hosts.callback(caddy.stop)
        await asyncio.to_thread(caddy.wait_until_ready)
        async with timeout(30):  # until Caddy knows of each host, and asks it anew
            while len(checks) < len(servers) or min(checks.values()) < 2:
                await asyncio.sleep(0.05)
        codes: Counter[int] = Counter()
        async with ClientSession(caddy.url) as client:
            await asyncio.gather(*(talk(client, codes) for _ in range(32)))
    assert set(codes) == {200}
