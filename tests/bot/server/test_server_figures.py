"""Operators see what is in service, when the last backup was and how much room the disk has."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.process.settings import load_settings
from bot.server.server_figures import ServerFigures
from tests.support.tables import each_row

LAST = "aiguilleur_backup_last_success_timestamp_seconds"


@pytest.fixture
def settings(tmp_path):
    return load_settings().copy(update={"data": tmp_path})


@pytest.fixture
def figures(settings):
    registry = CollectorRegistry()
    model = Path("models/aiguilleur-1a2b.tar.gz")
    registry.register(ServerFigures(settings, lambda: model, lambda: "c0ffee", lambda: True))
    return registry


@each_row(
    ("written", "seen"),
    [
        (b"2026-11-30T03:20:00+00:00", 1796008800),
        (b"2026-11-30T04:20:00+01:00\n", 1796008800),
        (b"2026-11-30T03:20:00Z", 1796008800),
        (b"", 0),
        (b"yesterday", 0),
        (b"\xff\xfe", 0),
    ],
)
def test_time_of_the_last_backup_is_what_its_file_says_and_none_where_it_cannot_be_read(
    figures, settings, written, seen
):
    settings.last_backup.unlink(missing_ok=True)
    assert figures.get_sample_value(LAST) == 0
    settings.last_backup.write_bytes(written)
    assert figures.get_sample_value(LAST) == seen


def test_operators_see_what_is_in_service_how_full_the_disk_is_and_that_the_files_are_refused(figures):
    (info,) = (metric for metric in figures.collect() if metric.name == "aiguilleur")
    (sample,) = info.samples
    assert sample.value == 1
    assert sample.labels["model"] == "aiguilleur-1a2b"
    assert sample.labels["content"] == "c0ffee"
    assert sample.labels["version"]
    free, size = (figures.get_sample_value(f"aiguilleur_disk_{name}_bytes") for name in ("free", "size"))
    assert 0 < free < size
    assert figures.get_sample_value("aiguilleur_files_refused") == 1
