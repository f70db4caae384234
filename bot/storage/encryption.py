"""Compressed and encrypted files, written and read as streams: nothing is on the disk in clear.

They have the format of `age`: with the secret key, `age -d` and `gunzip` read them without this program.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Literal

import msgspec
import pyrage

from bot.process.settings import SettingsError
from bot.storage.errors import StorageError


def public_keys(written: str) -> list[Any]:
    """The public keys in BACKUP_RECIPIENT; each one's secret key opens the file by itself.

    Raises:
        SettingsError: there is none, or one is not a public key of age.
    """
    if not written:
        raise SettingsError(
            "BACKUP_RECIPIENT : il manque la clé publique pour laquelle chiffrer les sauvegardes (age1…). La créer sur "
            "une autre machine que ce serveur : age-keygen -o cle-des-sauvegardes.txt"
        )
    try:
        return [pyrage.x25519.Recipient.from_str(key.strip()) for key in written.split(",")]
    except pyrage.RecipientError as error:
        raise SettingsError(f"BACKUP_RECIPIENT : « {written} » n'est pas une clé publique de age (age1…).") from error


def secret_keys(text: str) -> list[Any]:
    """The secret keys in a file made by `age-keygen`.

    Raises:
        StorageError: there is none.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError:
        keys = []
    if not keys:
        raise StorageError(
            "Ce fichier n'a pas de clé secrète de age (AGE-SECRET-KEY-1…) : rien n'a été fait. Donner celui que "
            "age-keygen a écrit."
        )
    return keys


@contextmanager
def encrypted(target: IO[bytes], keys: list[Any]) -> Iterator[gzip.GzipFile]:
    """A file to write to; `target` gets its content, compressed and encrypted for the keys.

    Raises:
        OSError: `target` cannot be written to.
    """

    def encrypt(clear: IO[bytes]) -> None:
        pyrage.encrypt_io(clear, target, keys)

    with _in_thread(encrypt, "rb") as (done, pipe):
        # A broken pipe only tells that the thread has given up; its result tells why.
        with suppress(BrokenPipeError), pipe, gzip.GzipFile(fileobj=pipe, mode="wb") as clear:
            yield clear
        try:
            done()
        except pyrage.EncryptError as error:
            raise OSError(str(error)) from error


@contextmanager
def decrypted(file: Path, keys: list[Any]) -> Iterator[gzip.GzipFile]:
    """The content of a file. Read it to the end: only then is it known to be complete.

    Raises:
        StorageError: none of the keys opens it, or it is damaged.
    """

    def decrypt(clear: IO[bytes]) -> None:
        with file.open("rb") as source:
            pyrage.decrypt_io(source, clear, keys)

    try:
        with _in_thread(decrypt, "wb") as (done, pipe):
            try:
                with pipe, gzip.GzipFile(fileobj=pipe) as clear:
                    yield clear
            except (EOFError, gzip.BadGzipFile, zlib.error, msgspec.DecodeError):
                done()
                raise
            done()
    except pyrage.DecryptError as error:
        raise StorageError(
            f"Cette clé n'ouvre pas {file}, ou ce fichier n'est pas une sauvegarde ({error}) : rien n'a été remis. "
            "Prendre la clé secrète qui répond à BACKUP_RECIPIENT au moment de la sauvegarde."
        ) from error
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise StorageError(
            f"La sauvegarde {file} ne peut pas être lue jusqu'au bout ({error}) : rien n'a été remis. Vérifier que cet "
            "utilisateur peut la lire ; si elle est abîmée, prendre la précédente."
        ) from error


@contextmanager
def _in_thread(
    work: Callable[[IO[bytes]], None], mode: Literal["rb", "wb"]
) -> Iterator[tuple[Callable[[], None], IO[bytes]]]:
    """A function that waits for a thread, and our end of a pipe; the thread reads or writes the other end."""
    read, write = os.pipe()
    theirs, own = (read, write) if mode == "rb" else (write, read)

    def run() -> None:
        with open(theirs, mode) as end:
            work(end)

    with ThreadPoolExecutor(1, "encryption") as pool:
        done = pool.submit(run)
        with open(own, "wb" if mode == "rb" else "rb") as pipe:
            yield done.result, pipe
