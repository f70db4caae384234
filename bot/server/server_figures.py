"""A server's figures: what it answers with, its last backup, its disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path

from dateutil.parser import isoparse
from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from bot.process.settings import Settings


class ServerFigures(Collector):
    """Collected at each request, hence the same in every process.

    Args:
        settings: where the data folder is.
        model: gives the model in service; None for the one that fits the files.
        content: gives the digest of the content in service.
        files_refused: whether the maintainers' files were refused when last read.
    """

    def __init__(
        self,
        settings: Settings,
        model: Callable[[], Path | None],
        content: Callable[[], str],
        files_refused: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._model = model
        self._content = content
        self._files_refused = files_refused

    def collect(self) -> Iterable[Metric]:
        """Called by the library."""
        model = self._model()
        disk = shutil.disk_usage(self._settings.data)
        in_service = {
            "model": model.name.removesuffix(".tar.gz") if model else "",
            "content": self._content(),
            "version": version("aiguilleur"),
        }
        yield InfoMetricFamily("aiguilleur", "What is in service: model, content, version of the code", in_service)
        yield GaugeMetricFamily(
            "aiguilleur_files_refused",
            "1 while the maintainers' files are refused, and earlier ones answer in their place",
            self._files_refused(),
        )
        yield GaugeMetricFamily(
            "aiguilleur_backup_last_success_timestamp_seconds",
            "When the last backup succeeded, in seconds since 1970; 0 where none is known",
            self._last_backup(),
        )
        yield GaugeMetricFamily("aiguilleur_disk_free_bytes", "Free on the disk of the data folder", disk.free)
        yield GaugeMetricFamily("aiguilleur_disk_size_bytes", "Size of the disk of the data folder", disk.total)

    def _last_backup(self) -> float:
        try:
            return isoparse(self._settings.last_backup.read_text(encoding="utf-8").strip()).timestamp()
        except (OSError, ValueError):
            return 0.0  # an unreadable file is no sign of a backup
