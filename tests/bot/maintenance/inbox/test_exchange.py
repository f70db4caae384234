"""The inbox leaves the server as a file, without anything that tells who asked."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.maintenance.inbox.exchange import from_json, to_csv, to_json
from bot.maintenance.inbox.groups import group
from bot.storage.open_questions import OpenQuestion
from rules.errors import ProgrammeError

LAST = datetime(2026, 11, 24, 9, 30, tzinfo=timezone.utc)
ASKED = [
    OpenQuestion("no_rule", "=HYPERLINK(1) ?", "fr", "prix", None, None, (("prix", 0.5),), 2, LAST),
    OpenQuestion("badly_rated", "", None, "format", "format_modules", "fausse", (), 1, LAST),
]


def test_exported_questions_survive_the_file(tmp_path: Path) -> None:
    exported = tmp_path / "boite.json"
    exported.write_text(to_json(ASKED), encoding="utf-8")
    assert from_json(exported) == ASKED
    assert not {"conversation", "digest", "id", "channel"} & set(json.loads(exported.read_text(encoding="utf-8"))[0])


def test_a_spreadsheet_gets_no_formula_of_an_adviser() -> None:
    first, rated = list(csv.DictReader(io.StringIO(to_csv(group(ASKED)).removeprefix("\ufeff")), delimiter=";"))
    assert first["question posée"] == "'=HYPERLINK(1) ?"
    assert first["état"] == "pas de règle pour cela"
    assert rated["question posée"] == ""
    assert (first["fois"], first["dernière fois"]) == ("2", "2026-11-24")


@pytest.mark.parametrize("content", [b"", b"{}", b"[{}]", b"\xff\xfe", b"questions: []"])
def test_file_that_is_no_exported_inbox_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "boite.json").write_bytes(content)
    with pytest.raises(ProgrammeError, match="pas une boîte de réception exportée"):
        from_json(tmp_path / "boite.json")
    with pytest.raises(ProgrammeError, match="pas une boîte de réception exportée"):
        from_json(tmp_path / "absent.json")
