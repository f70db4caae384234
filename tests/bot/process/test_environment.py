"""numpy multiplies with all that the processor has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.process.environment import set_up_products
from tests.support.tables import each_row

WIDE = "avx512f avx512cd avx512bw avx512dq avx512vl"


@each_row(
    ("of_the_operator", "cpuinfo", "expected"),
    [
        ({}, f"model name : A\nflags : fpu {WIDE}\n", "SkylakeX"),
        ({}, "flags : fpu avx2 avx512f\n", None),
        ({}, None, None),
        ({"OPENBLAS_CORETYPE": "Zen", "OPENBLAS_NUM_THREADS": "4"}, f"flags : {WIDE}\n", "Zen"),
    ],
)
def test_only_a_processor_with_wide_registers_multiplies_by_them_and_what_the_operator_set_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of_the_operator: dict[str, str], cpuinfo: str | None, expected
) -> None:
    monkeypatch.setattr(os, "environ", {**of_the_operator})
    (tmp_path / "cpuinfo").unlink(missing_ok=True)
    if cpuinfo:
        (tmp_path / "cpuinfo").write_text(cpuinfo)
    set_up_products(tmp_path / "cpuinfo")
    assert os.environ.get("OPENBLAS_CORETYPE") == expected
    assert os.environ["OPENBLAS_NUM_THREADS"] == of_the_operator.get("OPENBLAS_NUM_THREADS", "1")
