"""Every mistake of the files beside is reported at its line, with what to do, whole on a terminal; nothing else is."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.maintenance.check import check
from bot.maintenance.check.report import printed
from tests.bot.maintenance.check.spoiling import TODAY, Copy, Mistake, mistakes
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
        lines = on_terminal(lambda: printed(found, copy.files, Console()))
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


FOLDERS = ("nlu/examples", "nlu/lexique", "rules/programme/tables", "stories/answers/fr", "stories/faq", "stories/hubs")


@each_row("folder", FOLDERS)
@each_row("link", [False, True])
def test_folder_or_broken_link_in_place_of_a_file_is_reported(copy: Copy, folder: str, *, link: bool) -> None:
    path = copy.files.root / folder / "x.yml"
    path.symlink_to("nulle-part.yml") if link else path.mkdir()
    try:
        found = copy.new_findings()
    finally:
        path.unlink() if link else path.rmdir()
    assert found
    assert {finding.place.file for finding in found} == {path}


def test_all_unreadable_files_are_reported_at_once(copy: Copy) -> None:
    broken = [copy.files.programme / name for name in ("organismes.yml", "roles.yml", "sources.yml")]
    before = [path.read_text(encoding="utf-8") for path in broken]
    try:
        for path in broken:
            path.write_text("sources: [", encoding="utf-8")
        found = copy.new_findings()
    finally:
        for path, text in zip(broken, before, strict=True):
            path.write_text(text, encoding="utf-8")
    assert [finding.place.file for finding in found] == broken


def test_mistakes_alone_are_found_without_what_only_deserves_a_look(copy: Copy) -> None:
    """What a server that is reloaded looks for."""
    named = {mistake.faute: mistake for mistake in MISTAKES}
    empty, kept = named["un exemple vide"], named["une phrase gardée pour mesurer"]
    twice = named["une phrase deux fois dans une question"]
    with copy.spoilt(empty), copy.spoilt(kept), copy.spoilt(twice):
        every, mistakes = copy.findings(), check(copy.files, TODAY, mistakes_only=True)
    assert mistakes == [finding for finding in every if finding.severity == "error"]
    assert len(mistakes) == 2
