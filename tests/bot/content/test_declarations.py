"""Declarations: the parts of the content are built once, in whatever order they need one another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from bot.channels.telegram.commands import COMMAND_BOOK
from bot.content.declarations import Declaration, Parts, load_part
from bot.content.loading import CORE, HUBS, PROGRAMME, project_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import DECLARATIONS, maintained
from rules.errors import Finding, ProgrammeError
from rules.model import Place

FILES = ProjectFiles(Path("/nowhere"))
FINDINGS = tuple(Finding(Place(Path("a.yml"), line), "problème", "remède") for line in (1, 2))


def refuse(_: Parts) -> str:
    raise ProgrammeError(FINDINGS)


MISTAKEN: Declaration[str] = Declaration("mistaken", lambda _: (), refuse)
DEPENDENT: Declaration[str] = Declaration("dependent", lambda _: (), lambda parts: parts.of(MISTAKEN).upper())


def test_part_is_built_once() -> None:
    built: list[Parts] = []
    part: Declaration[int] = Declaration("part", lambda _: (), lambda parts: built.append(parts) or len(built))
    parts = Parts(FILES)
    assert (parts.get(part), parts.of(part), len(built)) == (1, 1, 1)


def test_part_that_needs_a_mistaken_one_adds_no_findings_of_its_own() -> None:
    parts = Parts(FILES)
    assert parts.get(DEPENDENT) is parts.get(MISTAKEN) is None
    assert parts.findings == [*FINDINGS]


def test_first_finding_of_a_place_is_kept() -> None:
    first = Finding(FINDINGS[0].place, "à compléter", "compléter")
    parts = Parts(FILES, [first])
    parts.get(MISTAKEN)
    assert parts.findings == [first, FINDINGS[1]]


def test_part_by_itself_is_refused_with_the_findings_of_those_it_needs() -> None:
    with pytest.raises(ProgrammeError) as raised:
        load_part(DEPENDENT, FILES)
    assert raised.value.findings == FINDINGS


def test_content_survives_the_way_to_another_process() -> None:
    content = project_content(DECLARATIONS)
    copy = pickle.loads(pickle.dumps(content))  # noqa: S301 - our own, a moment ago
    assert copy.of(COMMAND_BOOK).menu("fr") == content.of(COMMAND_BOOK).menu("fr")
    assert (copy.digest, copy.of(HUBS), [*copy.of(PROGRAMME).tables]) == (
        content.digest, content.hubs, [*content.programme.tables],
    )  # fmt: skip


def test_content_has_no_part_that_was_not_declared() -> None:
    with pytest.raises(KeyError):
        project_content(DECLARATIONS).of(DEPENDENT)


def test_names_of_declarations_are_unique() -> None:
    names = [declaration.name for declaration in (*CORE, *DECLARATIONS)]
    assert len({*names}) == len(names)


def test_maintained_files_stand_in_no_folder_that_is_maintained_as_a_whole() -> None:
    paths = maintained(FILES)
    assert len({*paths}) == len(paths)
    assert not any(other in path.parents for path in paths for other in paths)
