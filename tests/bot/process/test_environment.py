"""numpy multiplies with all that the processor has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.process.environment import set_up_products

WIDE = "avx512f avx512cd avx512bw avx512dq avx512vl"


@pytest.mark.parametrize(
    ("cpuinfo", "expected"),
    [(f"model name : A\nflags : fpu {WIDE}\n", "SkylakeX"), ("flags : fpu avx2 avx512f\n", None), (None, None)],
)
def test_only_a_processor_with_wide_registers_multiplies_by_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cpuinfo: str | None, expected: str | None
) -> None:
    monkeypatch.setattr(os, "environ", {})
    if cpuinfo:
        (tmp_path / "cpuinfo").write_text(cpuinfo)
    set_up_products(tmp_path / "cpuinfo")
    assert os.environ.get("OPENBLAS_CORETYPE") == expected
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


def test_variables_set_by_the_operator_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"OPENBLAS_CORETYPE": "Zen", "OMP_NUM_THREADS": "4"})
    (tmp_path / "cpuinfo").write_text(f"flags : {WIDE}\n")
    set_up_products(tmp_path / "cpuinfo")
    assert os.environ["OPENBLAS_CORETYPE"] == "Zen"
    assert os.environ["OMP_NUM_THREADS"] == "4"
