"""A clock of some processes' own, which can be set while they run. The real thing, but for them alone."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.redis_server import installed


class Clock:
    """Goes right until it is set. Processes started with `settings` go by it; what counts time only is left alone."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.set(0)

    def set(self, hours: int) -> None:
        """Be so many hours ahead of the real clock, or behind; the processes notice within a second."""
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{hours * 3600:+d}\n", encoding="ascii")
        os.replace(beside, self._file)

    @property
    def settings(self) -> dict[str, str]:
        """Environment variables of the processes.

        Raises:
            RuntimeError: libfaketime is not there and cannot be brought.
        """
        installed("faketime", "faketime")
        libraries = [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
        if not libraries:
            raise RuntimeError("Il manque libfaketimeMT.so.1 : installez le paquet faketime (apt install faketime).")
        return {
            "LD_PRELOAD": str(libraries[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            # A clock that is set does not touch the one that event loops go by.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Else every wait for Python’s interpreter lock ends at once, and all is twenty times slower.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            # Nothing that a killed process would leave behind.
            "FAKETIME_DISABLE_SHM": "1",
        }
