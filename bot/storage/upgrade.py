"""The upgrade of a database to the schema of this code: with Alembic, one process at a time, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engine import WRITES, engine
from bot.storage.errors import StorageError

_LOCK = 0x41494755
"""Number of the PostgreSQL lock held by migrations: "AIGU"."""


def migrate(url: URL, target: str = "head") -> None:
    """Bring the database up to a revision.

    Raises:
        StorageError: it cannot be reached, or it or the target is newer than this code.
    """
    with _alone(url) as (connection, config):
        if target not in ("head", *_known(config)):
            raise StorageError(
                f"La révision « {target} » est d'une version plus récente d'Aiguilleur : rien n'a été fait. "
                "Installer cette version plus récente."
            )
        if target in ("head", _newest()) and revision(connection) == _newest():
            return
        command.upgrade(config, target)


def downgrade(url: URL, target: str) -> None:
    """Take the database down to a revision; "base" is its form before migrations.

    Raises:
        StorageError: it cannot be reached, is newer than this code, or there is no such revision.
    """
    with _alone(url) as (connection, config):
        known = _known(config)
        if target not in (*known, "base"):
            names = ", ".join([*reversed(known), "base"])
            raise StorageError(f"La révision « {target} » n'existe pas. Choisir parmi : {names}.")
        if revision(connection):
            command.downgrade(config, target)


def state(url: URL) -> tuple[str | None, str]:
    """The database's revision (None before the first) and the newest one.

    Raises:
        StorageError: it cannot be reached, or is newer than this code.
    """
    with _alone(url) as (connection, _):
        return revision(connection), _newest()


def require_current(url: URL) -> None:
    """Check that a database has the version of this code.

    Raises:
        StorageError: it has another, or cannot be reached.
    """
    current, newest = state(url)
    if current != newest:
        raise StorageError(
            f"La base de données {url!r} est à la révision {current or 'aucune'}, et il faut {newest} : rien n'a été "
            "fait. Démarrer le serveur, qui la met à jour, ou : aiguilleur db upgrade"
        )


def revision(connection: Connection) -> str | None:
    """The database's revision; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def _newest() -> str:
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _known(config: Config) -> list[str]:
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


@contextmanager
def _alone(url: URL) -> Iterator[tuple[Connection, Config]]:
    """A transaction during which no other process migrates."""
    made = engine(url, migrating=True)
    config = _config()
    try:
        with made.execution_options(**{WRITES: True}).begin() as connection:
            if made.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            _refuse_newer(connection, config, url)
            config.attributes["connection"] = connection
            yield connection, config
    except SQLAlchemyError as error:
        raise StorageError(_explained(url, error)) from error
    finally:
        made.dispose()


def _refuse_newer(connection: Connection, config: Config, url: URL) -> None:
    current = revision(connection)
    if current and current not in _known(config):
        raise StorageError(
            f"La base de données {url!r} est à la révision « {current} », que cette version d'Aiguilleur ne connaît "
            "pas : une version plus récente l'a faite. Rien n'y a été changé. Installer cette version plus récente, "
            "ou revenir en arrière avec elle (aiguilleur db downgrade), ou restaurer une sauvegarde."
        )


def _explained(url: URL, error: Any) -> str:
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    where = (
        "Vérifier que le dossier existe, qu'il est accessible en écriture et que le disque n'est pas plein."
        if url.get_backend_name() == "sqlite"
        else "Vérifier que PostgreSQL répond, et l'hôte, l'utilisateur et la base écrits dans DATABASE_URL."
    )
    return f"La base de données {url!r} ne peut pas être ouverte ou mise à jour : {reason}. {where}"
