"""Keyed hashes in place of the channels' identifiers, with keys that can be changed.

The first key writes; the others still read, so that a conversation kept under one of them is found and moved.
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
class Identity:
    """A conversation: its channel, and its hash by each key, the one that writes first."""

    channel: str
    hashes: tuple[str, ...]

    @property
    def id(self) -> str:
        """The hash that is written: it names the conversation in locks and tables."""
        return self.hashes[0]


class Identifiers:
    """Makes the hashes. `keys` are bytes, the one that writes first; at least one."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = tuple(keys)

    @classmethod
    def of(cls, settings: Settings) -> Identifiers:
        """By the keys of AIGUILLEUR_HASH_KEY, else of the file hash.key, which is made at the first start.

        Raises:
            StorageError: a key does not have the form.
        """
        written = settings.hash_key.get_secret_value()
        return cls(_parsed(written.split(","), "AIGUILLEUR_HASH_KEY") if written else _of_file(key_file(settings)))

    def conversation(self, channel: str, conversation: str) -> Identity:
        """A channel's conversation."""
        return Identity(channel, tuple(_hash(key, f"{channel}:{conversation}") for key in self._keys))

    def message(self, identity: Identity, message: str) -> tuple[str, ...]:
        """The hashes of the id of a message in a conversation, by each key."""
        return tuple(
            _hash(key, f"message:{own}:{message}") for key, own in zip(self._keys, identity.hashes, strict=True)
        )

    def update(self, channel: str, update: str) -> tuple[str, ...]:
        """The hashes of the id of a channel's update that belongs to no conversation, by each key."""
        return tuple(_hash(key, f"update:{channel}:{update}") for key in self._keys)

    def derived(self, purpose: str) -> tuple[bytes, ...]:
        """A key for another purpose from each key; none tells the key it comes from."""
        return tuple(hmac.new(key, f"key:{purpose}".encode(), sha256).digest() for key in self._keys)

    def digest(self, text: str) -> str:
        """The hash of a text, to tell whether it is the same as another."""
        return _hash(self._keys[0], f"text:{text}")


def key_file(settings: Settings) -> Path:
    """Where the keys are when the environment has none."""
    return settings.data / "hash.key"


def rotate(path: Path) -> int:
    """Put a new key first in the file; those before it still read. Gives the number of keys."""
    keys = [secrets.token_bytes(KEY_BYTES), *_of_file(path)]
    _replace(path, keys)
    return len(keys)


def retire(path: Path) -> int:
    """Take all keys but the first out of the file: what is kept under them is found no more. Gives how many went."""
    keys = _of_file(path)
    _replace(path, keys[:1])
    return len(keys) - 1


def _hash(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _of_file(path: Path) -> tuple[bytes, ...]:
    if not path.exists():
        _make(path)
    content = path.read_bytes()
    if len(content) == KEY_BYTES:  # a file of before keys could be changed: the key itself
        return (content,)
    return _parsed(content.decode("ascii", "replace").split(), str(path))


def _parsed(written: Sequence[str], where: str) -> tuple[bytes, ...]:
    keys = [one.strip() for one in written]
    if not keys or not all(_HEXADECIMAL.fullmatch(one) for one in keys):
        raise StorageError(
            f"{where} : chaque clé s'écrit avec {2 * KEY_BYTES} chiffres hexadécimaux (openssl rand -hex {KEY_BYTES}). "
            "Remettre la clé d'origine si elle a été abîmée : avec une autre, plus aucune conversation n'est retrouvée."
        )
    return tuple(dict.fromkeys(bytes.fromhex(one) for one in keys))


def _make(path: Path) -> None:
    """The first key, readable by its owner only; of processes that start together, the first one's holds."""
    beside = _written_beside(path, [secrets.token_bytes(KEY_BYTES)])
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _replace(path: Path, keys: Sequence[bytes]) -> None:
    os.replace(_written_beside(path, keys), path)


def _written_beside(path: Path, keys: Sequence[bytes]) -> Path:
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{key.hex()}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return beside
