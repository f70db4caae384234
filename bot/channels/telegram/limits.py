"""What Telegram takes, and what an adviser's phone shows of it. A test compares Telegram's limits with its client's."""

from __future__ import annotations

MAX_TEXT_UTF16_UNITS = 4096
"""UTF-16 code units of a message, once its tags and entities are taken away."""

MAX_CALLBACK_DATA_BYTES = 64
"""Bytes that a button sends back."""

MAX_CALLBACK_ANSWER_CHARACTERS = 200
"""Characters of what appears over the chat after a press."""

MAX_DESCRIPTION_CHARACTERS = 512
"""Characters of what a new chat shows before its first message."""

MAX_SHORT_DESCRIPTION_CHARACTERS = 120
"""Characters of what the bot's profile and the links to it show."""

MAX_COMMAND_CHARACTERS = 32
"""Characters of a command's name."""

MAX_COMMAND_DESCRIPTION_CHARACTERS = 256
"""Characters of what the menu of commands says of one."""

MAX_START_CHARACTERS = 64
"""Characters of the payload of a `?start=` link."""

MAX_TITLE_CHARACTERS = 40
"""Characters that a phone shows of a button which has a row to itself, or of a result: the rest is cut off."""

MAX_SHORT_TITLE_CHARACTERS = 16
"""Characters that a phone shows of a button which shares its row with another."""


def utf16_units(text: str) -> int:
    """How long a text is to Telegram: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
