"""Fixtures of the faults: each verdict is checked, and shown at the end in one table (tests/conftest.py)."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from bot.process.settings import load_settings
from bot.storage.identifiers import Identifiers
from tests.bot.server.faults.load import Load
from tests.bot.server.faults.verdict import verdict


@pytest.fixture
def harmless(record_property):
    """Check that a fault cost no answer; `data` is the server's folder, `database` the address of its database."""

    def judge(fault: str, load: Load, data: Path, database: str) -> None:
        identifiers = Identifiers.of(load_settings().copy(update={"data": data}))
        counted = verdict(fault, load, database, identifiers)
        record_property("tests.bot.server.faults.report", msgspec.to_builtins(counted))
        assert counted.acknowledged == counted.messages
        assert (counted.lost, counted.twice, counted.disordered) == (0, 0, 0), counted

    return judge
