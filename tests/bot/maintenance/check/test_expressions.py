"""An expression that freezes is refused wherever the check runs: in the studio, that is a thread beside the pages."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from tests.bot.maintenance.check.spoiling import Copy, mistakes

FREEZING = {each.faute: each for each in mistakes()}["une expression qui met trop longtemps sur un message"]


def test_the_studio_goes_on_while_its_check_tries_an_expression_that_freezes(copy: Copy) -> None:
    with copy.spoilt(FREEZING), ThreadPoolExecutor(1) as thread:
        found = thread.submit(copy.findings, mistakes_only=True)
        longest, before = 0.0, time.monotonic()
        while not found.done():
            time.sleep(0.01)
            longest, before = max(longest, time.monotonic() - before), time.monotonic()
        (finding,) = found.result()
        assert finding.place.line == copy.line(FREEZING)
    assert FREEZING.dit in finding.problem
    assert longest < 5, "the page stood still"
