"""The Bot API's methods that the double knows, each in the words of core.telegram.org/bots/api."""

from __future__ import annotations

from tests.doubles.telegram.methods import messages, queries, receiving, settings
from tests.doubles.telegram.methods.registry import METHODS, Method

__all__ = ["METHODS", "Method", "messages", "queries", "receiving", "settings"]
