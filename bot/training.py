"""Training: make the model from the maintainers' files when they have changed, and say what is going on."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from bot.content import load_content
from bot.stories import check_stories
from nlu.examples_reader import FAQ, read_examples
from rules.errors import ProgrammeError

ROOT = Path(__file__).parent.parent
_TRAINED_ON = (
    "config.yml",
    "nlu/examples/*.yml",
    "stories/faq/*.yml",
    "stories/recits/*.yml",
    "nlu/domain.yml",
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


def fingerprint() -> str:
    """A digest of everything the model is trained on."""
    digest = sha256(version("rasa").encode())
    for pattern in _TRAINED_ON:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def trained_model(models: Path) -> Path | None:
    """The model that fits the files as they are, or None."""
    path = models / f"aiguilleur-{fingerprint()}.tar.gz"
    return path if path.exists() else None


def train(models: Path, say: Callable[[str], None]) -> Path:
    """Train if anything changed; returns the model's path.

    Raises:
        ProgrammeError: the maintainers' files have mistakes, told before any training.
    """
    known = trained_model(models)
    if known:
        say("Rien à faire : le modèle est à jour.")
        return known
    content = load_content()
    examples = read_examples(faq=FAQ)
    findings = check_stories(content, examples)
    if findings:
        raise ProgrammeError(findings)
    say(f"Entraînement sur {len(examples)} phrases (environ deux minutes)…")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    from rasa.model_training import train as rasa_train

    models.mkdir(parents=True, exist_ok=True)
    result = rasa_train(
        domain=str(ROOT / "nlu" / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "stories")],
        output=str(models),
        fixed_model_name=f"aiguilleur-{fingerprint()}",
        force_training=True,
    )
    if result.code or not result.model:
        raise RuntimeError("L'entraînement n'a pas abouti ; les lignes au-dessus disent pourquoi.")
    model = Path(result.model)
    for old in models.glob("aiguilleur-*.tar.gz"):
        if old != model:
            old.unlink()
    say("Modèle prêt.")
    return model
