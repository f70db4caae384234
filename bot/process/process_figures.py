"""Figures of several processes that share a folder: what each counted, and what each costs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector


class SharedFiguresCollector(Collector):
    """The figures that processes share through a folder, also while one of them begins.

    A process makes its file empty and fills it then; the library fails on an empty one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """As the library asks for it."""
        files = [str(file) for file in self._folder.iterdir() if file.suffix == ".db" and _size(file)]
        return MultiProcessCollector.merge(files)  # type: ignore[no-any-return,no-untyped-call]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # its process has ended meanwhile
        return 0


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
