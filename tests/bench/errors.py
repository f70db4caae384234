"""What stops the benchmark."""

from __future__ import annotations


class BenchError(Exception):
    """A part of the benchmark did not work; the message says which, what happened and where to look (in French)."""
