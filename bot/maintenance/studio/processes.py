"""Work that takes seconds, in a separate process."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


async def in_process(work: Callable[..., T], *arguments: object) -> T:
    """Run it in a separate process, so that the page keeps answering; everything is passed by pickling."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_DFL))
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, work, *arguments)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
