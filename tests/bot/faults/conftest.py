"""What each fault cost is counted, held against what may be, and told at the end in one table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.settings import load_settings
from bot.storage.identifiers import Identifiers
from tests.bot.faults.load import Load
from tests.bot.faults.report import table
from tests.bot.faults.verdict import Verdict, verdict
from tests.bot.server import ROOT

REPORT = ROOT / "var" / "faults" / "report.md"

_VERDICTS = pytest.StashKey[list[Verdict]]()


@pytest.fixture
def harmless(pytestconfig):
    """Holds that a fault cost no answer, after counting; `data` is the server's folder, `database` its address."""

    def judge(fault: str, load: Load, data: Path, database: str) -> None:
        identifiers = Identifiers.of(load_settings().copy(update={"data": data}))
        counted = verdict(fault, load, database, identifiers)
        pytestconfig.stash.setdefault(_VERDICTS, []).append(counted)
        assert counted.acknowledged == counted.messages
        assert (counted.lost, counted.twice, counted.disordered) == (0, 0, 0), counted

    return judge


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    verdicts = config.stash.get(_VERDICTS, [])
    if verdicts:
        REPORT.parent.mkdir(parents=True, exist_ok=True)
        REPORT.write_text(table(verdicts), encoding="utf-8")
        terminalreporter.section("pannes")
        terminalreporter.write(table(verdicts))
