"""`make judge`, `make writer`: a folder for someone with fresh eyes, and a server to talk to, until Ctrl-C.

All that is said, with its grades or meanings, is in one file of that folder, in the form that `make meanings` reads.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from bot.process.settings import load_settings
from bot.rasa_adapter.training import trained_model
from nlu.forms import QuestionForm
from nlu.intents import OUT_OF_SCOPE, STATEMENT
from nlu.meaning import NO_TOPIC, ROLES, Holder, MessageAct, MessageLink, Operation, Who
from nlu.resources import project_programme
from nlu.training_data.examples import EXAMPLES, FAQ, Example, read_examples
from rules.ids import FactId
from tests.support.server import FROM_AFAR, ROUTE, Server

HERE: Final = Path(__file__).parent

EXAMPLES_OF_A_TOPIC: Final = 4

_BRIEFS: Final = {"judge": "judge.md", "writer": "writer.md"}


def main() -> None:
    """Make the folder, serve until it is ended, and say what was collected."""
    arguments = _arguments()
    models = load_settings().models
    if trained_model(models) is None:
        sys.exit("Aucun modèle à jour (« make train »).")
    folder: Path = arguments.folder
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="aiguilleur-") as data:
        # Without limits: one person talks to it as fast as several.
        server = Server(Path(data), models, run=True, RATE_CONVERSATION="0", RATE_ADDRESS="0", RATE_CHARACTERS="0")
        try:
            server.wait_until_ready()
            prepare(folder, arguments.kind, server.url + ROUTE, arguments.facts)
            print(f"Serveur prêt. Consignes : {folder / 'BRIEF.md'} (Ctrl-C pour finir)", flush=True)
            server.process.wait()
        except KeyboardInterrupt:
            print(f"\nTout est dans {folder / 'transcript.jsonl'}.")
            subprocess.run([sys.executable, str(folder / "talk.py"), "report"], check=False)
        finally:
            server.kill()


def prepare(folder: Path, kind: str, url: str, facts: Sequence[Path]) -> None:
    """Write what somebody needs who talks to a server, and may read.

    Args:
        folder: where it is written; what was said there before stays.
        kind: "judge" or "writer".
        url: of the server's REST route.
        facts: files and folders of what is true.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / _BRIEFS[kind], folder / "BRIEF.md")
    shutil.copy(HERE / "talk.py", folder)
    labels: dict[str, list[str]] = {}
    if kind == "writer":
        examples = read_examples(EXAMPLES, FAQ)
        labels = _labels(examples)
        shutil.copy(HERE / "labels.md", folder)
        (folder / "topics.md").write_text(_topics(examples), encoding="utf-8")
    settings = {
        "url": url,
        "headers": FROM_AFAR,
        "writer": folder.name,
        "labels": labels,
        "roles": ROLES,
        "holders": [*Holder],
    }
    (folder / "settings.json").write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")
    for source in facts:
        target = folder / "facts" / source.name
        target.parent.mkdir(exist_ok=True)
        shutil.copytree(source, target, dirs_exist_ok=True) if source.is_dir() else shutil.copy(source, target)


def _labels(examples: Sequence[Example]) -> dict[str, list[str]]:
    courses = project_programme().facts[FactId.COURSE].values
    return {
        "act": [*MessageAct],
        "topic": sorted({example.intent for example in examples} - {STATEMENT} | {NO_TOPIC}),
        "course": [*courses, NO_TOPIC],
        "form": [*QuestionForm],
        "who": [*Who],
        "link": [*MessageLink],
        "operation": [*Operation],
    }


def _topics(examples: Sequence[Example]) -> str:
    """The topics, each with a few of its examples, drawn once and for all."""
    by_topic: defaultdict[str, list[str]] = defaultdict(list)
    for example in examples:
        if not example.contextual and example.intent not in (STATEMENT, OUT_OF_SCOPE):
            by_topic[example.intent].append(example.text)
    lines = []
    for topic, texts in sorted(by_topic.items()):
        drawn = Random(topic).sample(texts, min(EXAMPLES_OF_A_TOPIC, len(texts)))  # noqa: S311
        lines.append(f"- {topic} : {' · '.join(drawn)}")
    return "\n".join([*lines, f"- {OUT_OF_SCOPE} : ce qui n’est pas de la formation des conseillers", ""])


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.judging", description=__doc__)
    parser.add_argument("kind", choices=sorted(_BRIEFS))
    parser.add_argument("folder", type=Path, help="where it is written; its name stands for who talks")
    parser.add_argument("--facts", type=Path, nargs="*", default=[], help="files of what is true, to judge by")
    return parser.parse_args()


if __name__ == "__main__":
    main()
