"""The environment variables that numpy reads of the processor, set before it is imported."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_WIDE = {"avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"}
"""What OpenBLAS asks of a processor for its wider products, as Linux names it."""


def set_up_products(processor: Path = Path("/proc/cpuinfo")) -> None:
    """Set by the environment how OpenBLAS multiplies.

    One thread a process: more of them double the CPU spent for little wall time. And all of the registers: the OpenBLAS
    of numpy 1.23 takes newer AMD processors for older ones, on which the same products take twice as long.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    flags: list[str] = []
    with suppress(OSError):
        flags = next((line for line in processor.read_text().splitlines() if line.startswith("flags")), "").split()
    if set(flags) >= _WIDE:
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
