"""Figures are told whatever the processes that share them are doing."""

from __future__ import annotations

from bot.process.metrics import SHARED, exposition


def test_figures_are_told_while_a_process_begins_its_files(monkeypatch, tmp_path):
    monkeypatch.setenv(SHARED, str(tmp_path))
    (tmp_path / "counter_4000001.db").touch()
    (tmp_path / "gauge_livemax_4000001.db").touch()
    assert b"error" not in exposition()
