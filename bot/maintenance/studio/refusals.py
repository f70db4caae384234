"""What the studio cannot do for the page, said to the maintainer."""

from __future__ import annotations


class RefusedError(Exception):
    """What is asked for cannot be had; the message says why, for the page to show."""
