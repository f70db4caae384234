"""What has changed for advisers is told, the latest first."""

from __future__ import annotations

from pathlib import Path

from bot.content.changelog import load_changes
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
