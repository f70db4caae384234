"""Where an operator may write a setting, and which of them counts."""

from __future__ import annotations

import os

import pytest

from bot.process.settings import SettingsError, load_settings, unreadable_environment


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    monkeypatch.setenv("AIGUILLEUR_ENV", str(tmp_path / "aiguilleur.env"))
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def test_a_command_has_the_settings_of_the_environment_file_unless_the_environment_has_others(place, monkeypatch):
    (place / "aiguilleur.env").write_text("# secrets\nDATABASE_URL='postgresql://a:p%20w@h/b'\nRETENTION_DAYS=30\n")
    assert load_settings().database_url == "postgresql://a:p%20w@h/b"
    assert load_settings().retention_days == 30
    monkeypatch.setenv("RETENTION_DAYS", "60")
    assert load_settings().retention_days == 60


def test_a_secret_comes_from_the_file_that_its_variable_names_or_the_credentials_of_systemd(place, monkeypatch):
    (place / "secret").write_text("a" * 20 + "\n")
    monkeypatch.setenv("METRICS_TOKEN_FILE", str(place / "secret"))
    (place / "REDIS_URL").write_text("redis://h/0\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(place))
    assert load_settings().metrics_token.get_secret_value() == "a" * 20
    assert load_settings().redis_url == "redis://h/0"


def test_a_named_file_that_is_not_there_is_told(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL_FILE", str(place / "nothing"))
    with pytest.raises(SettingsError, match=r"DATABASE_URL_FILE : impossible de lire .*nothing"):
        load_settings()


def test_an_environment_file_that_this_user_may_not_read_is_known_as_such(place, monkeypatch):
    (place / "aiguilleur.env").write_text("RETENTION_DAYS=30\n")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert unreadable_environment() == place / "aiguilleur.env"
    assert load_settings().retention_days == 90
