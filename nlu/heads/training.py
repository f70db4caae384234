"""Trained heads kept on disk: they depend on the annotated messages, which change less often than examples do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Protocol, TypeVar

from nlu.classification.delexicalization import Delexicalizer
from nlu.classification.training_run import HEARING, TrainingRun
from nlu.encoder.installation import installation
from nlu.heads.heads import Heads
from nlu.training_data.annotated import AnnotatedMessage


class Savable(Protocol):
    """What can be kept in a folder."""

    def save(self, folder: Path) -> None:
        """Write what was learned into a folder."""


T = TypeVar("T", bound=Savable)


def trained_heads(annotated: Sequence[AnnotatedMessage], delexicalize: Delexicalizer, run: TrainingRun) -> Heads:
    """The heads of annotated messages: those kept from the last training of the same, or trained, and then kept.

    Args:
        annotated: the messages.
        delexicalize: replaces their places and dates.
        run: where embeddings, and these, are kept, and who follows the progress.
    """
    learnt = (
        (
            delexicalize.delexicalized(message.text),
            message.act,
            message.marks,
            message.metadata,
            message.place.file.name,
        )
        for message in annotated
    )
    return kept_or_trained(
        "heads",
        learnt,
        Heads.load,
        lambda: Heads().fit(annotated, delexicalize, lambda done, total: run.on_progress(HEARING, done, total)),
        run.embeddings,
    )


def kept_or_trained(
    name: str, learnt: Iterable[object], load: Callable[[Path], T], train: Callable[[], T], folder: Path | None
) -> T:
    """What the last training of the same kept, or what is trained, and then kept in place of it.

    Args:
        name: of what is kept, among others in the folder.
        learnt: all that is learnt from, as it prints.
        load: reads what is kept.
        train: trains it anew.
        folder: where it is kept; None for nowhere.
    """
    if folder is None:
        return train()
    kept = folder / f"{name}-{_digest(learnt)}"
    with suppress(Exception):  # damage shows in many ways
        return load(kept)
    trained = train()
    with suppress(OSError), TemporaryDirectory(dir=folder, prefix=".en-cours-") as made:
        whole = Path(made) / name
        whole.mkdir()
        trained.save(whole)
        for old in folder.glob(f"{name}-*"):
            rmtree(old)
        whole.rename(kept)
    return trained


def _digest(learnt: Iterable[object]) -> str:
    """Of everything that shapes a head: what it learns, encoder, and the code beside this file."""
    digest = sha256(installation().identity.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for part in learnt:
        digest.update(repr(part).encode())
    return digest.hexdigest()[:16]
