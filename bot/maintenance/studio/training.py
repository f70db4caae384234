"""Training in a process of its own, with its progress; it can be given up at any time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.checkout import Checkout


@dataclass(frozen=True)
class Progress:
    """A training under way: what it does now, and which part of it all is done (0 to 1)."""

    step: str
    fraction: float


class TrainingFailedError(Exception):
    """The training ended without a model; says why."""


class _Line(msgspec.Struct):
    """What `aiguilleur train --progress` writes (:class:`bot.progress.JsonLines`)."""

    step: str = ""
    fraction: float = 0.0
    error: str = ""


async def train(checkout: Checkout, data: Path, tell: Callable[[Progress], Awaitable[None]]) -> None:
    """Train the model of a checkout by its own code; cancelled, it ends the process. `tell` is told of progress.

    Raises:
        TrainingFailedError: there is no model.
    """
    environment = {**os.environ, "AIGUILLEUR_DATA": str(data.resolve()), "PYTHONPATH": str(checkout.root)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "train", "--progress"),
        cwd=checkout.root,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    error = ""
    try:
        async for line in _lines(process.stdout):
            error = line.error
            if not error:
                await tell(Progress(line.step, line.fraction))
        if await process.wait():
            raise TrainingFailedError(error or "L’entraînement s’est arrêté sans dire pourquoi : aiguilleur train")
    finally:
        with suppress(ProcessLookupError):
            # With whatever it has started.
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _lines(stream: asyncio.StreamReader | None) -> AsyncIterator[_Line]:
    while stream and (line := await stream.readline()):
        with suppress(msgspec.MsgspecError):
            yield msgspec.json.decode(line, type=_Line)
