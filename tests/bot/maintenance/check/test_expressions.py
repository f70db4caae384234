"""An expression that freezes is refused wherever the check runs: in the studio, that is a thread beside the pages."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.maintenance.check import expressions
from tests.bot.maintenance.check.spoiling import Copy, Mistake, mistakes

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


def test_nothing_is_used_that_could_not_be_tried(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    edited = Mistake(faute="", dit="", remede="", fichier="nlu/lexique/parcours.yml", ajouter="# une autre version\n")
    monkeypatch.setattr(expressions, "_SECONDS", 0.001)
    with copy.spoilt(edited), ThreadPoolExecutor(1) as thread:
        (finding,) = thread.submit(copy.findings, mistakes_only=True).result()
    assert finding.problem == "les expressions n'ont pas pu être essayées"
    assert finding.severity == "error"
