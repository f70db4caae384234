"""Fingerprints of the keys under which a database keeps conversations: another key would find none of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.dialects import insert_once
from bot.storage.errors import StorageError
from bot.storage.identifiers import Identifiers
from bot.storage.schema import keys, now

_UNKNOWN = (
    "La clé des identifiants n'est pas de cette base : avec elle, aucune conversation n'y serait retrouvée, ni pour "
    "répondre ni pour effacer. Rien n'a été fait. Remettre la clé d'origine (AIGUILLEUR_HASH_KEY, sinon le fichier "
    "hash.key du dossier AIGUILLEUR_DATA du serveur). Si elle est perdue : aiguilleur db forget-keys."
)


def recognise(database: Database, identifiers: Identifiers) -> None:
    """Check that the database knows one of the keys.

    Raises:
        StorageError: it knows none of them.
    """
    known = set(database.read_sync(lambda connection: connection.execute(select(keys.c.fingerprint)).scalars().all()))
    if known.isdisjoint(identifiers.fingerprints):
        raise StorageError(_UNKNOWN)


def register(database: Database, identifiers: Identifiers) -> None:
    """Note the writing key, if one of the keys is known or the database knows none yet.

    Raises:
        StorageError: it knows only others.
    """
    writing = identifiers.fingerprints[0]

    def note(connection: Connection) -> bool:
        known = set(connection.execute(select(keys.c.fingerprint)).scalars())
        if known and known.isdisjoint(identifiers.fingerprints):
            return False
        insert_once(connection, keys, fingerprint=writing, since=now())
        return True

    if not database.write_sync(note):
        raise StorageError(_UNKNOWN)


def forget(database: Database) -> int:
    """Forget all keys, so that the next server brings the first one. Returns the number forgotten."""
    return database.write_sync(lambda connection: int(connection.execute(keys.delete()).rowcount))
