"""Work that takes longer than a message may wait, in the main thread: others are answered while it waits for a thread.

An expression that takes too long is stopped in the main thread alone (`nlu/entities/expressions.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from sqlalchemy.util import await_only, greenlet_spawn

from nlu.aside import aside_by

T = TypeVar("T")

_ASIDE: Final = ThreadPoolExecutor(1, "aside")


async def long_work(work: Callable[[], T]) -> T:
    """Do it; what is done aside (`nlu/aside.py`) is done in a thread, one such part at a time."""
    with aside_by(_in_thread):
        return await greenlet_spawn(work)  # type: ignore[no-any-return]


def _in_thread(work: Callable[[], Any]) -> Any:
    return await_only(asyncio.get_running_loop().run_in_executor(_ASIDE, work))
