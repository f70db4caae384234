"""Places in files are shown as maintainers name them, and open in the editor that they have set."""

from __future__ import annotations

from pathlib import Path

from bot.content.project_files import ProjectFiles
from bot.maintenance.studio.pages import Editor, Pages
from bot.maintenance.studio.preview import Preview
from bot.process.settings import Settings
from rules.errors import Finding
from rules.model import Place
from tests.support.tables import each_row


def files(root: Path, editor: Editor, finding: Finding) -> str:
    files = ProjectFiles(root)
    preview = Preview(files, Settings(data=root))
    preview.findings = (finding,)
    return Pages(files, editor).state(preview)["fichiers"]


@each_row(
    ("editor", "address"),
    [
        (Editor.vscode, "vscode://file{root}/stories/%C3%A9t%C3%A9.yml:3"),
        (Editor.idea, "idea://open?file={root}/stories/%C3%A9t%C3%A9.yml&amp;line=3"),
        (Editor.none, ""),
    ],
)
def test_a_line_opens_in_the_editor_of_the_maintainer_and_a_file_is_shown_escaped(tmp_path, editor, address):
    finding = Finding(Place(tmp_path / "stories" / "été.yml", 3), "<script>alert(1)</script>", "l'ôter")
    shown = files(tmp_path, editor, finding)
    assert f'href="{address.format(root=tmp_path)}"' in shown if address else "href" not in shown
    assert "<code>stories/été.yml:3</code>" in shown
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
