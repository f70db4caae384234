"""How the processes of a server get the same content: the first one publishes it, the others take it up.

They do not read the maintainers' files themselves, which may have changed again by then.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast

from bot.content.loading import Content

_PUBLISHED: Final = "content"
_ACKNOWLEDGED: Final = "{pid}.has"
_LOOK_EVERY: Final = 0.05


class Publication:
    """A folder shared by the processes of one server."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _PUBLISHED

    def publish(self, content: Content) -> None:
        """Publish content for all."""
        beside = self._folder / f"{_PUBLISHED}.tmp"
        with beside.open("wb") as file:
            file.write(f"{content.digest}\n".encode())
            pickle.dump(content, file, pickle.HIGHEST_PROTOCOL)
        beside.replace(self._path)

    def newer_than(self, digest: str) -> Content | None:
        """The content published last; None if there is none, or its digest is `digest`."""
        try:
            with self._path.open("rb") as file:
                if file.readline().decode().strip() == digest:
                    return None
                return cast(Content, pickle.load(file))  # noqa: S301 - by this server's first process
        except FileNotFoundError:
            return None

    def acknowledge(self, digest: str) -> None:
        """Report that this process answers with the content of this digest."""
        path = self._folder / _ACKNOWLEDGED.format(pid=os.getpid())
        beside = path.with_suffix(".tmp")
        beside.write_text(digest)
        beside.replace(path)

    def behind(self, digest: str, processes: Iterable[int], seconds: float) -> list[int]:
        """Wait until all processes answer with this content; return those that still run and do not."""
        end = time.monotonic() + seconds
        while left := [pid for pid in processes if self._has(pid) != digest and _runs(pid)]:
            if time.monotonic() > end:
                break
            time.sleep(_LOOK_EVERY)
        return left

    def _has(self, pid: int) -> str:
        try:
            return (self._folder / _ACKNOWLEDGED.format(pid=pid)).read_text()
        except FileNotFoundError:
            return ""


def _runs(pid: int) -> bool:
    """Whether a child runs; one that has ended is left to be reaped by others."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False
