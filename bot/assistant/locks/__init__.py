"""Turns of one conversation in order, in one process or across all: Rasa lock stores, by class path."""

from __future__ import annotations

from bot.assistant.locks.in_process import InProcessLockStore
from bot.assistant.locks.redis_store import RedisLockStore

__all__ = ["InProcessLockStore", "RedisLockStore"]
