"""Operators see what is in service, when the last backup was and how much room the disk has."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from bot.process.settings import load_settings
from bot.server.server_figures import ServerFigures

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


@pytest.mark.parametrize("time", ["2026-11-30T03:20:00+00:00", "2026-11-30T04:20:00+01:00\n", "2026-11-30T03:20:00Z"])
def test_time_of_the_last_backup_is_what_its_file_says(figures, settings, time):
    settings.last_backup.write_text(time, encoding="utf-8")
    assert figures.get_sample_value(LAST) == 1796008800


@pytest.mark.parametrize("content", [None, "", "yesterday", b"\xff\xfe"])
def test_without_a_readable_time_no_backup_is_known(figures, settings, content):
    if content is not None:
        settings.last_backup.write_bytes(content.encode() if isinstance(content, str) else content)
    assert figures.get_sample_value(LAST) == 0


def test_operators_see_the_model_the_content_and_the_version_in_service(figures):
    (info,) = (metric for metric in figures.collect() if metric.name == "aiguilleur")
    (sample,) = info.samples
    assert sample.value == 1
    assert sample.labels["model"] == "aiguilleur-1a2b"
    assert sample.labels["content"] == "c0ffee"
    assert sample.labels["version"]


def test_operators_see_how_full_the_disk_is(figures):
    free, size = (figures.get_sample_value(f"aiguilleur_disk_{name}_bytes") for name in ("free", "size"))
    assert 0 < free < size


def test_operators_see_that_the_files_are_refused(figures):
    assert figures.get_sample_value("aiguilleur_files_refused") == 1
