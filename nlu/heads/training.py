"""Trained heads kept on disk: they depend on the annotated messages alone, which change less often than examples."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from nlu.classification.delexicalization import Delexicalizer
from nlu.classification.training_run import HEARING, TrainingRun
from nlu.encoder.installation import installation
from nlu.heads.heads import FILE, Heads
from nlu.training_data.annotated import AnnotatedMessage


def trained_heads(annotated: Sequence[AnnotatedMessage], delexicalize: Delexicalizer, run: TrainingRun) -> Heads:
    """The heads of annotated messages: those kept from the last training of the same, or trained, and then kept.

    Args:
        annotated: the messages.
        delexicalize: replaces their places and dates.
        run: where embeddings, and these, are kept, and who follows the progress.
    """
    if run.embeddings is None:
        return Heads().fit(annotated, delexicalize)
    kept = run.embeddings / f"heads-{_digest(annotated, delexicalize)}"
    with suppress(Exception):  # damage shows in many ways
        return Heads.load(kept)
    heads = Heads().fit(annotated, delexicalize, lambda done, total: run.on_progress(HEARING, done, total))
    with suppress(OSError), TemporaryDirectory(dir=run.embeddings, prefix=".en-cours-") as made:
        heads.save(Path(made))
        for old in run.embeddings.glob(f"heads-*/{FILE}"):
            old.unlink()
            old.parent.rmdir()
        kept.mkdir()
        (Path(made) / FILE).replace(kept / FILE)
    return heads


def _digest(annotated: Sequence[AnnotatedMessage], delexicalize: Delexicalizer) -> str:
    """Of everything that shapes the heads: messages, encoder, and the code beside this file."""
    digest = sha256(installation().identity.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for message in annotated:
        text = delexicalize.delexicalized(message.text)
        digest.update(repr((text, message.act, message.marks, message.metadata, message.place.file.name)).encode())
    return digest.hexdigest()[:16]
