"""Classifiers for a version of the examples, trained when needed; a few are kept in the data folder.

Only the classifiers are trained, not Rasa's policies: the meaning of a sentence depends on nothing else.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from bot.maintenance.diff.entity_changes import Finders
from bot.rasa_adapter.training import shaping_digest
from nlu.classification.training_run import TrainingRun
from nlu.classification.utterance_classifier import TrainingSentence, UtteranceClassifier
from nlu.training_data.examples import Example

MOST_KEPT = 4
"""Models kept, 20 MB each; the least recently used are removed first."""

_LEXICON = ("nlu/lexique/territoires.yml", "nlu/lexique/mots.yml", "rules/programme/territoires.yml")
"""Places and days are removed from the sentences before learning."""


def trained(
    finders: Finders, examples: Sequence[Example], folder: Path, say: Callable[[str], None]
) -> UtteranceClassifier:
    """The classifiers of a version.

    Args:
        finders: the version's lexicon.
        examples: its examples.
        folder: where models are kept; others clean up there too.
        say: called with a message in French when training takes place.
    """
    path = folder / classifier_name(finders, examples)
    if path.is_dir():
        path.touch()
        return UtteranceClassifier.load(path)
    say(f"Apprentissage sur {len(examples)} phrases, pour comparer ce qui est compris…")
    classifier = UtteranceClassifier().fit(
        [TrainingSentence(example.text, example.intent, example.language, example.contextual) for example in examples],
        finders.places.names,
        finders.delexicalizer,
        TrainingRun(encodings_beside(folder)),
    )
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=folder, prefix="."))
    classifier.save(unfinished)
    try:
        unfinished.rename(path)
    except OSError:  # Another process was faster.
        shutil.rmtree(unfinished, ignore_errors=True)
    kept = [path for path in folder.iterdir() if not path.name.startswith(".")]
    kept.sort(key=lambda path: path.stat().st_mtime)
    for old in kept[:-MOST_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return classifier


def encodings_beside(folder: Path) -> Path:
    """The folder of encodings: that of the training."""
    return folder.parent / "encodings"


def classifier_name(finders: Finders, examples: Sequence[Example]) -> str:
    """A name from everything the classifiers depend on: what shapes a model, lexicon and examples."""
    digest = sha256(shaping_digest().encode())
    for name in _LEXICON:
        digest.update((finders.content.files.root / name).read_bytes())
    learnt = [(example.text, example.intent, example.language, example.contextual) for example in examples]
    digest.update(msgspec.json.encode(learnt))
    return digest.hexdigest()[:16]
