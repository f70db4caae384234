"""The server's processes: one by uvicorn, or several by gunicorn, forked from one that has loaded the model.

Light to import: the model's code, and with it the metrics, is imported once the number of processes is known.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

import msgspec
import structlog
from gunicorn.systemd import sd_notify

from bot.process.memory import settle
from bot.process.parent import end_with
from bot.process.settings import Settings, SettingsError
from bot.server.listening import bound_sockets, shown_address
from bot.server.shutdown import MAKE_WAY, DrainingServer, let_stops_through, stop_waits

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.content.active import ActiveContent
    from bot.server.reloading.reloader import Reloader
    from bot.server.reloading.sighup import Reports
    from rules.errors import ProgrammeError

_log = structlog.get_logger()

SILENT_SECONDS: Final = 60
"""Seconds without a turn of its event loop after which a process is replaced."""

NOT_STARTED: Final = 1
"""The exit code of a process that could not start; another takes its place.

With its own code for that, gunicorn would end all other processes too, although they answer.
"""

_AGAIN_SECONDS: Final = 5
"""Seconds before a process that could not start is replaced, since the next one may fail in the same way."""

SHARED_METRICS: Final = "PROMETHEUS_MULTIPROC_DIR"


def serve(
    settings: Settings, model: Path | ProgrammeError, workers: int, say: Callable[[str], None] = lambda _: None
) -> None:
    """Serve until SIGTERM or SIGINT, then finish the turns under way. At a SIGHUP, take up the maintainers' files.

    Args:
        settings: the settings.
        model: the trained model that fits the current files, or the mistakes that prevent one.
        workers: the number of processes.
        say: called, in French, with the address once the server answers; before that, if it answers with earlier files,
            with the mistakes of the current ones.

    Raises:
        ProgrammeError: the files have mistakes, and there are no earlier ones.
        SettingsError: several processes are asked for without a shared database and Redis, or the port is taken.
        StorageError: the database cannot be used.
    """
    # A hang-up without a handler would end the process; it stays pending until there is one.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
    # For stops between the steps of a start, and after uvicorn, which raises the signal again. A stop is no failure.
    signal.signal(signal.SIGTERM, _stop)
    if workers == 1:
        _look_around(settings, workers)
        _serve_alone(settings, model, say)
        return
    refuse_what_cannot_be_shared(settings)
    with _shared_folder("metrics") as metrics, _shared_folder("content") as published:
        os.environ[SHARED_METRICS] = str(metrics)  # before any metric is imported
        _look_around(settings, workers)
        _serve_together(settings, model, workers, published, say)


def _look_around(settings: Settings, workers: int) -> None:
    """Report mistakes of the database, the keys or Redis before anything slow begins."""
    from bot.server.surroundings import check_surroundings
    from bot.storage.served_database import note_served
    from bot.storage.stores import Stores

    with stop_waits():
        with closing(Stores.open(settings)) as stores:
            stores.database.examine_sync()
        note_served(settings)
        check_surroundings(settings)
    _log.info("serving", host=settings.host, port=settings.port, workers=workers)


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def refuse_what_cannot_be_shared(settings: Settings) -> None:
    """Make sure that several processes have a common database and common locks.

    Raises:
        SettingsError: says which setting is missing, and what to set.
    """
    missing = []
    if settings.database_url.startswith("sqlite"):
        missing.append("DATABASE_URL : une base PostgreSQL (postgresql://utilisateur:motdepasse@hote:5432/base)")
    if not settings.redis_url:
        missing.append("REDIS_URL : un Redis pour les verrous (redis://hote:6379/0)")
    if missing:
        raise SettingsError(
            "Plusieurs processus (--workers) doivent partager une base et des verrous. Il manque :\n"
            + "\n".join(missing)
            + "\nDéfinir ces variables, ou lancer un seul processus : aiguilleur serve"
        )


def _serve_alone(settings: Settings, model: Path | ProgrammeError, say: Callable[[str], None]) -> None:
    with stop_waits():
        server = _server(settings, model, say)
        listeners = bound_sockets(settings)
    with suppress(KeyboardInterrupt):
        server.run(listeners)
    if not server.started:
        raise SystemExit(1)


def _server(settings: Settings, model: Path | ProgrammeError, say: Callable[[str], None]) -> DrainingServer:
    import uvicorn

    from bot.server.app import create_app
    from bot.server.reloading.sighup import OwnRenewal

    current, reloader, reports = _loaded(settings, model, say)
    config = uvicorn.Config(
        create_app(
            settings, lambda: reloader.model, current, OwnRenewal(reloader, current, reports), reports.files_refused
        ),
        timeout_graceful_shutdown=settings.grace_seconds,
        **_UVICORN,
    )
    return DrainingServer(config, settings.drain_seconds, _when_ready(settings, say))


def _when_ready(settings: Settings, say: Callable[[str], None]) -> Callable[[], None]:
    def when_ready() -> None:
        sd_notify("READY=1", _log)  # with several processes, gunicorn's first one has already told systemd
        say(f"Prêt : {shown_address(settings)} (Ctrl+C pour arrêter)")

    return when_ready


_UVICORN: Final[dict[str, Any]] = {
    # Its log lines go where all others go; a line for each request would reveal addresses.
    "log_config": None,
    "access_log": False,
    # Rasa pins a version of websockets that uvicorn does not support; none is used.
    "ws": "none",
    # bot/server/app.py trusts the declared proxies, and no others.
    "proxy_headers": False,
    "server_header": False,
    "http": "bot.server.http_protocol:ImpatientProtocol",
    # Longer than a proxy keeps an idle connection, so that it never reuses a closed one.
    "timeout_keep_alive": 75,
}


def _serve_together(
    settings: Settings, model: Path | ProgrammeError, workers: int, published: Path, say: Callable[[str], None]
) -> None:
    with stop_waits():
        from gunicorn.app.base import BaseApplication
        from prometheus_client.multiprocess import mark_process_dead
        from uvicorn_worker import UvicornWorker

        from bot.process.metrics import PROCESSES_REPLACED
        from bot.server.app import create_app
        from bot.server.reloading.arbiter import ReloadingArbiter
        from bot.server.reloading.shared_content import Publication
        from bot.server.reloading.sighup import FollowedRenewal

        current, reloader, reports = _loaded(settings, model, say)
        listeners = bound_sockets(settings)
    publication = Publication(published)
    when_ready = _when_ready(settings, say)

    class Process(UvicornWorker):  # type: ignore[misc]
        CONFIG_KWARGS: ClassVar = {**_UVICORN, "timeout_graceful_shutdown": settings.grace_seconds}

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name in ("uvicorn.error", "uvicorn.access"):
                logging.getLogger(name).handlers = []
                logging.getLogger(name).propagate = True

        def init_signals(self) -> None:
            super().init_signals()
            if not end_with(self.ppid):  # an orphan would keep the port from the next server
                sys.exit(NOT_STARTED)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the process listens, and catches up
            let_stops_through()

        async def _serve(self) -> None:
            self.config.app = self.wsgi
            is_first: bool = self.age == 1
            server = DrainingServer(self.config, settings.drain_seconds, when_ready if is_first else lambda: None)
            self._install_sigquit_handler()
            asyncio.get_running_loop().add_signal_handler(MAKE_WAY, server.make_way)
            await server.serve(sockets=self.sockets)
            if not server.started:
                await asyncio.sleep(_AGAIN_SECONDS)
                sys.exit(NOT_STARTED)

    def died(arbiter: ReloadingArbiter, process: Process) -> None:
        mark_process_dead(process.pid)  # type: ignore[no-untyped-call]
        if not arbiter.makes_way(process.pid):
            PROCESSES_REPLACED.inc()

    class Processes(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in {
                "bind": [f"fd://{listener.detach()}" for listener in listeners],
                "workers": workers,
                "worker_class": Process,
                "preload_app": True,
                # The arbiter kills processes that have not ended within this time.
                "graceful_timeout": settings.drain_seconds + settings.grace_seconds + 5,
                "timeout": SILENT_SECONDS,
                "child_exit": died,
                "logconfig_dict": _GUNICORN_LOGS,
                "control_socket_disable": True,
                # Heartbeats are written to a file; a full disk must not stop them.
                "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108
            }.items():
                self.cfg.set(name, value)

        def load(self) -> FastAPI:
            with stop_waits():
                renewal = FollowedRenewal(publication, current)
                app = create_app(settings, lambda: reloader.model, current, renewal, reports.files_refused)
                _warn_of_threads()
                settle()
            return app

        def run(self) -> None:
            ReloadingArbiter(self, reloader, current, publication, reports).run()

    try:
        Processes().run()
    finally:
        reports.ended()


_GUNICORN_LOGS: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "incremental": False,
    "root": {},
    "handlers": {},
    "formatters": {},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "propagate": True, "handlers": []},
        "gunicorn.access": {"level": "CRITICAL", "propagate": False, "handlers": []},
    },
}


def _loaded(
    settings: Settings, model: Path | ProgrammeError, say: Callable[[str], None]
) -> tuple[ActiveContent, Reloader, Reports]:
    """The content, the reloader and its reports. The model is in memory from here on."""
    from bot.content.active import ActiveContent
    from bot.content.project_files import PROJECT
    from bot.rasa_adapter.agent import answers_of, trained_agent
    from bot.rasa_adapter.service_record import take_up
    from bot.server.reloading.kept_files import keep
    from bot.server.reloading.reloader import Reloader
    from bot.server.reloading.server_file import ServerFile
    from bot.server.reloading.sighup import Reports
    from bot.server.reloading.start import start

    begun = start(PROJECT, settings, model)
    if begun.refused:
        say("\n".join([begun.refusal, *(str(published.finding) for published in begun.refused)]))
    agent = trained_agent(settings.models / begun.model.name)
    in_service = msgspec.structs.replace(begun.model, answers=answers_of(agent))
    take_up(settings.data, in_service)
    if not begun.refused:
        keep(settings.data, begun.content, begun.learnt)
    current = ActiveContent(begun.content, begun.since)
    reports = Reports(ServerFile(settings.data, settings.port, settings.host), current, begun.refused)
    return current, Reloader(PROJECT, settings, in_service), reports


def _warn_of_threads() -> None:
    """Warn of threads at a fork: their locks stay held for ever in the child. As of Rasa 3.6.21, there are none."""
    threads = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1
    if threads > 1:
        _log.warning("forking_with_threads", threads=threads)


@contextmanager
def _shared_folder(purpose: str) -> Iterator[Path]:
    """A folder for the server's processes only, for as long as it runs."""
    folder = Path(tempfile.mkdtemp(prefix=f"aiguilleur-{purpose}-"))
    own = os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == own:  # not when a child ends
            shutil.rmtree(folder, ignore_errors=True)
