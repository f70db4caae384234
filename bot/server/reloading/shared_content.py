"""How the processes of one server come to the same content: the first one publishes it, the others take it up.

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
    """A folder that the processes share, and that is theirs alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _PUBLISHED

    def publish(self, content: Content) -> None:
        """Put content there for all."""
        beside = self._folder / f"{_PUBLISHED}.tmp"
        with beside.open("wb") as file:
            file.write(f"{content.digest}\n".encode())
            pickle.dump(content, file, pickle.HIGHEST_PROTOCOL)
        beside.replace(self._path)

    def newer_than(self, digest: str) -> Content | None:
        """What was published last; None where that is nothing, or the content of this name."""
        try:
            with self._path.open("rb") as file:
                if file.readline().decode().strip() == digest:
                    return None
                return cast(Content, pickle.load(file))  # noqa: S301 - by this server's first process
        except FileNotFoundError:
            return None

    def acknowledge(self, digest: str) -> None:
        """Tell that this process answers with the content of this name."""
        path = self._folder / _ACKNOWLEDGED.format(pid=os.getpid())
        beside = path.with_suffix(".tmp")
        beside.write_text(digest)
        beside.replace(path)

    def behind(self, digest: str, processes: Iterable[int], seconds: float) -> list[int]:
        """Wait until all answer with the content of this name; those that do not, and still run."""
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
    """Whether a child runs; one that has ended is left for whoever reaps it."""
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return False
