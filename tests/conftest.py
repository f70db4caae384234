"""What all tests share: the long ones first; property tests that are the same at every run, and not judged by time.

`make test` runs them in several processes at once (pytest-xdist). What shares a server goes to one of them.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.process.environment import set_up_products
from tests.support.chromium import found_browser
from tests.support.services import found_binaries, running_postgres

_WITH_SERVERS = (
    "bot/maintenance/studio",
    "bot/maintenance/walkthroughs",
    "bot/server/processes/test_reloading.py",
    "bot/channels/telegram/reliability",
    "bot/maintenance/site",
    "bot/channels/telegram/conversations",
    "bot/channels/web/browser",
    "bot/server/faults",
    "bot/server/processes",
    "deploy",
    "bot/channels/telegram",
    "doubles",
)
"""Where tests start servers or browsers and take minutes. They begin first: one process is not left with them."""

_SHARE_SERVERS = (
    "bot/channels/telegram/reliability",
    "bot/channels/telegram/conversations",
    "bot/channels/web/browser",
    "bot/maintenance/walkthroughs",
    "bot/maintenance/studio/editing",
    "bot/maintenance/studio",
)
"""Folders whose files share servers; files of theirs that do not name a group of their own."""

_THOROUGH = (
    "bot/assistant/locks/test_redis_store.py",
    "bot/channels/telegram/conversations/test_alerts.py",
    "bot/channels/telegram/conversations/test_budget.py",
    "bot/channels/telegram/conversations/test_channel.py",
    "bot/channels/telegram/reliability",
    "bot/channels/web/browser/test_firefox.py",
    "bot/channels/web/browser/test_widget_host_page.py",
    "bot/channels/web/browser/test_widget_lifecycle.py",
    "bot/channels/web/browser/test_widget_small_screens.py",
    "bot/cli/test_model.py",
    "bot/maintenance/cases",
    "bot/maintenance/check/test_expressions.py",
    "bot/maintenance/diff/test_answer_changes.py",
    "bot/maintenance/diff/test_intent_changes.py",
    "bot/maintenance/site/test_site.py",
    "bot/maintenance/site/test_site_in_a_browser.py",
    "bot/maintenance/studio",
    "bot/maintenance/walkthroughs",
    "bot/server/faults",
    "bot/server/processes",
    "bot/server/test_http_protocol.py",
    "bot/server/reloading/test_examination.py",
    "bot/storage/test_backup.py",
    "bot/storage/test_what_postgresql_logs.py",
    "deploy",
    "doubles",
    "evaluation/masks",
    "evaluation/test_judging.py",
)
"""In `make test-all` alone: second engines, hostile pages, machines that fail, several processes, deployments, what
leans on the clock, and what guards the tests' own doubles. The daily change is caught without them.
"""

_ON_BOTH_DATABASES = (
    "bot/storage/test_database.py",
    "bot/storage/test_interleavings.py",
    "bot/storage/test_update_queue.py",
)
"""Where `make test` tries PostgreSQL beside SQLite; elsewhere `make test-all` does."""

_PROGRAMS: dict[str, Callable[[], object]] = {
    "browser": found_browser,
    "own_postgres": found_binaries,
    "postgres_server": lambda: running_postgres() or found_binaries(),
    "redis_server": lambda: shutil.which("redis-server"),
}
"""The fixtures that start what no Python package brings, and what finds it.

Where a machine lacks it, their tests are in `make test-all`, which installs it: that a mirror is slow does not refuse a
change.
"""


@cache
def _here(fixture: str) -> bool:
    return bool(_PROGRAMS[fixture]())


# As the server does. Else each of the processes has a thread for each core, and all of them wait for each other.
set_up_products()

# Copies of the project and data folders of their own have the encoder of this one.
os.environ.setdefault("AIGUILLEUR_ENCODER", str(Path(__file__).parents[1] / "var" / "encoder"))

# Nor do the settings of a server on this machine count.
os.environ["AIGUILLEUR_ENV"] = os.devnull

settings.register_profile(
    "project",
    deadline=None,
    derandomize=True,
    # Most random cases are answered outright; those that end in a question are what some properties look for.
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the trained model."""
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import train

    return train(load_settings().models, print).parent


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist, which reads the groups there
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first. A file, or what shares servers, is tested in one process."""
    here = Path(__file__).parent

    def inside(item: pytest.Item, folders: tuple[str, ...]) -> str | None:
        file = item.path.relative_to(here).as_posix()
        return next((folder for folder in folders if f"{file}/".startswith(f"{folder}/")), None)

    def place(item: pytest.Item) -> int:
        folder = inside(item, _WITH_SERVERS)
        return _WITH_SERVERS.index(folder) if folder else len(_WITH_SERVERS)

    items.sort(key=place)
    for item in items:
        database = item.callspec.params.get("database_url") if hasattr(item, "callspec") else None
        starts = {*item.fixturenames, *(["postgres_server"] if database == "postgresql" else [])} & _PROGRAMS.keys()
        if (
            inside(item, _THOROUGH)
            or (database == "postgresql" and not inside(item, _ON_BOTH_DATABASES))
            or not all(map(_here, starts))
        ):
            item.add_marker(pytest.mark.thorough)
        if item.get_closest_marker("xdist_group") is None:
            together = inside(item, _SHARE_SERVERS) or item.path.relative_to(here).as_posix()
            item.add_marker(pytest.mark.xdist_group(together))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests counted, in one table a report: a property of theirs, named like the module that has the report."""
    counted = defaultdict(list)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "teardown":
                for name, value in report.user_properties:
                    counted[name].append(value)
    for name, values in counted.items():
        module = import_module(name)
        module.PATH.parent.mkdir(parents=True, exist_ok=True)
        module.PATH.write_text(module.report(values), encoding="utf-8")
        terminalreporter.section(f"{module.TITLE} ({module.PATH.name})")
        terminalreporter.write(module.report(values))
