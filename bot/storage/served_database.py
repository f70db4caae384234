"""Which database a command acts on: the one of the server of the data folder, or the one that it is told.

A command without the server's settings would find a new, empty database: an erasure would report that it is done.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import structlog
from pydantic import SecretStr
from sqlalchemy.engine import URL

from bot.process.settings import Settings, environment_file, load_settings, unreadable_environment
from bot.storage.engine import address
from bot.storage.errors import StorageError

_NAME: Final = "base-en-service"
"""The file of the data folder in which a server names its database, without user and password."""

_HOW: Final = (
    f"Donner à cette commande les réglages du serveur ({environment_file()}, ou les mêmes variables), "
    "ou nommer la base qu'elle doit utiliser : --database ADRESSE."
)

_log = structlog.get_logger()


def note_served(settings: Settings) -> None:
    """Note the database that a server of the data folder uses. A folder that cannot be written to costs the note."""
    try:
        (settings.data / _NAME).write_text(f"{_place(settings)}\n", encoding="utf-8")
    except OSError as error:
        _log.warning("served_database_not_noted", folder=str(settings.data), error=error.strerror)


def settings_of_server(database: str | None = None, *, made_anew: bool = False) -> Settings:
    """The settings with which a command acts on what a server keeps; `database`: the one meant, whatever these say.

    `made_anew`: the command fills a new database, which the server has not had so far.

    Raises:
        SettingsError: a setting is wrong.
        StorageError: the server of the data folder has another database, or its settings cannot be read.
    """
    settings = load_settings()
    if database:
        return settings.copy(update={"database": SecretStr(database)})
    if not settings.database.get_secret_value() and (file := unreadable_environment()):
        raise StorageError(
            f"{file} a les réglages du serveur, et cet utilisateur ne peut pas le lire : rien n'a été fait. "
            f"Relancer cette commande avec sudo. Ou bien : {_HOW}"
        )
    here, served = _place(settings), _served(settings.data)
    if served and served != here and not made_anew:
        raise StorageError(
            f"Le serveur de {settings.data} utilise la base {served}, et cette commande aurait utilisé {here} : "
            f"rien n'a été fait. {_HOW}"
        )
    return settings


def require_database(settings: Settings) -> None:
    """A database has to be there: only a server, or `aiguilleur db upgrade`, makes one.

    Raises:
        StorageError: the settings name a file that is not there.
    """
    url = address(settings.database_url)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists()):
        raise StorageError(f"Il n'y a pas de base de données {_place(settings)} : rien n'a été fait, ni créé. {_HOW}")


def _place(settings: Settings) -> str:
    url = address(settings.database_url)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{Path(url.database or '').absolute()}"
    return str(URL.create("postgresql", host=url.host, port=url.port, database=url.database))


def _served(data: Path) -> str | None:
    try:
        return (data / _NAME).read_text(encoding="utf-8").strip() or None
    except OSError:
        return None
