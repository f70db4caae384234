"""`aiguilleur reload`: asks the servers of this data folder for new content, and waits for the outcome."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.process.settings import SettingsError
from bot.server.reloading.server_file import ServerState, servers

_WITHIN: Final = 180.0
_LOOK_EVERY: Final = 0.1


def reload_servers(data: Path) -> Iterator[tuple[str, bool]]:
    """Ask each server; report its outcome, and whether it answers with the current files.

    Raises:
        SettingsError: there is no server, or it is another user's.
    """
    try:
        running = servers(data)
        if not running:
            raise SettingsError(
                f"Aucun serveur ne tourne avec le dossier de données {data} (AIGUILLEUR_DATA).\n"
                "Un serveur lit les fichiers quand il démarre : aiguilleur serve"
            )
        asked = time.monotonic()
        for server in running:
            with suppress(ProcessLookupError):  # it has just stopped, which is reported below
                os.kill(server.pid, signal.SIGHUP)
    except PermissionError as error:
        raise SettingsError(
            "Le serveur appartient à un autre utilisateur. Relancer cette commande avec le sien "
            "(sudo -u aiguilleur …), ou : systemctl reload aiguilleur"
        ) from error
    for server in running:
        message, well = _outcome(data, server, asked)
        yield (message if len(running) == 1 else f"Port {server.port}. {message}"), well


def _outcome(data: Path, asked_of: ServerState, asked: float) -> tuple[str, bool]:
    end = time.monotonic() + _WITHIN
    while time.monotonic() < end:
        server = next((state for state in servers(data) if state.pid == asked_of.pid), None)
        if server is None:
            return "Le serveur s’est arrêté. Son journal dit pourquoi.", False
        # A reload that began before we asked may have read the files before they were saved.
        if server.outcome and server.outcome.began >= asked:
            return _message(server)
        time.sleep(_LOOK_EVERY)
    return f"Le serveur n’a pas répondu en {_WITHIN:.0f} secondes. Son journal dit pourquoi.", False


def _message(server: ServerState) -> tuple[str, bool]:
    outcome = server.outcome
    if outcome and outcome.findings:
        findings = "\n".join(str(finding.finding) for finding in outcome.findings)
        return f"Rechargement refusé : le contenu {server.content} reste en service.\n{findings}", False
    if outcome and outcome.unchanged:
        message = f"Rien n’a changé : le contenu {server.content} était déjà en service."
    elif outcome and outcome.new_model:
        message = f"En service : contenu {server.content}, avec le modèle {outcome.new_model}."
    else:
        message = f"En service : contenu {server.content}."
    if outcome and outcome.pending:
        pending = "\n".join(str(finding.finding) for finding in outcome.pending)
        message += f"\nEn attente d’un entraînement, le reste est en service :\n{pending}"
    return message, True
