"""The model that a command answers with; where the files have changed it is trained first, in a process of its own.

What a training imports, half a gigabyte, and what it leaves behind would stay in a server for as long as that runs.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import typer

from bot.process.parent import end_with
from bot.process.settings import Settings
from rules.errors import ProgrammeError

TRAIN_COMMAND: Final = (sys.executable, "-m", "bot.cli.main", "train")
"""`aiguilleur train`, of this program's own code."""

_ROOT: Final = Path(__file__).parents[2]
_STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

_MAX_TRAININGS: Final = 3
"""Each but the first because files changed once the one before had ended."""


class FailedTrainingExit(typer.Exit):
    """The end of a command whose training made no model; what that showed says why."""


def model_or_mistakes(settings: Settings, train_command: Sequence[str] = TRAIN_COMMAND) -> Path | ProgrammeError:
    """The model by :func:`model_to_answer_with`, or the mistakes that keep files from being learnt.

    These only where a server can try to answer with the files that were in service before.

    Raises:
        typer.Exit: the training made no model; what it showed says why.
        ProgrammeError: the files have mistakes, and none were in service before.
    """
    try:
        return model_to_answer_with(settings, train_command)
    except (FailedTrainingExit, ProgrammeError) as failure:
        from bot.maintenance.check.checks import check
        from bot.server.reloading.kept_files import kept_files

        if not kept_files(settings.data):
            raise
        if isinstance(failure, ProgrammeError):
            return failure
        if mistakes := check(mistakes_only=True):
            return ProgrammeError(mistakes)
        raise


def model_to_answer_with(settings: Settings, train_command: Sequence[str] = TRAIN_COMMAND) -> Path:
    """Return the model that fits the files as they are; train it first, in a process of its own, where there is none.

    The training shows in this process's output what goes on, and what is wrong with the files. A stop of this process
    stops it; on Linux, so does its being killed.

    Args:
        settings: the data folder, where models are.
        train_command: what trains.

    Raises:
        FailedTrainingExit: the training made no model; what it showed says why.
        ProgrammeError: examples cannot be read.
    """
    from bot.rasa_adapter.training import trained_model

    model = trained_model(settings.models)
    for _ in range(_MAX_TRAININGS):
        if model:
            break
        if code := _exit_code(train_command, settings.data):
            raise FailedTrainingExit(code)
        model = trained_model(settings.models)
    if not model:
        typer.echo("Les fichiers changent pendant l’entraînement : recommencer une fois tout enregistré.", err=True)
        raise typer.Exit(1)
    return model


@contextmanager
def exit_when_stopped() -> Iterator[None]:
    """Raise SystemExit in this block where a stop comes: what the block has begun is then taken away."""

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)  # the same again would stop that too
        sys.exit(128 + number)

    with _on_stop(stop):
        yield


@contextmanager
def _on_stop(handle: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    # A signal that is ignored, as nohup has it, stays so.
    caught = [number for number in _STOPS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in caught}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with(parent: int) -> None:
    """Between fork and exec of a training."""
    if not end_with(parent):
        os._exit(128 + signal.SIGTERM)


def _exit_code(train_command: Sequence[str], data: Path) -> int:
    """Run a training to its end; its exit code. Where a stop came meanwhile, this process ends by that."""
    # Both have the same code and data, from whatever folder this is run.
    environment = {**os.environ, "AIGUILLEUR_DATA": str(data.resolve())}
    parent = os.getpid()
    stops: list[int] = []
    training: subprocess.Popen[bytes] | None = None

    def stop(number: int, _frame: FrameType | None) -> None:
        stops.append(number)
        if training:
            training.send_signal(number)

    with _on_stop(stop):
        training = subprocess.Popen(  # noqa: S603
            train_command,
            cwd=_ROOT,
            env=environment,
            start_new_session=True,  # so that a stop reaches it once, from here: it then takes away what it has begun
            preexec_fn=lambda: _end_with(parent),
        )
        for number in stops:  # come before there was anything to stop
            training.send_signal(number)
        code = training.wait()
    if stops:
        os.kill(os.getpid(), stops[-1])
        raise typer.Exit(128 + stops[-1])  # no signal kills the first process of a container
    if code < 0:
        typer.echo(
            f"L’entraînement a été interrompu par le système (signal {-code}) : la mémoire a peut-être manqué. "
            "Le relancer : aiguilleur train",
            err=True,
        )
        return 1
    return code
