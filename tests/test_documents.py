"""The documents for operators: the settings, metrics, files and headings that they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.process import metrics
from bot.process.settings import Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

_SETTINGS = {str(field.field_info.extra["env"]) for field in Settings.__fields__.values()}
_LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_FIGURE = re.compile(r"aiguilleur_\w+")
_SUFFIX = re.compile(r"_(total|bucket)$")
_A_DATABASE = "aiguilleur_remise"


def _text(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def _anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub and GitLab make them."""
    headings = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", sorted(_SETTINGS))
def test_operators_find_each_setting_in_the_table(name: str) -> None:
    rows = [line for line in _text(ROOT / "docs" / "exploiter.md").splitlines() if line.startswith("|")]
    assert any(f"`{name}`" in row.split("|")[1] for row in rows)


def test_figures_in_documents_are_measured() -> None:
    measured = {
        sample.name
        for figure in vars(metrics).values()
        if hasattr(figure, "describe") and not isinstance(figure, type)
        for sample in figure.describe()
    }
    documented = {_SUFFIX.sub("", figure) for figure in _FIGURE.findall(_text(*DOCUMENTS))}
    assert "aiguilleur_telegram_waiting" in documented
    assert documented - measured == {_A_DATABASE}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = [(to, heading) for to, heading in _LINK.findall(_text(path)) if "://" not in to]
    for to, heading in links:
        target = path.parent / to if to else path
        assert target.exists(), to
        assert not heading or heading in _anchors(target), f"{to}#{heading}"
