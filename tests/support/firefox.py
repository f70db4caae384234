"""Debian's Firefox, driven by WebDriver BiDi: it speaks that itself, so no driver is downloaded or installed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from websockets.client import WebSocketClientProtocol, connect

from tests.support.packages import installed
from tests.support.redis_server import free_port
from tests.support.server import until

KEYS: Final = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Shift": "\ue008", "Space": " "}
_PATIENCE: Final = 60
_PREFERENCES: Final = {
    # It would ask each site for a picture, and tell of the policy that refuses it.
    "browser.chrome.site_icons": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "remote.active-protocols": 1,
    "ui.prefersReducedMotion": 1,
}


@contextmanager
def firefox() -> Iterator[Firefox]:
    """A browser without window and with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines))
        port = free_port()
        command = [installed("firefox-esr", "firefox-esr"), "--headless", "--no-remote", "--profile", profile]
        process = subprocess.Popen(
            [*command, "--remote-debugging-port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            with closing(Firefox(port)) as browser:
                yield browser
        finally:
            process.terminate()
            process.wait(30)


class Firefox:
    """A running browser; `port`: where it listens."""

    def __init__(self, port: int) -> None:
        self._number = 0
        self.console_lines: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._connection: WebSocketClientProtocol | None = None
        until(lambda: self._connected(port), _PATIENCE, "Firefox did not listen")
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])

    def open(self, address: str) -> FirefoxPage:
        """A new page at an address, with all that it needs."""
        self.console_lines.clear()
        context = self.send("browsingContext.create", type="tab")["context"]
        self.send("browsingContext.setViewport", context=context, viewport={"width": 1280, "height": 720})
        self.send("browsingContext.navigate", context=context, url=address, wait="complete")
        return FirefoxPage(self, context)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask for something, and wait for its result.

        Raises:
            AssertionError: it is refused.
        asyncio.TimeoutError: it does not come in time.
        """
        self._number += 1
        request = {"id": self._number, "method": method, "params": parameters}
        return self._loop.run_until_complete(asyncio.wait_for(self._ask(request), _PATIENCE))

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._connection is not None
        await self._connection.send(json.dumps(request))
        while True:
            message = json.loads(await self._connection.recv())
            if message["type"] == "event" and message["method"] == "log.entryAdded":
                self.console_lines.append(f"{message['params']['level']}: {message['params']['text']}")
            elif message.get("id") == request["id"]:
                assert message["type"] == "success", message
                return dict(message["result"])

    def close(self) -> None:
        """Drop the connection."""
        if self._connection:
            self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    def _connected(self, port: int) -> bool:
        async def connected() -> WebSocketClientProtocol:
            return await connect(f"ws://127.0.0.1:{port}/session", max_size=None, ping_interval=None)

        with suppress(OSError):
            self._connection = self._loop.run_until_complete(connected())
        return self._connection is not None


class FirefoxPage:
    """A page of a browser."""

    def __init__(self, browser: Firefox, context: str) -> None:
        self._browser = browser
        self._context = context

    def reload(self) -> None:
        """Load the page anew."""
        self._browser.send("browsingContext.reload", context=self._context, wait="complete")

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """What a function of the page gives for some values."""
        expression = f"(async () => JSON.stringify(await ({function})(...{json.dumps(arguments)})))()"
        result = self._browser.send(
            "script.evaluate", expression=expression, awaitPromise=True, target={"context": self._context}
        )
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return json.loads(result["result"].get("value", "null"))

    def wait_for(self, function: str, *arguments: Any) -> Any:
        """Wait until a function of the page gives something; what it gives."""
        found: list[Any] = []

        def comes() -> bool:
            found[:] = [self.evaluate(function, *arguments)]
            return bool(found[0])

        until(comes, _PATIENCE, function)
        return found[0]

    def press(self, *keys: str) -> None:
        """Press keys one after the other ("Tab", "a"); "Shift+Tab" presses both."""
        actions = []
        for key in keys:
            pressed = [KEYS.get(part, part) for part in key.split("+")]
            actions += [{"type": "keyDown", "value": value} for value in pressed]
            actions += [{"type": "keyUp", "value": value} for value in reversed(pressed)]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self._browser.send("input.performActions", context=self._context, actions=[keyboard])

    def violations(self) -> list[str]:
        """What axe finds wrong in the page as it is."""
        self.evaluate(f"() => {{ {AXE_SCRIPT}; return true; }}")
        return list(
            self.evaluate(
                "() => axe.run().then(({ violations }) => "
                "violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`)))"
            )
        )

    def close(self) -> None:
        """Close it."""
        self._browser.send("browsingContext.close", context=self._context)
