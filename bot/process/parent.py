"""A process that ends with the one that started it, even where that one is killed and can tell nobody."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

_PRCTL: Final = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_PR_SET_PDEATHSIG: Final = 1


def end_with(parent: int) -> bool:
    """Have the kernel stop this process, as by SIGTERM, once the thread that started it ends, its parent's main one.

    It may run between fork and exec, where threads may have left locks taken: it takes none, and imports nothing.

    Returns:
        Whether the parent is still there; it may have ended before the kernel was asked.
    """
    if _PRCTL:
        _PRCTL(_PR_SET_PDEATHSIG, signal.SIGTERM)
    return os.getppid() == parent
