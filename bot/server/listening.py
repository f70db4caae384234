"""Where the server listens. If it cannot, it refuses with a message before anything slow begins.

Sockets that systemd opened for the server (aiguilleur.socket) outlive it: connections made during a restart wait.
"""

from __future__ import annotations

import errno
import os
import socket
from contextlib import suppress
from typing import Final

from gunicorn.systemd import SD_LISTEN_FDS_START, listen_fds

from bot.process.settings import Settings, SettingsError
from bot.server.reloading.server_file import ServerState, servers

_ANY: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - where a server listens that listens everywhere


def as_given(settings: Settings) -> Settings:
    """The settings, with the address of the socket opened by systemd, if there is one."""
    if not listen_fds(unset_environment=False):
        return settings
    with socket.socket(fileno=os.dup(SD_LISTEN_FDS_START)) as given:
        host, port, *_ = given.getsockname()
    return settings.copy(update={"host": host, "port": port})


def refuse_taken_port(settings: Settings) -> None:
    """Make sure that nobody else listens where the server will.

    Raises:
        SettingsError: somebody does, or nobody can; says what to do.
    """
    if listen_fds(unset_environment=False):
        return
    for listener in bound_sockets(settings):
        with listener:
            try:
                listener.listen()  # two sockets may be bound as long as neither listens
            except OSError as error:
                raise _refusal(settings, error) from error


def bound_sockets(settings: Settings) -> list[socket.socket]:
    """Sockets bound to the address of the settings, not listening yet; those of systemd if it opened some.

    Raises:
        SettingsError: the address is not available; says what to do.
    """
    if given := listen_fds():
        return [socket.socket(fileno=SD_LISTEN_FDS_START + number) for number in range(given)]
    bound: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            listener = socket.socket(family, kind, protocol)
            bound.append(listener)
            # Connections of a server that has just ended must not block its port.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)  # IPv4 has its own socket
            listener.bind(address)
    except OSError as error:
        for listener in bound:
            listener.close()
        raise _refusal(settings, error) from error
    return bound


def shown_address(settings: Settings) -> str:
    """The address to open in a browser of this machine."""
    host = "127.0.0.1" if settings.host in _ANY else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _refusal(settings: Settings, error: OSError) -> SettingsError:
    other = f"en choisir un autre : PORT={settings.port + 1} make run"
    if error.errno == errno.EADDRINUSE:
        if own := _own_server(settings):
            return SettingsError(
                f"Aiguilleur tourne déjà sur le port {settings.port} (processus {own.pid}). Mettre en service ce qui a "
                f"changé : aiguilleur reload. Sinon, l’arrêter (kill {own.pid}), ou {other}"
            )
        return SettingsError(
            f"Le port {settings.port} est déjà pris par un autre programme. L’arrêter, ou {other}\n"
            f"Pour savoir lequel : ss -ltnp 'sport = :{settings.port}'"
        )
    if error.errno == errno.EACCES:
        return SettingsError(f"Le port {settings.port} est réservé au système (PORT). En choisir un au-dessus de 1023.")
    return SettingsError(
        f"Impossible d’écouter sur HOST={settings.host} PORT={settings.port} : {error.strerror}. "
        "HOST est une adresse de cette machine : 127.0.0.1, ou 0.0.0.0 pour toutes."
    )


def _own_server(settings: Settings) -> ServerState | None:
    with suppress(PermissionError):  # another user's
        return next((server for server in servers(settings.data) if server.port == settings.port), None)
    return None
