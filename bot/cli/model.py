"""The model that a command answers with. If the files have changed, it is first trained in a separate process.

A training imports and leaves half a gigabyte in memory, which would stay in a server as long as it runs.
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
"""`aiguilleur train`, with this program's own code."""

_ROOT: Final = Path(__file__).parents[2]
_STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

_MAX_TRAININGS: Final = 3
"""Trainings at most; each after the first because files changed during the one before."""


class FailedTrainingExit(typer.Exit):
    """The end of a command whose training made no model; the training's output says why."""


def model_or_mistakes(settings: Settings, train_command: Sequence[str] = TRAIN_COMMAND) -> Path | ProgrammeError:
    """The model of :func:`model_to_answer_with`, or the mistakes that prevent the files from being learnt.

    Mistakes are returned only if a server can try the files that were in service before.

    Raises:
        typer.Exit: the training made no model; its output says why.
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
    """The model that fits the current files; if there is none, train it in a separate process.

    The training prints its progress, and what is wrong with the files, to this process's output. Stopping this process
    stops the training; on Linux, killing it does too.

    Args:
        settings: the data folder, where models are.
        train_command: the command that trains.

    Raises:
        FailedTrainingExit: the training made no model; its output says why.
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
    """Raise SystemExit in this block at a stop, so that the block can clean up."""

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)  # a second one would stop the clean-up
        sys.exit(128 + number)

    with _on_stop(stop):
        yield


@contextmanager
def _on_stop(handle: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    # Ignored signals, as under nohup, stay ignored.
    caught = [number for number in _STOPS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in caught}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with(parent: int) -> None:
    """Called between fork and exec of a training."""
    if not end_with(parent):
        os._exit(128 + signal.SIGTERM)


def _exit_code(train_command: Sequence[str], data: Path) -> int:
    """Run a training to its end; return its exit code. If a stop comes meanwhile, this process ends by it."""
    # Both use the same code and data, whatever the current folder.
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
            start_new_session=True,  # so that it gets a stop only once, from here, and can clean up
            preexec_fn=lambda: _end_with(parent),
        )
        for number in stops:  # those that came before the training started
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
