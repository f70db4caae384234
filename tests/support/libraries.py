"""Imports what a server takes long to import, and starts no thread: see `tests/support/forked.py`."""

from bot.process import logs

logs.configure()

import alembic.command  # noqa: E402, F401
import fastapi  # noqa: E402, F401
import gunicorn.app.base  # noqa: E402, F401
import psycopg2  # noqa: E402, F401
import rasa.core.agent  # noqa: E402, F401
import telegram.ext  # noqa: E402, F401
import uvicorn_worker  # noqa: E402, F401

import nlu.rasa_adapter.components  # noqa: E402
import nlu.rasa_adapter.importer  # noqa: E402, F401
