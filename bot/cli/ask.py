"""`aiguilleur ask` beside a server: the server answers, on this machine's own interface; nothing is loaded here."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

import typer

from bot.server.reloading.server_file import ServerState, servers

_SECONDS: Final = 30
_OK: Final = 200


def ask_server(data: Path, text: str, *, explain: bool, on: date | None) -> bool:
    """Show the answer of a server of this data folder; return whether one answered."""
    colours = sys.stdout.isatty()
    question = {
        "text": text,
        "explain": explain,
        "on": on and on.isoformat(),
        "width": shutil.get_terminal_size().columns,
        "colours": colours,
    }
    for server in _running(data):
        if answer := _answer(server, question):
            typer.echo(answer["shown"], nl=False, color=colours)
            if answer["outdated"]:
                typer.echo(
                    f"Le serveur (port {server.port}) répond avec le contenu {server.content} : les fichiers ont changé"
                    " depuis. Les mettre en service : aiguilleur reload",
                    err=True,
                )
            return True
    return False


def _running(data: Path) -> list[ServerState]:
    try:
        return servers(data)
    except PermissionError:  # another user's server: it does not answer us
        return []


def _answer(server: ServerState, question: dict[str, Any]) -> dict[str, Any] | None:
    """The answer of a server; None if it gives none."""
    if server.loopback is None:
        return None
    connection = HTTPConnection(server.loopback, server.port, timeout=_SECONDS)
    try:
        connection.request("POST", "/ask", json.dumps(question), {"Content-Type": "application/json"})
        response = connection.getresponse()
        return json.load(response) if response.status == _OK else None
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        connection.close()
