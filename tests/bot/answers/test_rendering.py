"""Trace ids: the same for the same decision, in every process."""

from __future__ import annotations

import os
import subprocess
import sys

PRINT_ID = """
from datetime import date
from types import SimpleNamespace
from bot.answers.rendering import trace_id
places = frozenset(("16", "17", "24", "33", "40", "47", "64"))
trace = SimpleNamespace(deciding=None, facts=(("territoire", places),), on=date(2026, 11, 27))
print(trace_id(SimpleNamespace(trace=trace)))
"""


def test_trace_id_does_not_depend_on_the_order_of_a_set() -> None:
    ids = {
        subprocess.run(
            [sys.executable, "-c", PRINT_ID],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(ids) == 1
