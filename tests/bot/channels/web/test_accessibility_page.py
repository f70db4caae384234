"""Each point of docs/accessibilite.md is held by a test that there is, and the documented frame has a title."""

from __future__ import annotations

import ast
import re

from tests.support.server import ROOT

PAGE = (ROOT / "docs" / "accessibilite.md").read_text(encoding="utf-8")
TESTS = {
    node.name
    for path in (ROOT / "tests").rglob("test_*.py")
    for node in ast.parse(path.read_text(encoding="utf-8")).body
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
}
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| RGAA", "| ---"))]


def test_each_point_names_a_test_that_there_is():
    assert len(ROWS) > 20
    for row in ROWS:
        named = re.findall(r"`(test_\w+)`", row.split("|")[3])
        assert named, row
        assert set(named) <= TESTS, row


def test_the_documented_frame_has_a_title():
    for text in (
        (ROOT / "docs" / "integrer.md").read_text(encoding="utf-8"),
        (ROOT / "bot" / "channels" / "web" / "templates" / "verifier.html").read_text(encoding="utf-8"),
    ):
        frames = re.findall(r"(?:<|&lt;)iframe.*?(?:></|&gt;&lt;/)iframe", text, re.DOTALL)
        assert frames
        assert all(re.search(r'title="[^"]+"', frame) for frame in frames)
