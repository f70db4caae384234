"""The keys under which a database keeps conversations, by fingerprints: with another one nobody would be found."""

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
    """One of the keys has to be known to the database.

    Raises:
        StorageError: others are, and none of these.
    """
    known = set(database.read_sync(lambda connection: connection.execute(select(keys.c.fingerprint)).scalars().all()))
    if known.isdisjoint(identifiers.fingerprints):
        raise StorageError(_UNKNOWN)


def register(database: Database, identifiers: Identifiers) -> None:
    """Note the writing key, once one of the keys is recognised; the first server of a database brings the first one.

    Raises:
        StorageError: other keys are known, and none of these.
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
    """Forget all keys: the next server's becomes the first one. Returns how many were known."""
    return database.write_sync(lambda connection: int(connection.execute(keys.delete()).rowcount))
