"""What a server needs around it is told when it starts, in French, with what to do."""

from __future__ import annotations

import resource

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.process.settings import Settings, SettingsError
from bot.server.surroundings import check_surroundings
from tests.support.redis_server import free_port
from tests.support.tables import each_row


def with_redis(tmp_path, url):
    return Settings(data=tmp_path, redis=SecretStr(url))


@each_row("wrong", ["redis://:hunter2@127.0.0.1:{port}/0", "redis://127.0.0.1:{port}/99"])
def test_a_password_or_a_number_that_redis_refuses_is_told_without_the_password(tmp_path, redis_server, wrong):
    check_surroundings(with_redis(tmp_path, redis_server.url))
    with pytest.raises(SettingsError, match=r"REDIS_URL : Redis refuse redis://.*Corriger") as caught:
        check_surroundings(with_redis(tmp_path, wrong.format(port=redis_server.port)))
    assert "hunter2" not in str(caught.value)


def test_a_redis_that_is_away_is_awaited(tmp_path):
    with capture_logs() as logged:
        check_surroundings(with_redis(tmp_path, f"redis://:hunter2@127.0.0.1:{free_port()}/0"))
    assert "redis_awaited" in [line["event"] for line in logged]
    assert "hunter2" not in str(logged)


def test_as_many_files_may_be_open_as_the_system_allows(tmp_path):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    try:
        check_surroundings(Settings(data=tmp_path))
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(65_536, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
