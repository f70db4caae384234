"""The gist of a reply: what stands before the next message when it is read."""

from __future__ import annotations

from typing import Final

MAX_CHARACTERS: Final = 220
"""Of a gist: some fifty tokens, as long as what a reply says first."""

_BEGINNING: Final = 140
"""Characters of its beginning that are kept where the question at its end is far from it."""

_QUESTION: Final = 80

_NOT_SAID: Final = ("Source", "[")
"""How lines begin that answer nothing: sources and buttons."""


def gist(reply: str) -> str:
    """The beginning of a reply, and the question that it ends with.

    Args:
        reply: as plain text, a button a line, in brackets; empty at the start of a conversation.
    """
    lines = [line for line in reply.splitlines() if line.strip() and not line.startswith(_NOT_SAID)]
    text = " ".join(lines)[:MAX_CHARACTERS]
    asked = next((line for line in reversed(lines) if line.strip().endswith("?")), "")
    return text if asked in text else f"{text[:_BEGINNING]} … {asked[:_QUESTION]}"
