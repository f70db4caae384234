"""Declarations: a mistake is told once, and what is maintained is known."""

from __future__ import annotations

from pathlib import Path

from bot.content.declarations import Declaration, Parts
from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import maintained
from rules.errors import Finding, ProgrammeError
from rules.model import Place

FILES = ProjectFiles(Path("/nowhere"))
FINDINGS = tuple(Finding(Place(Path("a.yml"), line), "problème", "remède") for line in (1, 2))


def refuse(_: Parts) -> str:
    raise ProgrammeError(FINDINGS)


MISTAKEN: Declaration[str] = Declaration("mistaken", lambda _: (), refuse)
DEPENDENT: Declaration[str] = Declaration("dependent", lambda _: (), lambda parts: parts.of(MISTAKEN).upper())


def test_part_that_needs_a_mistaken_one_adds_no_findings_of_its_own() -> None:
    parts = Parts(FILES)
    assert parts.get(DEPENDENT) is parts.get(MISTAKEN) is None
    assert parts.findings == [*FINDINGS]


def test_first_finding_of_a_place_is_kept() -> None:
    first = Finding(FINDINGS[0].place, "à compléter", "compléter")
    parts = Parts(FILES, [first])
    parts.get(MISTAKEN)
    assert parts.findings == [first, FINDINGS[1]]


def test_maintained_files_stand_in_no_folder_that_is_maintained_as_a_whole() -> None:
    paths = maintained(FILES)
    assert len({*paths}) == len(paths)
    assert not any(other in path.parents for path in paths for other in paths)
