"""What stands before a message when it is read: the gist of the last reply, and what that was about."""

from __future__ import annotations

from typing import Final

MAX_CHARACTERS: Final = 160
"""Of a gist: some forty tokens, what a reply says first."""

_BEGINNING: Final = 80
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


def with_answered(said: str, question: str | None, course: str | None) -> str:
    """The gist of a reply after the course and the question that were spoken of last.

    Args:
        said: the gist; empty at the start of a conversation.
        question: by its intent; None where none was asked.
        course: by its id, likewise.
    """
    answered = ", ".join(name.replace("_", " ") for name in (course, question) if name)
    return f"{answered} : {said}" if answered else said
