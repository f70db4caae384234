"""A PostgreSQL database and a Redis server for each test file; the trained model is shared."""

from __future__ import annotations

import shutil

import pytest

from bot.rasa_adapter.training import trained_model
from tests.support.services import fresh_database


@pytest.fixture(scope="module")
def database(postgres_server):
    with fresh_database(postgres_server) as address:
        yield address


@pytest.fixture(scope="module")
def services(database, redis_server):
    """The settings of a server of several processes."""
    return {"DATABASE_URL": database, "REDIS_URL": redis_server.url}


@pytest.fixture(scope="module")
def data(tmp_path_factory, models):
    """A data folder with models of its own: so far the project's."""
    folder = tmp_path_factory.mktemp("swap")
    (folder / "models").mkdir()
    shutil.copy2(trained_model(models), folder / "models")
    return folder
