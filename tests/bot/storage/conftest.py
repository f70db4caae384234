"""Stores on a new database of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.process.settings import Settings
from bot.storage.stores import Stores

if TYPE_CHECKING:
    from bot.assistant.service import Assistant


@pytest.fixture
def settings_for(tmp_path: Path) -> Callable[..., Settings]:
    """Settings on a folder of the test's own."""

    def make(url: str, **more: object) -> Settings:
        return Settings(data=tmp_path, database=url, **more)

    return make


@pytest.fixture
def settings(settings_for: Callable[..., Settings], database_url: str) -> Settings:
    return settings_for(database_url)


@pytest.fixture
def open_stores(settings: Settings) -> Iterator[Callable[..., Stores]]:
    """Opens stores on the test's database, as another process would; all are closed at the end."""
    opened: list[Stores] = []

    def another(**changes: object) -> Stores:
        opened.append(Stores.open(settings.copy(update=changes)))
        return opened[-1]

    yield another
    for stores in opened:
        stores.close()


@pytest.fixture
def stores(open_stores: Callable[..., Stores]) -> Stores:
    return open_stores()


@pytest.fixture
def assistant_on(assistant: Assistant, stores: Stores) -> Callable[[], Assistant]:
    """The trained assistant of all tests, on the stores of this one."""
    from bot.assistant.locks import InProcessLockStore

    def make() -> Assistant:
        return assistant.on(stores, InProcessLockStore())

    return make
