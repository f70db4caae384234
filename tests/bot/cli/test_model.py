"""The model that a command answers with: trained first in a process of its own, which nothing of stays in this one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psutil
import pytest

from bot.content.project_files import PROJECT
from tests.support.server import until
from tests.support.tables import each_row

_TRAINING_ALONE = ("tensorflow", "rasa.model_training", "rasa.engine.training.graph_trainer")
"""Modules that a training imports and an answer does not need."""

_FIRST_START = f"""
import asyncio, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever they are where the tests are run
for number in (signal.SIGHUP, signal.SIGQUIT):
    signal.signal(number, signal.SIG_DFL)
sys.executable = sys.argv.pop()  # what trains
from bot.cli import main
from bot.server import processes

def answer(settings, model, workers, say):
    from bot.messages import Message
    from bot.server.assembly import assemble

    reply = asyncio.run(assemble(settings, model).reply(Message("adviser", "bonjour")))
    print(reply.outcome or reply.question, *(name for name in {_TRAINING_ALONE!r} if name in sys.modules))

processes.serve = answer
main.main()
"""


def _start(program: str, data: Path, trainer: str) -> subprocess.Popen[str]:
    """Start a program on a data folder of its own, with a shell script in the place of Python to train."""
    script = data / "trainer"
    script.write_text(f"#!/bin/sh\n{textwrap.dedent(trainer)}")
    script.chmod(0o755)
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, "serve", str(script)],
        cwd=PROJECT.root,
        env={**os.environ, "AIGUILLEUR_DATA": str(data), "PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_first_start_leaves_nothing_of_the_training_in_the_process_that_serves(tmp_path: Path, models: Path) -> None:
    trainer = f'echo "$@"; mkdir -p "$AIGUILLEUR_DATA/models"; cp {models}/*.tar.gz "$AIGUILLEUR_DATA/models/"'
    out, err = _start(_FIRST_START, tmp_path, trainer).communicate(timeout=120)
    assert out.splitlines() == ["-m bot.cli.main train", "saluer"], err


@each_row(
    ("trainer", "code", "out", "err"),
    [
        ("echo entraînement >&1; echo faute >&2; exit 1", 1, "entraînement\n", "^faute\n$"),
        ("kill -KILL $$", 1, "", "signal 9.*aiguilleur train"),
        (
            "echo entraînement",
            1,
            "entraînement\n" * 3,
            "^Les fichiers changent pendant l’entraînement : recommencer une fois tout enregistré.\n$",
        ),
    ],
)
def test_failed_training_ends_the_start_with_its_words_or_a_remedy(
    tmp_path: Path, trainer: str, code: int, out: str, err: str
) -> None:
    started = _start(_FIRST_START, tmp_path, trainer)
    printed, troubles = started.communicate(timeout=120)
    assert (started.returncode, printed) == (code, out)
    assert re.search(err, troubles, re.DOTALL), troubles


_TRAINS = 'echo $$ > "$AIGUILLEUR_DATA/pid"; exec sleep 60'
_ENDS_WELL = """
trap 'exit 0' INT TERM HUP QUIT
echo $$ > "$AIGUILLEUR_DATA/pid"
for _ in $(seq 600); do sleep 0.1; done
"""


def _training(data: Path) -> psutil.Process:
    """The training under way."""
    until(lambda: (data / "pid").exists() and (data / "pid").read_text(), 120, "no training began")
    return psutil.Process(int((data / "pid").read_text()))


@pytest.mark.parametrize("trainer", [_TRAINS, _ENDS_WELL], ids=["killed by it", "ends well"])
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_stop_of_the_start_stops_the_training(tmp_path: Path, stop: signal.Signals, trainer: str) -> None:
    started = _start(_FIRST_START, tmp_path, trainer)
    training = _training(tmp_path)
    started.send_signal(stop)
    started.communicate(timeout=30)
    assert started.returncode == (130 if stop == signal.SIGINT else -stop)
    assert not training.is_running()


def test_stop_ends_a_start_that_no_signal_kills_as_in_a_container(tmp_path: Path) -> None:
    first_process = f"import signal\nsignal.signal(signal.SIGTERM, lambda *_: None)\n{_FIRST_START}"
    started = _start(first_process, tmp_path, _ENDS_WELL)
    _training(tmp_path)
    started.terminate()
    started.communicate(timeout=30)
    assert started.returncode == 128 + signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
def test_training_ends_with_a_start_that_is_killed(tmp_path: Path) -> None:
    started = _start(_FIRST_START, tmp_path, _TRAINS)
    training = _training(tmp_path)
    started.kill()
    started.communicate(timeout=30)
    training.wait(30)
