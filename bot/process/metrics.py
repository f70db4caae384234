"""What is counted, for Prometheus. No label is an identifier or a text: questions and outcomes are the programme's.

Several processes share their figures through files in the folder PROMETHEUS_MULTIPROC_DIR, which
`bot.server.processes` makes before this module is read; whichever process is asked tells those of all.
"""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector

from bot.process.process_figures import ProcessesCollector, SharedFiguresCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"

_TURN_BUCKETS = (0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LOCK_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

TURNS = Counter(
    "aiguilleur_turns",
    "Messages answered, by channel, by the question that was understood and by what came of it",
    ["channel", "question", "outcome"],
)
HUB_TURNS = Counter(
    "aiguilleur_hub_turns",
    "Messages written on a hub's pages, by what came of them: answered, not_understood or failed",
    ["hub", "outcome"],
)
TURN_SECONDS = Histogram(
    "aiguilleur_turn_seconds", "From a message to its reply, waiting for its turn included", buckets=_TURN_BUCKETS
)
TURNS_IN_FLIGHT = Gauge(
    "aiguilleur_turns_in_flight", "Messages being answered, those that wait included", multiprocess_mode="livesum"
)
TURNS_WAITING = Gauge(
    "aiguilleur_turns_waiting",
    "Messages that wait for an earlier one of their conversation",
    multiprocess_mode="livesum",
)
LOCK_WAIT = Histogram(
    "aiguilleur_lock_wait_seconds", "How long turns wait for their conversation", buckets=_LOCK_BUCKETS
)
ERRORS = Counter("aiguilleur_errors", "Turns that ended in an apology, by the kind of error", ["kind"])
DATABASE_ERRORS = Counter("aiguilleur_database_errors", "Turns and checks that failed in the database")
REDIS_ERRORS = Counter("aiguilleur_redis_errors", "Commands that Redis did not answer; they are repeated")
EXPRESSIONS_STOPPED = Counter(
    "aiguilleur_expressions_stopped",
    "Expressions of the maintainers that took too long on a message and were left out, by their file",
    ["file"],
)
RELOADS = Counter("aiguilleur_reloads", "Reloads of the maintainers' files, by what came of them", ["outcome"])
RESPONSES = Counter(
    "aiguilleur_responses", "Responses over HTTP, by status; without those to what watches the server", ["status"]
)
PROCESSES_REPLACED = Counter(
    "aiguilleur_processes_replaced", "Processes of the server that ended unasked; others take their place"
)
REFUSED = Counter("aiguilleur_refused", "Messages refused because too many came", ["limit"])
PURGE_HELD = Gauge(
    "aiguilleur_purge_held",
    "1 where nothing is purged because the clock may have jumped since the last purge",
    multiprocess_mode="livemax",
)
READY = Gauge(
    "aiguilleur_ready",
    "1 where a part was there when each process last looked, some seconds ago",
    ["part"],
    multiprocess_mode="livemin",
)
TELEGRAM_UPDATES = Counter(
    "aiguilleur_telegram_updates", "Updates of Telegram handled, by what came of them", ["outcome"]
)
TELEGRAM_WAITING = Gauge(
    "aiguilleur_telegram_waiting", "Updates in the inbox that are not done", multiprocess_mode="livemax"
)
TELEGRAM_REFUSED = Counter(
    "aiguilleur_telegram_refused", "Updates that were not taken in, by why: no update at all, or too large", ["reason"]
)
TELEGRAM_TOKEN_REFUSED = Gauge(
    "aiguilleur_telegram_token_refused",
    "1 while Telegram refuses the token, as the last request of any process tells",
    multiprocess_mode="livemostrecent",
)
TELEGRAM_UNREACHED = Gauge(
    "aiguilleur_telegram_unreached",
    "1 while Telegram does not answer, as the last request of any process tells",
    multiprocess_mode="livemostrecent",
)
TELEGRAM_LAST_ANSWER = Gauge(
    "aiguilleur_telegram_last_answer_seconds",
    "When Telegram last took a request, in seconds since 1970",
    multiprocess_mode="livemax",
)


# What never happened yet is a figure too: Prometheus sees no increase in a series that begins with 1.
for _outcome in ("taken", "unchanged", "refused"):
    RELOADS.labels(_outcome)
for _limit in ("address", "characters", "conversation"):
    REFUSED.labels(_limit)
for _outcome in ("done", "given_up", "put_off", "slowed"):
    TELEGRAM_UPDATES.labels(_outcome)


def exposition(*collectors: Collector) -> bytes:
    """All figures in Prometheus' text format: of every process where several share a folder.

    `collectors`: of figures that are read when they are asked for.
    """
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    if SHARED not in os.environ:
        return generate_latest(REGISTRY) + generate_latest(registry)
    folder = Path(os.environ[SHARED])
    registry.register(SharedFiguresCollector(folder))
    registry.register(ProcessesCollector(folder))
    return generate_latest(registry)
