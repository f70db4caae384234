"""The file of a trained model, with a checksum beside it: one that was cut short or altered is told, never loaded."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


class ModelError(Exception):
    """A model is damaged or cannot be read; the message says in French what to do."""

    def __init__(self, model: Path, problem: str) -> None:
        super().__init__(
            f"Le modèle {model} {problem}. En refaire un : aiguilleur train (quelques minutes), ou remettre ce fichier "
            f"et {checksum_path(model).name} depuis une copie saine."
        )


def checksum_path(model: Path) -> Path:
    """The file with the checksum of a model, as `sha256sum --check` reads it."""
    return model.with_name(f"{model.name}.sha256")


def seal(made: Path, model: Path) -> None:
    """Put a model that was just made in its place, with its checksum; it appears whole or not at all."""
    checksum_path(model).write_text(f"{_digest(made)}  {model.name}\n", encoding="ascii")
    made.replace(model)


def discard(model: Path) -> None:
    """Remove a model and its checksum."""
    model.unlink(missing_ok=True)
    checksum_path(model).unlink(missing_ok=True)


def is_whole(model: Path) -> bool:
    """Whether a model is as it was made; one that has no checksum counts as whole: it was copied here without it."""
    try:
        noted = checksum_path(model).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return True
    return noted[:1] == [_digest(model)]


def check_model(model: Path) -> None:
    """A model has to be as it was made: it holds pickles, which run whatever was written into them.

    Raises:
        ModelError: it is not.
    """
    if not model.is_file():
        raise ModelError(model, "n'est pas là")
    if not is_whole(model):
        raise ModelError(model, "n'est pas tel qu'il a été fait : il est incomplet, ou quelqu'un l'a changé")


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
