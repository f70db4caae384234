"""What trains for the studio waits with Rasa in memory, and never outlives the studio."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psutil
import pytest

from bot.checkout import PROJECT
from bot.maintenance.studio.training import Progress, Trainer
from tests.bot.clone import Clone
from tests.bot.maintenance.studio.studio import Studio
from tests.bot.server import until


def _apprentices() -> list[psutil.Process]:
    return [
        one for one in psutil.Process().children(recursive=True) if any("apprentice" in word for word in one.cmdline())
    ]


@pytest.fixture
async def trainer(models: Path):
    made = Trainer(PROJECT, models.parent)
    yield made
    await made.close()


async def test_it_trains_though_the_process_that_waited_was_lost(trainer):
    await trainer.prepare()
    (lost,) = _apprentices()
    lost.kill()
    while lost.is_running():
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)
    told: list[Progress] = []

    async def tell(progress: Progress) -> None:
        told.append(progress)

    await trainer.train(tell)
    assert told[-1].fraction == 1.0
    assert _apprentices() == []


async def test_it_has_one_process_wait_however_often_it_is_asked(trainer):
    await trainer.prepare()
    await trainer.prepare()
    assert len(_apprentices()) == 1
    await trainer.close()
    assert _apprentices() == []


def test_the_process_that_waits_ends_with_the_studio_even_when_that_is_killed(tmp_path, models):
    studio = Studio(Clone(tmp_path), models)
    try:
        until(lambda: _apprentices(), 120, "one waits")
        waiting = _apprentices()
    finally:
        studio.kill()
    gone, alive = psutil.wait_procs(waiting, 60)
    assert (len(gone), alive) == (1, [])
