"""The database a command acts on: that of the data folder's server, or the one given.

Without the server's settings, a command would find a new, empty database, and an erasure would wrongly report success.
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
"""File in the data folder where a server notes its database, without user and password."""

_HOW: Final = (
    f"Donner à cette commande les réglages du serveur ({environment_file()}, ou les mêmes variables), "
    "ou nommer la base qu'elle doit utiliser : --database ADRESSE."
)

_log = structlog.get_logger()


def note_served(settings: Settings) -> None:
    """Note the database of the data folder's server; only logged if the folder cannot be written to."""
    try:
        (settings.data / _NAME).write_text(f"{_place(settings)}\n", encoding="utf-8")
    except OSError as error:
        _log.warning("served_database_not_noted", folder=str(settings.data), error=error.strerror)


def settings_of_server(database: str | None = None, *, made_anew: bool = False) -> Settings:
    """The settings for a command that acts on a server's data.

    Args:
        database: the database to use, whatever the settings say.
        made_anew: whether the command fills a new database, which the server has not used so far.

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
    """Check that the database exists: only a server or `aiguilleur db upgrade` creates one.

    Raises:
        StorageError: the settings name a file that does not exist.
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
