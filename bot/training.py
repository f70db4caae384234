"""Training: make the model from the maintainers' files when they have changed, and say what is going on."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.checkout import PROJECT, Checkout, held
from bot.content import load_content
from bot.progress import CHECKING, PACKING, PREPARING, READY, Progress, Steps
from bot.stories import answers, check_stories
from nlu.examples_reader import FAQ, read_examples
from nlu.knowledge import pinned
from nlu.learning import Learning, learning
from rules.errors import ProgrammeError

ROOT = Path(__file__).parent.parent
_CODE = (
    "nlu/classifier.py",
    "nlu/encoder.py",
    "nlu/hearing.py",
    "nlu/plain.py",
    "nlu/importer.py",
    "nlu/intents.py",
    "nlu/language.py",
    "nlu/network.py",
    "nlu/ngrams.py",
    "nlu/stories_reader.py",
)
"""What makes the model of what it learns."""

_WHOLE = ("config.yml", "nlu/domain.yml", "stories/recits/*.yml")
"""Files that are learnt from as they are; of the others the sentences only."""


def learnt(checkout: Checkout = PROJECT) -> dict[str, str]:
    """What the model learns of the maintainers' files: a digest for each file, by its path.

    Of a file with examples only these count, with their question: its texts and facts hold without training.

    Raises:
        ProgrammeError: examples cannot be read.
    """
    sentences: dict[Path, list[tuple[str, ...]]] = {path: [(path.stem,)] for path in sorted(checkout.faq.glob("*.yml"))}
    for one in read_examples(directory=checkout.examples, faq=checkout.faq):
        said = (one.text, one.intent, one.language, "after" if one.in_thread else "")
        sentences.setdefault(one.place.file, []).append(said)
    found = {path: repr(said).encode() for path, said in sentences.items()}
    whole = [path for pattern in _WHOLE for path in checkout.root.glob(pattern)]
    found |= zip(whole, held(whole), strict=True)
    return {path.relative_to(checkout.root).as_posix(): sha256(found[path]).hexdigest() for path in sorted(found)}


def fingerprint(checkout: Checkout = PROJECT) -> str:
    """A digest of everything the model is trained on.

    Raises:
        ProgrammeError: examples cannot be read.
    """
    digest = sha256(version("rasa").encode())
    for path, content in learnt(checkout).items():
        digest.update(f"{path} {content}".encode())
    for name in _CODE:
        digest.update(name.encode() + (ROOT / name).read_bytes())
    return digest.hexdigest()[:16]


def model_path(models: Path, trained_on: str) -> Path:
    """Where the model of a fingerprint is, or will be."""
    return models / f"aiguilleur-{trained_on}.tar.gz"


def trained_model(models: Path) -> Path | None:
    """The model that fits the files as they are, or None."""
    path = model_path(models, fingerprint())
    return path if path.exists() else None


class TrainingFailedError(RuntimeError):
    """Rasa did not make a model; the message has what it said."""


def train(models: Path, say: Callable[[str], None], progress: Progress = lambda *_: None) -> Path:
    """Train if anything changed; returns the model's path.

    The model appears whole or not at all; the one before it stays until then. Files that change meanwhile are trained
    on again, and only then does `progress` start anew.

    Raises:
        ProgrammeError: the maintainers' files have mistakes, told before any training.
        TrainingFailedError: Rasa did not make a model of them.
    """
    trained_on = fingerprint()
    model = model_path(models, trained_on)
    if model.exists():
        say("Rien à faire : le modèle est à jour.")
        progress(READY, 1.0)
        return model
    steps = Steps(progress)
    content = load_content()
    examples = read_examples(faq=FAQ)
    findings = check_stories(content.checkout.recits, answers(content.programme, content.words), examples)
    if findings:
        raise ProgrammeError(findings)
    steps.tell(CHECKING, 1, 1)
    say(f"Entraînement sur {len(examples)} phrases (environ une minute)…")
    models.mkdir(parents=True, exist_ok=True)
    # Beside its place, so that it can be moved there in one go; Rasa writes it little by little.
    with TemporaryDirectory(dir=models, prefix=".en-cours-") as made_in:
        with pinned(content.knowledge):
            made = _train(Path(made_in), models.parent / "encodings", steps)
        if fingerprint() != trained_on:
            say("Des fichiers ont changé pendant l’entraînement : il recommence.")
            return train(models, say, progress)
        os.replace(made, model)
    for old in models.glob("aiguilleur-*.tar.gz"):
        if old != model:
            old.unlink(missing_ok=True)
    steps.tell(READY, 1, 1)
    say("Modèle prêt.")
    return model


def _train(folder: Path, encodings: Path, steps: Steps) -> Path:
    """Rasa's training, without what it says unless it fails."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    shown, said = (sys.stdout, sys.stderr), io.StringIO()

    def tell(step: str, done: int, total: int) -> None:
        with redirect_stdout(shown[0]), redirect_stderr(shown[1]):
            steps.tell(step, done, total)

    with redirect_stdout(said), redirect_stderr(said), learning(Learning(encodings, tell)):
        from rasa.model_training import train as rasa_train

        tell(PREPARING, 1, 1)
        result = rasa_train(
            domain=str(ROOT / "nlu" / "domain.yml"),
            config=str(ROOT / "config.yml"),
            training_files=[str(ROOT / "stories")],
            output=str(folder),
            fixed_model_name="model",
            force_training=True,
        )
        tell(PACKING, 1, 1)
    if result.code or not result.model:
        raise TrainingFailedError(f"L’entraînement n’a pas abouti. Voici ce que Rasa en dit :\n{said.getvalue()}")
    return Path(result.model)
