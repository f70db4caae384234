"""What the tests of reloading share."""

from __future__ import annotations

import pytest

from bot.content.project_files import ProjectFiles
from bot.rasa_adapter.service_record import LearntModel
from bot.rasa_adapter.training import fingerprint, learnt, model_path


@pytest.fixture(scope="module")
def files(cloned):
    return ProjectFiles(cloned.root)


@pytest.fixture(scope="module")
def model(files):
    """The model that has learnt the files as they were at first, and may give some answers of theirs."""
    name = model_path(files.root, fingerprint(files)).name
    return LearntModel(name, learnt(files), ("cpf", "remercier", "organisme", "nlu_fallback"))
