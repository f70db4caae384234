"""An answer in several parts that is cut off goes on where it was cut off."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager

import pytest

from bot.channels.telegram.intake import Intake
from bot.process.settings import load_settings
from bot.storage.stores import Stores
from tests.bot.channels.telegram.reliability.bot_of_many_parts import PARTS
from tests.bot.channels.telegram.reliability.counting import Asked, counted, written
from tests.bot.channels.telegram.reliability.deployment import telegram
from tests.doubles.telegram import Silent
from tests.support.server import ROOT, until


class Bot:
    """The program, on an inbox into which the test puts messages."""

    def __init__(self, data, double):
        self._environment = {**os.environ, "AIGUILLEUR_DATA": str(data), "PYTHONPATH": str(ROOT), **telegram(double)}
        self.stores = Stores.open(load_settings().copy(update={"data": data}))
        self._intake = Intake(self.stores.update_queue, self.stores.identifiers, lambda: None)

    async def gets(self, chat):
        asked, update = written(chat)
        await self._intake.take([update])
        return Asked(chat, asked.message, f"partie {PARTS}", PARTS)

    @contextmanager
    def runs(self):
        """It runs, and is killed in the end."""
        command = [sys.executable, "-m", "tests.bot.channels.telegram.reliability.bot_of_many_parts"]
        process = subprocess.Popen(command, env=self._environment, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            yield
            assert process.poll() is None
        finally:
            process.kill()
            process.wait()

    def settled(self):
        from sqlalchemy import text

        undone = text("SELECT count(*) FROM inbox WHERE done IS NULL")
        until(lambda: self.stores.database.read_sync(lambda connection: connection.execute(undone).scalar()) == 0)


@pytest.fixture
def bot_of_many_parts(tmp_path, double):
    bot = Bot(tmp_path, double)
    yield bot
    bot.stores.close()


async def test_a_kill_between_two_parts_repeats_none_but_the_one_under_way(double, bot_of_many_parts):
    cut, taken = double.private(), double.private()
    double.fail("sendMessage", Silent(), chat=cut, let_pass=2)
    double.fail("sendMessage", Silent(after=True), chat=taken, let_pass=2)
    of_cut, of_taken = [await bot_of_many_parts.gets(chat) for chat in (cut, taken)]
    with bot_of_many_parts.runs():
        double.wait(lambda: not double.faults.left, "the third parts under way", 30)
    with bot_of_many_parts.runs():
        bot_of_many_parts.settled()
    assert [part.text for part in of_cut.answers] == [f"partie {number}" for number in (1, 2, 3, 4)]
    assert [part.text for part in of_taken.answers] == [f"partie {number}" for number in (1, 2, 3, 3, 4)]
    counted("killed: two parts of four sent, the third not taken", [of_cut])
    counted("killed: two parts of four sent, the third taken", [of_taken], allowed=1)


async def test_a_part_that_telegram_does_not_answer_in_time_is_sent_again(double, bot_of_many_parts):
    cut, taken, other = double.private(), double.private(), double.private()
    double.fail("sendMessage", Silent(), chat=cut, let_pass=1)
    double.fail("sendMessage", Silent(after=True), chat=taken, let_pass=1)
    of_cut, of_taken, of_other = [await bot_of_many_parts.gets(chat) for chat in (cut, taken, other)]
    with bot_of_many_parts.runs():
        bot_of_many_parts.settled()
    assert double.calls(chat=other.id)[-1].at < double.calls(chat=cut.id)[-1].at, "others do not wait for it"
    counted("no answer in time, nothing was taken", [of_cut, of_other])
    counted("no answer in time, the answer was taken", [of_taken], allowed=1)
