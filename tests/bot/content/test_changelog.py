"""What has changed for advisers is written beside the edits, and checked like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.changelog import load_changes
from rules.errors import ProgrammeError
from rules.loading import load_programme

PROGRAMME = load_programme()
WRITTEN = "titre: {fr: L'outre-mer, en: Overseas}\ntexte: {fr: Tout change., en: All changes.}\npublie: 2026-11-25\n"


def changes(folder: Path, text: str, name: str = "essai"):
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return load_changes(PROGRAMME, folder)


def test_the_latest_change_comes_first(tmp_path: Path) -> None:
    changes(tmp_path, WRITTEN, "z-ancien")
    found = changes(tmp_path, WRITTEN.replace("2026-11-25", "2026-12-01"), "a-nouveau")
    assert [change.id for change in found] == ["a-nouveau", "z-ancien"]
    assert found[0].title.fr == "L’outre-mer"


@pytest.mark.parametrize(
    ("added", "line", "problem"),
    [
        ("territoires: [outremer]", 4, "« outremer » n'est pas dans territoires.yml"),
        ("formations: [ccp2]", 4, "« ccp2 » n'est pas dans faits.yml"),
        ("depuis: 2026-05-01\njusqu_a: 2026-04-30", 5, "finit avant de commencer"),
    ],
)
def test_mistake_is_found_at_its_line(tmp_path: Path, added: str, line: int, problem: str) -> None:
    with pytest.raises(ProgrammeError) as error:
        changes(tmp_path, WRITTEN + added)
    (finding,) = error.value.findings
    assert (finding.place.line, finding.remedy != "") == (line, True)
    assert problem in finding.problem
