"""Run the studio: only on the loopback, on a free port, and open it in the browser."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from bot.content.project_files import ProjectFiles
from bot.maintenance.studio.access import TrustedProxy
from bot.maintenance.studio.app import create_app
from bot.maintenance.studio.editing.desk import Desk
from bot.maintenance.studio.inbox_panel import Mailbox
from bot.maintenance.studio.maintainers import MaintainerStudios
from bot.maintenance.studio.pages import Editor, Pages
from bot.maintenance.studio.panels import panel_routes
from bot.maintenance.studio.preview import Preview
from bot.process.settings import Settings

_ADDRESSES: Final = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
_GRACE_SECONDS: Final = 2


def run(
    files: ProjectFiles,
    settings: Settings,
    port: int,
    editor: Editor,
    exported: Path | None,
    proxy: TrustedProxy | None = None,
    *,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serve the studio of a project until Ctrl-C.

    Args:
        files: the project.
        settings: the settings.
        port: the port; a free one is used if it is taken.
        editor: the editor to open files in.
        exported: an exported inbox, instead of the database of the settings.
        proxy: the server before the studio; behind it each maintainer has a studio of their own.
        browser: whether to open the browser.
        say: called with the address once it answers.
    """
    sockets = _listening(port)
    address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/"
    app: ASGIApp
    if proxy:
        app = MaintainerStudios(files, settings, editor, exported, proxy)
    else:
        preview, pages = Preview(files, settings), Pages(files, editor)
        panels = panel_routes(preview, pages, Mailbox(files, settings, exported), files, settings)
        app = create_app(
            preview, pages, panels, Desk(files, preview, settings.data.resolve() / "studio" / "journal.json")
        )
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )

    def started() -> None:
        behind = f", à ouvrir par {proxy.address}" if proxy else ""
        say(f"L’aperçu est ouvert : {address}{behind}\nCtrl-C pour le fermer.")
        if browser:
            # A browser in the terminal would keep the studio from answering.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with suppress(KeyboardInterrupt):
        _Server(config, started).run(sockets)


class _Server(uvicorn.Server):
    """Reports when it starts answering."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start answering."""
        await super().startup(sockets)
        if self.started:
            self._tell()


def _listening(port: int) -> list[socket.socket]:
    """Sockets on both loopbacks at this port, or a free one if it is taken. Without IPv6, on one loopback."""
    try:
        first = _bound(*_ADDRESSES[0], port)
    except OSError:
        first = _bound(*_ADDRESSES[0], 0)
    sockets = [first]
    with suppress(OSError):
        sockets.append(_bound(*_ADDRESSES[1], first.getsockname()[1]))
    return sockets


def _bound(family: int, address: str, port: int) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # A port just left by a studio is free; one with another listening server is not.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
    except OSError:
        listening.close()
        raise
    return listening
