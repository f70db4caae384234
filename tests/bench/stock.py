"""Stock Rasa on our data: a project as `rasa init` makes one, with the default pipeline and policies, trained once.

The sentences and intents are ours; one rule an intent calls a custom action, which an action server answers. The
default policies also learn from stories: each of ours says two intents one after the other.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from nlu.training_data.examples import Example
from tests.bench.server import run, stock_environment
from tests.support.redis_server import free_port

NOT_UNDERSTOOD = "nlu_fallback"
"""What Rasa's FallbackClassifier says instead of an intent; it too is answered by the action, at the same cost."""

FULL_PASSES = 100
"""Passes that Rasa's default configuration trains."""

_HERE = Path(__file__).parent / "stock_project"
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Stock:
    """The trained stock project in its folder.

    `seconds`: how long the training took; `processor`: the seconds of processor it cost; `passes`: those of each pass,
    by model.
    """

    folder: Path
    seconds: float
    processor: float
    passes: dict[str, list[float]]

    @property
    def model(self) -> Path:
        """The trained model's archive."""
        return self.folder / "models" / "stock.tar.gz"

    def teach(self, answers: Mapping[str, str]) -> None:
        """Give the action server its texts, by intent."""
        shutil.copy(_HERE / "actions.py", self.folder / "actions.py")
        written = json.dumps(answers, ensure_ascii=False, indent=1)
        (self.folder / "answers.json").write_text(written, encoding="utf-8")

    def commands(self, port: int) -> list[list[str]]:
        """How the action server and the server start; sets the endpoints that they meet at."""
        actions = free_port()
        endpoints = {
            "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(self.folder / "tracker.db")},
        }
        _write_yaml(self.folder / "endpoints.yml", endpoints)
        _write_yaml(self.folder / "credentials.yml", {"rest": {}})
        for old in self.folder.glob("tracker.db*"):
            old.unlink()
        rasa = [sys.executable, "-m", "rasa", "run", "--model", str(self.model), "--interface", "127.0.0.1"]
        rasa += ["--port", str(port), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
        return [[sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(actions)], rasa]


def trained(examples: Sequence[Example], passes: int, keep: Path, say: Callable[[str], None]) -> Stock:
    """The stock project, trained unless `keep` has it from the same inputs.

    Raises:
        BenchError: the training failed.
    """
    files = project(examples, passes)
    digest = sha256(version("rasa").encode())
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{content}\0".encode())
    folder = keep / f"stock-{digest.hexdigest()[:16]}"
    report = folder / "training.json"
    if not report.exists():
        for old in filter(Path.is_dir, keep.glob("stock-*")):
            shutil.rmtree(old)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        say(f"Entraînement de Rasa d'origine sur {len(examples)} phrases, {passes} passes…")
        command = ["nice", "-n", "10", sys.executable, "-m", "tests.bench.stock_training", str(folder)]
        environment = stock_environment() | {"PYTHONPATH": str(_ROOT)}
        run(command, _ROOT, environment, keep / "training-stock.log", "l'entraînement de Rasa d'origine")
    timed = json.loads(report.read_text(encoding="utf-8"))
    return Stock(folder.resolve(), timed["seconds"], timed["processor"], timed["passes"])


def project(examples: Sequence[Example], passes: int) -> dict[str, str]:
    """The project's files by name: what the model is trained on."""
    config = yaml.safe_load((_HERE / "config.yml").read_text(encoding="utf-8"))
    for component in (*config["pipeline"], *config["policies"]):
        if "epochs" in component:
            component["epochs"] = passes
    by_intent = groupby(sorted(examples, key=lambda example: example.intent), key=lambda example: example.intent)
    sentences = {
        intent: list(dict.fromkeys(" ".join(example.text.split()) for example in group)) for intent, group in by_intent
    }
    names = list(sentences)
    rules = [{"rule": name, "steps": _turn(name)} for name in (*names, NOT_UNDERSTOOD)]
    stories = [
        {"story": f"{first}, {second}", "steps": [*_turn(first), *_turn(second)]}
        for first, second in zip(names, [*names[1:], names[0]], strict=True)
    ]
    nlu = [
        {"intent": name, "examples": "".join(f"- {_plain(sentence)}\n" for sentence in sentences[name])}
        for name in names
    ]
    domain = {
        "version": "3.1",
        "intents": names,
        "actions": ["action_answer"],
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    return {
        "config.yml": _yaml(config),
        "domain.yml": _yaml(domain),
        "data/nlu.yml": _yaml({"version": "3.1", "nlu": nlu}),
        "data/rules.yml": _yaml({"version": "3.1", "rules": rules}),
        "data/stories.yml": _yaml({"version": "3.1", "stories": stories}),
    }


def _turn(intent: str) -> list[dict[str, str]]:
    return [{"intent": intent}, {"action": "action_answer"}]


def _plain(sentence: str) -> str:
    """Without the brackets that mark entities in Rasa's examples."""
    return sentence.translate(str.maketrans("[]{}", "()()"))


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)


def _write_yaml(path: Path, content: Any) -> None:
    path.write_text(_yaml(content), encoding="utf-8")
