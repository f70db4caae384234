"""Every mistake of the files beside is reported at its line, with what to do, whole on a terminal; nothing else is."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from tests.bot.maintenance.check.spoiling import Copy, Mistake, mistakes
from tests.bot.maintenance.check.terminal import COLUMNS, on_terminal, unwrapped
from tests.support.tables import each_row

MISTAKES = mistakes()
DAILY = MISTAKES[::8]
"""Those of `make test`; `make test-all` has all of them: a check takes a second or two."""


@each_row("mistake", DAILY)
def test_mistake_is_reported_with_its_place_and_remedy(copy: Copy, mistake: Mistake) -> None:
    _is_reported(copy, mistake)


@pytest.mark.thorough
@each_row("mistake", [mistake for mistake in MISTAKES if mistake not in DAILY])
def test_each_mistake_is_reported_with_its_place_and_remedy(copy: Copy, mistake: Mistake) -> None:
    _is_reported(copy, mistake)


def _is_reported(copy: Copy, mistake: Mistake) -> None:
    with copy.spoilt(mistake):
        line = copy.line(mistake)
        found = copy.new_findings(mistakes_only=mistake.gravite == "error")
        lines = on_terminal(found, copy.files)
    places = [(copy.files.named(finding.place.file), finding.place.line, finding.severity) for finding in found]
    assert places == [(mistake.dans or mistake.renommer or mistake.fichier, line, mistake.gravite)]
    assert mistake.dit in found[0].problem
    assert mistake.remede in found[0].remedy
    assert max(map(cell_len, lines)) <= COLUMNS
    screen = unwrapped("".join(lines))
    assert unwrapped(found[0].problem) in screen
    assert unwrapped(found[0].remedy) in screen


def test_the_files_as_they_are_have_no_errors(copy: Copy) -> None:
    assert [finding for finding in copy.sound if finding.severity == "error"] == []
    assert len(copy.sound) < 20
