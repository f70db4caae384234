"""Memory, processor time, open files and start of each of several processes, which the library tells of one alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector


class ProcessesCollector(Collector):
    """The `process_…` figures of the library, by `pid`, of each process that shares its figures through a folder.

    Whichever process is asked reads them from `/proc`, so that one that hangs is told of too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """As the library asks for it; a process that ends meanwhile is left out."""
        found: dict[str, Metric] = {}
        for pid in self._processes():
            for metric in ProcessCollector(pid=partial(str, pid), registry=None).collect():
                of_all = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                for sample in metric.samples:
                    of_all.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        return found.values()

    def _processes(self) -> list[int]:
        """Those that have files of figures of the living, which go when a process does (`mark_process_dead`)."""
        return sorted({int(file.stem.rpartition("_")[2]) for file in self._folder.glob("gauge_live*.db")})
