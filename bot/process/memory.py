"""Memory: what stays in a process is kept from the garbage collector, and what went is given back to the machine."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

_TRIM: Final = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None


def settle() -> None:
    """Forget what went, give its memory back, and keep the collector from what is left: a model, a programme.

    It would walk through that again and again, and in a process that was forked copy all that it touches.
    """
    gc.unfreeze()
    gc.collect()
    if _TRIM:
        _TRIM(0)
    gc.freeze()
