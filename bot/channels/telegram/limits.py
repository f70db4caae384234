"""What Telegram takes, and what an adviser's phone shows of it. A test compares Telegram's limits with its client's."""

from __future__ import annotations

LONGEST_TEXT = 4096
"""UTF-16 code units of a message, once its tags and entities are taken away."""

LONGEST_CALLBACK_DATA = 64
"""Bytes that a button sends back."""

LONGEST_CALLBACK_ANSWER = 200
"""Characters of what appears over the chat after a press."""

LONGEST_DESCRIPTION = 512
"""Characters of what a new chat shows before its first message."""

LONGEST_SHORT_DESCRIPTION = 120
"""Characters of what the bot's profile and the links to it show."""

LONGEST_COMMAND = 32
"""Characters of a command's name."""

LONGEST_COMMAND_DESCRIPTION = 256
"""Characters of what the menu of commands says of one."""

LONGEST_START = 64
"""Characters of the payload of a `?start=` link."""

LONGEST_TITLE = 40
"""Characters that a phone shows of a button which has a row to itself, or of a result: the rest is cut off."""

SHORT_TITLE = 16
"""Characters that a phone shows of a button which shares its row with another."""


def units(text: str) -> int:
    """How long a text is to Telegram: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
