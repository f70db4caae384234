"""A clock that only some processes use, by libfaketime, and that a test can set while they run."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.redis_server import installed


class Clock:
    """The clock of the processes started with `settings`: right until it is set. Monotonic clocks stay as they are."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.set(0)

    def set(self, hours: int) -> None:
        """Set the clock so many hours ahead of the real time, or behind; the processes notice within a second."""
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{hours * 3600:+d}\n", encoding="ascii")
        os.replace(beside, self._file)

    @property
    def settings(self) -> dict[str, str]:
        """Environment variables of the processes.

        Raises:
            RuntimeError: libfaketime is missing and cannot be installed.
        """
        installed("faketime", "faketime")
        libraries = [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
        if not libraries:
            raise RuntimeError("Il manque libfaketimeMT.so.1 : installez le paquet faketime (apt install faketime).")
        return {
            "LD_PRELOAD": str(libraries[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            # Setting a clock leaves alone the monotonic clock, which event loops use.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Else every wait for Python’s interpreter lock ends at once, and all is twenty times slower.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            # Shared memory would be left behind by a killed process.
            "FAKETIME_DISABLE_SHM": "1",
        }
