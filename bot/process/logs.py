"""Logs: JSON, one line an event, no message text and no identifiers; Rasa's own chatter only from warnings up."""

from __future__ import annotations

import logging
import os
import sys
import traceback
import warnings
from typing import Any

import structlog
from structlog.typing import ExcInfo

from bot.process.environment import set_up_products

_OURS = ("bot", "nlu", "rules")

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.CallsiteParameterAdder({structlog.processors.CallsiteParameter.PROCESS}),
]


_FRAMES = 8
"""Of a traceback, the last ones, where it happened: the way there, through the libraries, is the same each time."""


def _last_frames(exc_info: ExcInfo) -> str:
    return "".join(traceback.format_exception(*exc_info, limit=-_FRAMES, chain=False)).rstrip()


def configure(*, turns: bool = False) -> None:
    """Set up logging, quieten TensorFlow and keep Rasa's telemetry off. Call before importing Rasa.

    Args:
        turns: log a line for each turn too, as a server does.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    set_up_products()
    warnings.filterwarnings("ignore")
    handler = logging.StreamHandler(sys.stderr)
    # What libraries log by logging becomes such a line too.
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_last_frames),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    if turns:
        hide_warnings()
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO if turns else logging.WARNING)
    structlog.configure(
        # Below this level a call costs nothing; Rasa makes dozens of such calls a turn.
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if turns else logging.WARNING),
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # A server, which sets this up last, need not put the same logger together for each line.
        cache_logger_on_first_use=turns,
    )


def hide_warnings() -> None:
    """Keep Python's warnings from those who use the assistant, also where libraries switch them on again."""
    logging.captureWarnings(capture=True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
