"""Training in a separate process, with progress; it can be cancelled at any time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import msgspec

from bot.content.project_files import ProjectFiles
from bot.rasa_adapter.training import TrainingFailedError


@dataclass(frozen=True)
class Progress:
    """A training under way: its current step, and the fraction done (0 to 1)."""

    step: str
    fraction: float


class _Line(msgspec.Struct):
    """What `aiguilleur train --progress` writes (:class:`bot.rasa_adapter.training_progress.JsonLines`)."""

    step: str = ""
    fraction: float = 0.0
    error: str = ""


class Trainer:
    """Trains the model of a project by its own code, in a process that has imported the libraries beforehand."""

    def __init__(self, files: ProjectFiles, data: Path) -> None:
        self._files = files
        self._data = data.resolve()
        self._waiting: Process | None = None

    async def prepare(self) -> Process:
        """Start a process that waits for the next training. It costs ten seconds of processor and half a gigabyte."""
        if self._waiting is None or self._waiting.returncode is not None:
            self._waiting = await self._started()
        return self._waiting

    async def train(self, tell: Callable[[Progress], Awaitable[None]]) -> None:
        """Train, for a trial; cancelling ends the process. `tell` gets the progress.

        Raises:
            TrainingFailedError: there is no model.
            OSError: the training cannot begin.
        """
        process = await self.prepare()
        self._waiting = None
        error = ""
        try:
            cast(asyncio.StreamWriter, process.stdin).write(b"\n")
            async for line in _lines(process.stdout):
                error = line.error
                if not error:
                    await tell(Progress(line.step, line.fraction))
            if await process.wait():
                raise TrainingFailedError(error or "L’entraînement s’est arrêté sans dire pourquoi : aiguilleur train")
        finally:
            await _ended(process)

    async def close(self) -> None:
        """End the waiting process."""
        if self._waiting:
            await _ended(self._waiting)

    async def _started(self) -> Process:
        environment = {**os.environ, "AIGUILLEUR_DATA": str(self._data), "PYTHONPATH": str(self._files.root)}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.maintenance.studio.training_worker"),
            cwd=self._files.root,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )


async def _ended(process: Process) -> None:
    with suppress(ProcessLookupError):
        # Including whatever it has started.
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


async def _lines(stream: asyncio.StreamReader | None) -> AsyncIterator[_Line]:
    while stream and (line := await stream.readline()):
        with suppress(msgspec.MsgspecError):
            yield msgspec.json.decode(line, type=_Line)
