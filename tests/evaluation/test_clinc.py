"""The benchmark's command: what is wrong with its file, in French."""

import json
from pathlib import Path

import pytest

from tests.evaluation.clinc import main


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "fichier illisible"), ("{", "n'est pas le fichier"), (json.dumps({"train": [["a"]]}), "n'est pas le")],
)
def test_missing_or_malformed_file_is_named_in_french(tmp_path: Path, content: str | None, message: str) -> None:
    path = tmp_path / "clinc.json"
    if content is not None:
        path.write_text(content, "utf-8")
    assert message in str(main([str(path)]))
    assert "DATA=" in str(main([""]))
