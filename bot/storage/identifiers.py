"""Keyed hashes in place of the channels' identifiers, with keys that can be changed.

The first key writes; the others only read, so that a conversation kept under one of them is found and moved.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.process.settings import Settings
from bot.storage.errors import StorageError

KEY_BYTES = 32
_HEXADECIMAL = re.compile(rf"[0-9a-fA-F]{{{2 * KEY_BYTES}}}")


@dataclass(frozen=True)
class ConversationKey:
    """The key of a conversation: its channel, and its hash under each secret key, the writing key first."""

    channel: str
    hashes: tuple[str, ...]

    @property
    def id(self) -> str:
        """The hash to write: it identifies the conversation in locks and tables."""
        return self.hashes[0]


class Identifiers:
    """Hashes identifiers. `keys` are at least one secret key in bytes, the writing key first."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    @classmethod
    def of(cls, settings: Settings, *, make: bool = True) -> Identifiers:
        """Hash with the keys of AIGUILLEUR_HASH_KEY, else of the file hash.key; `make` creates the file if missing.

        Raises:
            StorageError: a key is not hexadecimal or has the wrong length, or there is none and `make` is false.
        """
        if written := settings.hash_key.get_secret_value():
            return cls(_parse(written.split(","), "AIGUILLEUR_HASH_KEY"))
        path = key_file(settings)
        if make and not path.exists():
            _make(path)
        return cls(_read_keys(path))

    def conversation(self, channel: str, conversation: str) -> ConversationKey:
        """The key of a channel's conversation."""
        return ConversationKey(channel, tuple(_hash(key, f"{channel}:{conversation}") for key in self._keys))

    def message(self, conversation_key: ConversationKey, message: str) -> tuple[str, ...]:
        """The hashes of a message's id in a conversation, one for each key."""
        return tuple(
            _hash(key, f"message:{own}:{message}") for key, own in zip(self._keys, conversation_key.hashes, strict=True)
        )

    def update(self, channel: str, update: str) -> tuple[str, ...]:
        """The hashes of the id of an update outside any conversation, one for each key."""
        return tuple(_hash(key, f"update:{channel}:{update}") for key in self._keys)

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """Keys for another purpose, one from each key, which do not reveal it."""
        return tuple(hmac.new(key, f"key:{purpose}".encode(), sha256).digest() for key in self._keys)

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """A name for each key, which does not reveal it; the writing key first."""
        return tuple(_hash(key, "fingerprint") for key in self._keys)

    def digest(self, text: str) -> str:
        """The hash of a text, for comparison."""
        return _hash(self._keys[0], f"text:{text}")


def key_file(settings: Settings) -> Path:
    """The file of the keys, used if the environment has none."""
    return settings.data / "hash.key"


def rotate(path: Path) -> int:
    """Put a new writing key first in the file; the others still read. Returns the number of keys."""
    keys = [secrets.token_bytes(KEY_BYTES), *_read_keys(path)]
    _replace(path, keys)
    return len(keys)


def retire(path: Path) -> int:
    """Remove all keys but the first from the file; rows under them are no longer found. Returns the number removed."""
    keys = _read_keys(path)
    _replace(path, keys[:1])
    return len(keys) - 1


def _hash(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _read_keys(path: Path) -> tuple[bytes, ...]:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise StorageError(
            f"Il n'y a pas de clé des identifiants ({path}) : rien n'a été fait, ni créé. Donner à cette commande "
            "celle du serveur : son AIGUILLEUR_DATA, ou AIGUILLEUR_HASH_KEY."
        ) from error
    if len(content) == KEY_BYTES:  # a file of before keys could be changed: the key itself
        return (content,)
    return _parse(content.decode("ascii", "replace").split(), str(path))


def _parse(written: Sequence[str], where: str) -> tuple[bytes, ...]:
    keys = [key.strip() for key in written]
    if not keys or not all(_HEXADECIMAL.fullmatch(key) for key in keys):
        raise StorageError(
            f"{where} : chaque clé s'écrit avec {2 * KEY_BYTES} chiffres hexadécimaux (openssl rand -hex {KEY_BYTES}). "
            "Remettre la clé d'origine si elle a été abîmée : avec une autre, plus aucune conversation n'est retrouvée."
        )
    return tuple(dict.fromkeys(bytes.fromhex(key) for key in keys))


def _make(path: Path) -> None:
    """Write the first key, readable by its owner only; if several processes start together, the first one wins."""
    beside = _write_beside(path, [secrets.token_bytes(KEY_BYTES)])
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _replace(path: Path, keys: Sequence[bytes]) -> None:
    os.replace(_write_beside(path, keys), path)


def _write_beside(path: Path, keys: Sequence[bytes]) -> Path:
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{key.hex()}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return beside
