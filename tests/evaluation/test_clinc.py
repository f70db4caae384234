"""The benchmark's command: curves as a table and a chart, and what is wrong with its file, in French."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.evaluation.clinc import main, write_curves
from tests.evaluation.out_of_scope import Point


def test_the_curves_are_written_as_a_table_and_a_chart(tmp_path: Path) -> None:
    rows, picture = write_curves({"evidence": [Point(0.2, 0.75, 0.0), Point(np.inf, 0.0, 1.0)]}, tmp_path / "new")
    assert rows.read_text("utf-8").splitlines()[:2] == [
        "confidence,threshold,in_scope_accuracy,out_of_scope_recall",
        "evidence,0.2,0.75000,0.00000",
    ]
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "fichier illisible"), ("{", "n'est pas le fichier"), (json.dumps({"train": [["a"]]}), "n'est pas le")],
)
def test_missing_or_malformed_file_is_named_in_french(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "clinc.json"
    if content is not None:
        path.write_text(content, "utf-8")
    assert message in str(main([str(path)]))


def test_without_a_file_the_command_says_how_to_name_one() -> None:
    assert "DATA=" in str(main([""]))
