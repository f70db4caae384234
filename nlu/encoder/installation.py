"""The encoder's files: where they are, what they must be. Set-up makes them; nothing at serving does.

EncoderError
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

LAYERS = (7, 9, 12)
"""Layers whose states the encoder gives. A vector is made of the 9th and of the last one; the 7th tells best what is
denied and whose it is."""

GRAPH, TOKENIZER, MANIFEST = "encoder.onnx", "tokenizer.model", "manifest.json"
WEIGHTS = "encoder.weights"
"""Beside the graph, which names it: processes that map it into memory share what they do not change."""

_MAKERS = (
    "adaptation.npz",
    "conversion/*.py",
    "conversion/requirements.lock",
    "conversion/sentences.txt",
    "encoding.py",
    "installation.py",
    "sentence_encoder.py",
)
"""What makes the files, and the vectors that they must give."""

_ROOT = Path(__file__).parents[2]


class EncoderError(Exception):
    """The encoder is missing, damaged, or wrong on this processor; the message says in French what to do."""


@dataclass(frozen=True)
class KnownSentence:
    """A sentence whose vector is known: what the encoder must give for it on any machine."""

    text: str
    vector: list[float]


@dataclass(frozen=True)
class Manifest:
    """What the conversion has made.

    `files` has the sha256 of each file by its name; `versions` those of the packages that made them; `common` is
    what vectors have in common whatever they mean: the mean of what advisers write, and directions of unit length.
    """

    files: dict[str, str]
    versions: dict[str, str]
    known: list[KnownSentence]
    common: list[list[float]]

    def write(self, folder: Path) -> None:
        """Write it beside the files."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True)
class Installation:
    """The encoder's files in a folder, as the manifest there describes them."""

    folder: Path
    manifest: Manifest

    @property
    def identity(self) -> str:
        """The name of what the files hold: it changes where a vector could."""
        return hashlib.sha256(json.dumps(self.manifest.files, sort_keys=True).encode()).hexdigest()[:16]

    def check(self) -> None:
        """Compare the files with the manifest: some 50 MB are read.

        Raises:
            EncoderError: a file is missing or has changed.
        """
        for name, digest in self.manifest.files.items():
            path = self.folder / name
            try:
                found = sha256_of(path)
            except OSError as error:
                raise unusable(path, f"illisible ({error.strerror})") from error
            if found != digest:
                raise unusable(path, "abîmé : son contenu n’est pas celui que l’installation a fait")


def sha256_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def name() -> str:
    """The name of the folder: it changes with all that makes the files, so that a conversion never replaces another."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(path for pattern in _MAKERS for path in here.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def folders() -> Iterator[Path]:
    """Where the files may be, best first; set-up makes them in the last one.

    AIGUILLEUR_ENCODER says where, and then they are nowhere else.
    """
    if chosen := os.environ.get("AIGUILLEUR_ENCODER"):
        yield Path(chosen) / name()
        return
    if data := os.environ.get("AIGUILLEUR_DATA"):
        yield Path(data) / "encoder" / name()
    yield _ROOT / "var" / "encoder" / name()


def installation() -> Installation:
    """The encoder's files, described; they are neither loaded nor read.

    Raises:
        EncoderError: there are none, or their manifest cannot be read.
    """
    *_, made_in = tried = list(folders())
    folder = next((folder for folder in tried if (folder / MANIFEST).exists()), None)
    if folder is None:
        raise unusable(made_in, "absent")
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = [KnownSentence(**sentence) for sentence in content.pop("known")]
        return Installation(folder, Manifest(known=known, **content))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise unusable(path, "illisible") from error


def unusable(path: Path, problem: str) -> EncoderError:
    """What to say of a file that cannot be used."""
    return EncoderError(
        f"Encodeur de phrases : {path} : {problem}.\n"
        "Le refaire avec « make setup » (dix secondes), ou dire par AIGUILLEUR_ENCODER où il est."
    )


def main() -> int:
    """For set-up: print where the files belong; 1 where they are not, or are not as they should be."""
    *_, made_in = folders()
    print(made_in)
    try:
        installation().check()
    except EncoderError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
