"""Servers for all conversations: one asks Telegram for updates, one has them posted, and of one much goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.channels.telegram.conversations.running import Running
from tests.doubles.telegram import Person

CAUSED = {"update_not_read", "update_not_written", "updates_not_read"}
"""Faults that tests cause: an update that makes no sense, and a database that does not answer."""


def _run(
    factory: pytest.TempPathFactory,
    models: Path,
    *,
    webhook: bool,
    caused: set[str] = CAUSED,
) -> Iterator[Running]:
    running = Running(factory.mktemp("telegram"), models, webhook=webhook)
    try:
        running.wait_until_ready()
        yield running
        running.quiet()
        assert running.failures() <= caused
    finally:
        running.stop()


@pytest.fixture(scope="session")
def polling(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Running]:
    yield from _run(tmp_path_factory, models, webhook=False)


@pytest.fixture(scope="session")
def webhook(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Running]:
    yield from _run(tmp_path_factory, models, webhook=True)


@pytest.fixture(scope="session")
def troubled(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Running]:
    """A server whose turns fail, and whose answers Telegram refuses."""
    yield from _run(tmp_path_factory, models, webhook=False, caused={"turn_failed", "update_failed"})


@pytest.fixture(params=["polling", pytest.param("webhook", marks=pytest.mark.thorough)])
def telegram(request: pytest.FixtureRequest) -> Running:
    """A server that asks for updates, in `make test-all` also one that has them posted: past the inbox all is the same.

    What `BOTH_WAYS` of test_advisers_talk.py marks runs on both in `make test`.
    """
    running: Running = request.getfixturevalue(request.param)
    return running


@pytest.fixture
def camille(telegram: Running) -> Person:
    """An adviser with a French telephone, new to the bot."""
    return telegram.double.private(language="fr")
