"""Expressions that must not be used: those that freeze a process, and those that match most messages.

They are tried before anything else uses them. Only the main thread of a process can be stopped during a search, so
another thread, as in the studio, has them tried in a separate process.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache, partial
from typing import Final, NamedTuple

from bot.content.project_files import PROJECT, ProjectFiles, held
from bot.maintenance.check.thresholds import load_thresholds
from bot.storage.masking import Mask
from nlu.entities.expressions import Expression, collected, watch
from nlu.entities.fact_finder import FactFinder
from nlu.entities.lexicon import Lexicon
from nlu.entities.trial import freezing, greedy
from nlu.training_data.examples import read_examples
from rules.errors import Finding, ProgrammeError
from rules.loading import load_programme
from rules.model import Place

_SECONDS: Final = 300


class TriedExpressions(NamedTuple):
    """The result of a trial: expressions that freeze a process, and expressions found in most messages."""

    freezing: tuple[Finding, ...]
    greedy: tuple[Finding, ...]


def tried_expressions(files: ProjectFiles) -> TriedExpressions:
    """The trial of the expressions in readable files; cached while these do not change."""
    lexicon = sorted(files.lexicon.glob("*.yml"))
    return _kept(files, held([*lexicon, files.masks, files.thresholds]))


@lru_cache(maxsize=4)
def _kept(files: ProjectFiles, _texts: tuple[bytes, ...]) -> TriedExpressions:
    return _tried(files) if threading.current_thread() is threading.main_thread() else _tried_apart(files)


def _tried(files: ProjectFiles) -> TriedExpressions:
    """Try the expressions in this process, which is watched from then on."""
    watch()
    understood = _expressions(partial(Lexicon.load, files.lexicon), partial(_facts, files))
    others = _expressions(partial(Mask.load, files.masks), partial(load_thresholds, files.thresholds))
    if found := tuple(freezing([*understood, *others])):
        return TriedExpressions(found, ())
    sentences: dict[str, list[str]] = defaultdict(list)
    with suppress(ProgrammeError):
        for example in read_examples(files.examples, files.faq):
            sentences[example.intent].append(example.text)
    return TriedExpressions((), tuple(greedy(understood, sentences.values())))


def _expressions(*load: Callable[[], object]) -> list[Expression]:
    """The expressions of files; other mistakes in these are found when they are loaded for use."""
    with collected() as expressions:
        for each in load:
            with suppress(ProgrammeError):
                each()
    return expressions


def _facts(files: ProjectFiles) -> FactFinder:
    return FactFinder.load(load_programme(files.programme, files.faq).facts, files.lexicon)


def _tried_apart(files: ProjectFiles) -> TriedExpressions:
    """Try the expressions in a separate process: `python -m bot.maintenance.check.expressions`."""
    command = [sys.executable, "-m", "bot.maintenance.check.expressions"]
    try:
        ended = subprocess.run(  # noqa: S603
            command, input=pickle.dumps(files), cwd=PROJECT.root, capture_output=True, timeout=_SECONDS, check=True
        )
        found = pickle.loads(ended.stdout)  # noqa: S301 - written by our own code, a moment ago
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError):
        place = Place(files.lexicon, 1)
        problem = "les expressions n'ont pas pu être essayées"
        found = TriedExpressions((Finding(place, problem, "recommencer ; sinon, lancer « aiguilleur check »"),), ())
    return TriedExpressions(*found)


def main() -> None:
    """Try the expressions of the files pickled on standard input."""
    found: Iterable[tuple[Finding, ...]] = _tried(pickle.load(sys.stdin.buffer))  # noqa: S301 - of our own code
    sys.stdout.buffer.write(pickle.dumps(tuple(found)))


if __name__ == "__main__":
    main()
