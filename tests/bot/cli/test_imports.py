"""What a process has in memory is what its work needs: a start, a reload and a training wait for imports above all."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.content.project_files import PROJECT


def _imported(module: str, *names: str) -> list[str]:
    """Which of some modules are in memory after another one was imported."""
    program = f"import sys, {module}; print(*(name for name in {names!r} if name in sys.modules))"
    command = [sys.executable, "-W", "ignore", "-c", program]
    done = subprocess.run(command, cwd=PROJECT.root, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("module", ["bot.server.reloading.__main__", "bot.maintenance.check"])
def test_files_are_examined_without_rasa_the_classifier_and_the_database(module: str) -> None:
    slow = ("rasa", "sklearn", "nlu.classification.intent_classifier", "sqlalchemy")
    assert _imported(module, *slow) == []


def test_question_to_a_server_needs_nothing_slow() -> None:
    assert _imported("bot.cli.main, bot.cli.ask", "rasa", "numpy", "fastapi", "sqlalchemy") == []


def test_training_worker_of_the_studio_has_imported_all_that_training_needs() -> None:
    slow = ("tensorflow", "rasa.model_training", "rasa.engine.recipes.default_components", "onnxruntime")
    assert _imported("bot.maintenance.studio.training_worker", *slow) == [*slow]
