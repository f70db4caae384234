"""The documents for operators: the settings, metrics, files and headings that they name exist."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.process.metrics import exposition
from bot.process.settings import Settings, load_settings
from bot.server.server_figures import ServerFigures
from tests.support.tables import each_row

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


def _rows() -> list[str]:
    """The rows of the tables for operators."""
    return [line for line in _text(ROOT / "docs" / "exploiter.md").splitlines() if line.startswith("|")]


@each_row("name", sorted(_SETTINGS))
def test_operators_find_each_setting_in_the_table(name: str) -> None:
    assert any(f"`{name}`" in row.split("|")[1] for row in _rows())


def test_figures_in_documents_are_measured_and_each_is_explained() -> None:
    figures = exposition(ServerFigures(load_settings(), lambda: None, lambda: "", lambda: False)).decode()
    names = {family.name for family in text_string_to_metric_families(figures)}
    measured = {name for name in names if name.startswith("aiguilleur_") and not name.endswith("_created")}
    documented = {_SUFFIX.sub("", figure) for figure in _FIGURE.findall(_text(*DOCUMENTS))}
    assert "aiguilleur_telegram_waiting" in documented
    assert documented - measured == {_A_DATABASE}
    explained = {_SUFFIX.sub("", figure) for figure in _FIGURE.findall("".join(_rows()))}
    assert measured - explained == set()


def test_operators_find_what_to_do_at_each_alert() -> None:
    rules = yaml.safe_load(_text(ROOT / "deploy" / "prometheus-alertes.yml"))
    alerts = {rule["alert"] for group in rules["groups"] for rule in group["rules"]}
    assert len(alerts) > 20
    assert {row.split("`")[1] for row in _rows() if row.startswith("| `Aiguilleur")} == alerts


@each_row("path", DOCUMENTS)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = [(to, heading) for to, heading in _LINK.findall(_text(path)) if "://" not in to]
    for to, heading in links:
        target = path.parent / to if to else path
        assert target.exists(), to
        assert not heading or heading in _anchors(target), f"{to}#{heading}"
