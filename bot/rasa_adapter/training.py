"""Training: make the model from the maintainers' files when they have changed, and say what is going on."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import TemporaryDirectory
from time import time
from typing import TextIO

from bot.content.declarations import Declarations
from bot.content.exchange import Exchange
from bot.content.loading import load_content
from bot.content.project_files import PROJECT, ProjectFiles, held
from bot.process.settings import SettingsError, load_settings
from bot.rasa_adapter.model_file import discard, is_whole, seal
from bot.rasa_adapter.service_record import kept_models
from bot.rasa_adapter.story_checks import answers, check_stories
from bot.rasa_adapter.training_progress import CHECKING, PACKING, PREPARING, READY, JsonLines, Progress, Steps
from nlu.classification.training_run import TrainingRun, training_run
from nlu.encoder.installation import EncoderError, installation
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.resources import handling
from nlu.training_data.annotated import read_annotated
from nlu.training_data.distress import read_distress
from nlu.training_data.examples import FAQ, read_examples
from nlu.training_data.meanings import read_turns
from rules.errors import ProgrammeError

ROOT = Path(__file__).parents[2]
SHAPING_CODE = (
    "nlu/classification/background.py",
    "nlu/classification/delexicalization.py",
    "nlu/classification/embedding_cache.py",
    "nlu/classification/intent_classifier.py",
    "nlu/classification/language_id.py",
    "nlu/classification/network.py",
    "nlu/classification/ngrams.py",
    "nlu/classification/ranking.py",
    "nlu/classification/training_run.py",
    "nlu/classification/utterance_classifier.py",
    "nlu/distress.py",
    "nlu/encoder/encoding.py",
    "nlu/encoder/encodings.py",
    "nlu/encoder/installation.py",
    "nlu/encoder/sentence_encoder.py",
    "nlu/entities/clauses.py",
    "nlu/entities/dates.py",
    "nlu/entities/places/evidence.py",
    "nlu/entities/places/finder.py",
    "nlu/entities/places/gazetteer.py",
    "nlu/entities/places/lexicon.py",
    "nlu/entities/places/merging.py",
    "nlu/entities/places/misspellings.py",
    "nlu/entities/places/numbers.py",
    "nlu/entities/places/tokenized_text.py",
    "nlu/heads/distress.py",
    "nlu/heads/features.py",
    "nlu/heads/heads.py",
    "nlu/heads/labels.py",
    "nlu/heads/linear.py",
    "nlu/heads/training.py",
    "nlu/intents.py",
    "nlu/meaning.py",
    "nlu/products.py",
    "nlu/rasa_adapter/components.py",
    "nlu/rasa_adapter/importer.py",
    "nlu/text.py",
    "nlu/training_data/annotated.py",
    "nlu/training_data/distress.py",
    "nlu/training_data/examples.py",
    "nlu/training_data/meanings.py",
    "nlu/training_data/stories.py",
)
"""Code that makes the model of what it learns; a test holds it against what the training imports."""

SHAPING_DATA = (
    "config.yml",
    "nlu/data/communes.txt",
    "nlu/data/mots.txt",
    "nlu/reading/heads.npz",
    "nlu/reading/names.json",
)
"""Files beside the code that shape the model. The lexicon and the programme's territories are none of them: places and
days are taken out of the examples by them, and out of each message by those in service, so that an edit holds without
training; it reaches what is learnt of the examples that it concerns at the next one."""

SHAPING_LIBRARIES = (
    "babel",
    "joblib",
    "numpy",
    "onnxruntime",
    "rapidfuzz",
    "rasa",
    "scikit-learn",
    "scipy",
    "sentencepiece",
)
"""Libraries of which another version may make another model, or cannot read this one."""

_WHOLE = (
    *("config.yml", "nlu/domain.yml", "stories/recits/*.yml"),
    *(
        "nlu/annotated/*.yml",
        "nlu/annotated/messages/*.yml",
        "nlu/annotated/detresse/*.yml",
        "nlu/annotated/meanings/*.jsonl",
    ),
)
"""Files that are learnt from as they are; of the others the sentences only."""


def learnt(files: ProjectFiles = PROJECT) -> dict[str, str]:
    """What the model learns of the maintainers' files: a digest for each file, by its path.

    Of a file with examples only these count, with their question: its texts and facts hold without training.

    Raises:
        ProgrammeError: examples cannot be read.
    """
    sentences: dict[Path, list[tuple[str, ...]]] = {path: [(path.stem,)] for path in sorted(files.faq.glob("*.yml"))}
    for example in read_examples(directory=files.examples, faq=files.faq):
        sentence = (example.text, example.intent, example.language, "after" if example.contextual else "")
        sentences.setdefault(example.place.file, []).append(sentence)
    found = {path: repr(learnt_sentences).encode() for path, learnt_sentences in sentences.items()}
    whole = [path for pattern in _WHOLE for path in files.root.glob(pattern)]
    found |= zip(whole, held(whole), strict=True)
    return {path.relative_to(files.root).as_posix(): sha256(found[path]).hexdigest() for path in sorted(found)}


def fingerprint(files: ProjectFiles = PROJECT) -> str:
    """Everything the model depends on: a digest of what trains it, a dash, a digest of what it learns.

    Raises:
        ProgrammeError: examples cannot be read.
    """
    return fingerprint_of(learnt(files))


def fingerprint_of(learnt_files: Mapping[str, str]) -> str:
    """The fingerprint of a model that learns this; `learnt_files`: as :func:`learnt` gives them."""
    digest = sha256()
    for path, content in learnt_files.items():
        digest.update(f"{path} {content}".encode())
    return f"{shaping_digest()}-{digest.hexdigest()[:16]}"


def shaping_digest() -> str:
    """A digest of what trains a model: encoder, libraries, code and data; not what it learns."""
    digest = sha256()
    digest.update(installation().identity.encode())
    for library in SHAPING_LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    for name in (*SHAPING_CODE, *SHAPING_DATA):
        digest.update(name.encode() + (ROOT / name).read_bytes())
    return digest.hexdigest()[:8]


def model_path(models: Path, trained_on: str) -> Path:
    """Where the model of a fingerprint is, or will be."""
    return models / f"aiguilleur-{trained_on}.tar.gz"


def trial_path(models: Path, trained_on: str) -> Path:
    """Where the model of a fingerprint is, or will be, that only went on from another one."""
    return models / f"essai-{trained_on}.tar.gz"


def trained_model(models: Path) -> Path | None:
    """The model that fits the files as they are, or None where there is none, or a damaged one."""
    model = fitting_model(models, fingerprint())
    return model if model and is_whole(model) else None


def fitting_model(models: Path, trained_on: str, *, trial: bool = False) -> Path | None:
    """The model of a fingerprint, or None; with `trial`, one that only went on from another where there is no other."""
    fitting = [model_path(models, trained_on), *([trial_path(models, trained_on)] if trial else [])]
    return next((model for model in fitting if model.exists()), None)


_UNFINISHED = ".en-cours-"
_LOST_AFTER = 3600.0
"""Seconds after which an unfinished training is one that was killed."""


_FAILED = "L’entraînement n’a pas abouti. Voici ce que Rasa en dit :\n"
_NO_TENSORFLOW = (
    "\nCette installation, faite pour servir, n’a pas TensorFlow : les composants de Rasa qui le demandent "
    "(DIETClassifier, TEDPolicy…) s’entraînent après « make setup »."
)


class TrainingFailedError(RuntimeError):
    """Rasa did not make a model; the message has what it said."""


def train(
    models: Path,
    say: Callable[[str], None],
    progress: Progress = lambda *_: None,
    *,
    declarations: Declarations = (),
    trial: bool = False,
) -> Path:
    """Train if anything changed; returns the model's path.

    The model appears whole or not at all; the one before it stays until then, and as long as it is in service or may
    be restored. Files that change meanwhile are trained on again, and only then does `progress` start anew.

    Args:
        models: the folder of the models.
        say: hears in French what goes on.
        progress: hears how far it is.
        declarations: what is checked beside the core of the content.
        trial: go on from the model that this code has trained anew before, where there is one: half of the time. What
            comes of it depends on that model too, so it does not go into service.

    Raises:
        ProgrammeError: the maintainers' files have mistakes, told before any training.
        EncoderError: the encoder is missing, damaged or wrong on this processor.
        TrainingFailedError: Rasa did not make a model of them.
    """
    trained_on = fingerprint()
    known = fitting_model(models, trained_on, trial=trial)
    if known and not is_whole(known):
        say(f"Le modèle {known.name} est abîmé : il est refait.")
        discard(known)
    elif known:
        say("Rien à faire : le modèle est à jour.")
        progress(READY, 1.0)
        return known
    sentence_encoder()  # what is wrong with it, Rasa would tell in its own way
    steps = Steps(progress)
    content = load_content(PROJECT, declarations)
    examples = read_examples(faq=FAQ)
    # The training reads them too; what is wrong with them, Rasa would tell minutes later, in its own way.
    read_annotated()
    read_distress()
    read_turns()
    findings = check_stories(content.files.recits, answers(content.programme, content.texts), examples)
    if findings:
        raise ProgrammeError(findings)
    steps.tell(CHECKING, 1, 1)
    say(f"Entraînement sur {len(examples)} phrases (quelques minutes)…")
    models.mkdir(parents=True, exist_ok=True)
    _remove_lost(models)
    # Beside its place, so that it can be moved there in one go; Rasa writes it little by little.
    with TemporaryDirectory(dir=models, prefix=_UNFINISHED) as made_in:
        begun = _begun(models, Path(made_in)) if trial else None
        with handling(Exchange(content)):
            made = _train(Path(made_in), models.parent / "encodings", steps, begun)
        if fingerprint() != trained_on:
            say("Des fichiers ont changé pendant l’entraînement : il recommence.")
            return train(models, say, progress, declarations=declarations, trial=trial)
        model = (trial_path if begun else model_path)(models, trained_on)
        seal(made, model)
    # A trial leaves the model that it went on from: the next one goes on from it too.
    kept = {model, *(models / name for name in kept_models(models.parent))}
    for path_of in (trial_path,) if begun else (trial_path, model_path):
        for old in set(models.glob(path_of(models, "*").name)) - kept:
            discard(old)
    steps.tell(READY, 1, 1)
    say("Modèle prêt.")
    return model


def train_with_json_progress(stream: TextIO, declarations: Declarations, *, trial: bool) -> bool:
    """Train by the settings of the environment, and write the progress as JSON lines; False where there is no model."""
    lines = JsonLines(stream)
    try:
        models = load_settings().models
        model = train(models, lambda _: None, lines.progress, declarations=declarations, trial=trial)
    except (EncoderError, ProgrammeError, SettingsError, TrainingFailedError) as error:
        lines.failed(str(error), error.findings if isinstance(error, ProgrammeError) else ())
        return False
    lines.done(str(model))
    return True


def _remove_lost(models: Path) -> None:
    """Remove what trainings that were killed have left."""
    for lost in models.glob(f"{_UNFINISHED}*"):
        with suppress(FileNotFoundError):  # another training may end just now
            if time() - lost.stat().st_mtime > _LOST_AFTER:
                rmtree(lost, ignore_errors=True)


def _begun(models: Path, folder: Path) -> Path | None:
    """A copy of the last model that this code has trained anew: another training may remove it."""
    with suppress(FileNotFoundError):
        trained = models.glob(model_path(models, f"{shaping_digest()}-*").name)
        if last := max(trained, key=lambda model: model.stat().st_mtime, default=None):
            return copyfile(last, folder / "begun.tar.gz")
    return None


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """Rasa's working folders are in this one too: nothing else is left of a training that is killed."""
    before, tempfile.tempdir = tempfile.tempdir, str(folder.resolve())
    try:
        yield
    finally:
        tempfile.tempdir = before


def _train(folder: Path, encodings: Path, steps: Steps, begun: Path | None) -> Path:
    """Rasa's training, without its output unless it fails."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    shown, output = (sys.stdout, sys.stderr), io.StringIO()

    def tell(step: str, done: int, total: int) -> None:
        with redirect_stdout(shown[0]), redirect_stderr(shown[1]):
            steps.tell(step, done, total)

    run = TrainingRun(encodings, tell, begun)
    with redirect_stdout(output), redirect_stderr(output), training_run(run), _working_in(folder):
        from rasa.model_training import train as rasa_train
        from rasa.shared.exceptions import RasaException

        tell(PREPARING, 1, 1)
        try:
            result = rasa_train(
                domain=str(ROOT / "nlu" / "domain.yml"),
                config=str(ROOT / "config.yml"),
                training_files=[str(ROOT / "stories")],
                output=str(folder),
                fixed_model_name="model",
                force_training=True,
            )
        except RasaException as error:  # config.yml names what Rasa does not know, or not here
            hint = "" if find_spec("tensorflow") else _NO_TENSORFLOW
            raise TrainingFailedError(f"{_FAILED}{error}{hint}") from error
        tell(PACKING, 1, 1)
    if result.code or not result.model:
        raise TrainingFailedError(f"{_FAILED}{output.getvalue()}")
    return Path(result.model)
