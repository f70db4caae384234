"""The surroundings a server needs, checked before it loads anything: Redis, and enough open files."""

from __future__ import annotations

import resource
from typing import Final

import structlog
from redis import Redis
from redis.exceptions import AuthenticationError, RedisError, ResponseError
from sqlalchemy.engine import make_url

from bot.process.settings import Settings, SettingsError

_WAIT_SECONDS: Final = 5

_OPEN_FILES: Final = 65_536
"""Each connection is an open file; beyond the usual limit of 1,024, connections are reset without a trace."""

_log = structlog.get_logger()


def check_surroundings(settings: Settings) -> None:
    """Refuse what can never work, with a message; warn of what does not work yet.

    Raises:
        SettingsError: Redis rejects REDIS_URL.
    """
    _raise_open_files()
    if settings.redis_url:
        _ask_redis(settings.redis_url)


def _ask_redis(url: str) -> None:
    # The address without its password.
    shown = repr(make_url(url))
    try:
        with Redis.from_url(url, socket_connect_timeout=_WAIT_SECONDS, socket_timeout=_WAIT_SECONDS) as redis:
            redis.ping()
    except (AuthenticationError, ResponseError) as error:
        raise SettingsError(
            f"REDIS_URL : Redis refuse {shown} ({error}). Corriger l’utilisateur, le mot de passe ou le numéro de "
            "base : redis://:motdepasse@hote:6379/0"
        ) from error
    except (RedisError, OSError) as error:
        # It may come later, as after a restart of the whole machine; until then /ready says so.
        _log.warning("redis_awaited", address=shown, error=str(error))


def _raise_open_files() -> None:
    """Raise the limit of open files as far as this process may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    if wanted < _OPEN_FILES:
        _log.warning("few_open_files", limit=wanted, advice="LimitNOFILE=65536 (systemd), ulimits: nofile (compose)")
