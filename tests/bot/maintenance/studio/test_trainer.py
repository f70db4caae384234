"""What trains for the studio waits with Rasa in memory, and never outlives the studio."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

from bot.content.project_files import PROJECT
from tests.support.server import until

pytestmark = pytest.mark.xdist_group("bot/maintenance/studio, training")  # needs no studio

_PREPARES = """
import asyncio, pathlib
from bot.content.project_files import PROJECT
from bot.maintenance.studio.trainer import Trainer

async def prepare_and_stay():
    await Trainer(PROJECT, pathlib.Path("var")).prepare()
    await asyncio.sleep(600)

asyncio.run(prepare_and_stay())
"""


def _training_workers(of: psutil.Process) -> list[psutil.Process]:
    # Its own children: that of the studio which other tests share is a grandchild.
    return [child for child in of.children() if any("training_worker" in word for word in child.cmdline())]


def test_the_process_that_waits_ends_when_the_studio_is_killed():
    studio = psutil.Popen([sys.executable, "-c", _PREPARES], cwd=PROJECT.root, stderr=subprocess.DEVNULL)
    try:
        until(lambda: _training_workers(studio), 180, "one waits")
        waiting = _training_workers(studio)
    finally:
        studio.kill()
        studio.wait()
    gone, alive = psutil.wait_procs(waiting, 90)
    assert (len(gone), alive) == (1, [])
