"""Work in a thread that the end of the process does not wait for, as Ctrl-C must not wait for a check of all files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def abandonable(work: Callable[[], T]) -> T:
    """Do it in a thread of its own, which reads alone: at the end of the process it stops wherever it is."""
    future: Future[T] = Future()

    def done() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)

    Thread(target=done, name="abandonable", daemon=True).start()
    return await asyncio.wrap_future(future)
