"""The check of the maintainers' files, without training: mistakes, and what deserves a look."""

from __future__ import annotations

from bot.maintenance.check.checks import check

__all__ = ["check"]
