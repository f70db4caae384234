"""The names of classifiers that are kept: by all that another training could come out otherwise for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.content.project_files import PROJECT
from bot.maintenance.diff import models
from bot.rasa_adapter import training
from bot.rasa_adapter.training import SHAPING_LIBRARIES

FINDERS = SimpleNamespace(content=SimpleNamespace(files=PROJECT))


@pytest.mark.parametrize("library", SHAPING_LIBRARIES)
def test_another_version_of_a_library_changes_the_name(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    installed, before = training.version, models.classifier_name(FINDERS, ())
    monkeypatch.setattr(training, "version", lambda name: "0.0.1" if name == library else installed(name))
    assert models.classifier_name(FINDERS, ()) != before


def test_another_encoder_changes_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = models.classifier_name(FINDERS, ())
    monkeypatch.setattr(training, "installation", lambda: SimpleNamespace(identity="another"))
    assert models.classifier_name(FINDERS, ()) != before
