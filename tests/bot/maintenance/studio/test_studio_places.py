"""Places in files are shown as maintainers name them, and open in the editor that they have set."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.project_files import ProjectFiles
from bot.maintenance.studio.pages import Editor, Pages
from bot.maintenance.studio.preview import Preview
from bot.process.settings import Settings
from rules.errors import Finding
from rules.model import Place


def files(root: Path, editor: Editor, finding: Finding) -> str:
    files = ProjectFiles(root)
    preview = Preview(files, Settings(data=root))
    preview.findings = (finding,)
    return Pages(files, editor).state(preview)["fichiers"]


@pytest.mark.parametrize(
    ("editor", "address"),
    [
        (Editor.vscode, "vscode://file{root}/stories/%C3%A9t%C3%A9.yml:3"),
        (Editor.idea, "idea://open?file={root}/stories/%C3%A9t%C3%A9.yml&amp;line=3"),
    ],
)
def test_a_line_opens_in_the_editor_of_the_maintainer(tmp_path, editor, address):
    finding = Finding(Place(tmp_path / "stories" / "été.yml", 3), "faux", "corriger")
    shown = files(tmp_path, editor, finding)
    assert f'href="{address.format(root=tmp_path)}"' in shown
    assert "<code>stories/été.yml:3</code>" in shown


def test_without_an_editor_there_is_no_link(tmp_path):
    assert "href" not in files(tmp_path, Editor.none, Finding(Place(tmp_path / "a.yml", 1), "faux", "corriger"))


def test_content_of_a_file_is_shown_escaped(tmp_path):
    shown = files(tmp_path, Editor.none, Finding(Place(tmp_path / "a.yml", 1), "<script>alert(1)</script>", "l'ôter"))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
