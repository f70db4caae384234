"""Limits of Telegram, and of titles on a phone. A test compares Telegram's with those of its client."""

from __future__ import annotations

MAX_TEXT_UTF16_UNITS = 4096
"""The text of a message, without its tags and entities."""

MAX_UPDATE_BYTES = 100_000
"""An update as JSON: at most a message and the one it answers. A larger one is not Telegram's."""

MAX_UPDATE_NUMBER = 2**62 - 1
"""Higher numbers are our own. Telegram counts updates from some positive number on."""

MAX_CALLBACK_DATA_BYTES = 64
"""The data that a button sends back."""

MAX_COPIED_CHARACTERS = 256
"""The text that a button copies."""

MAX_CALLBACK_ANSWER_CHARACTERS = 200
"""The text that appears over the chat after a press."""

MAX_DESCRIPTION_CHARACTERS = 512
"""The text that a new chat shows before its first message."""

MAX_SHORT_DESCRIPTION_CHARACTERS = 120
"""The text of the bot's profile and of links to it."""

MAX_COMMAND_CHARACTERS = 32
"""The name of a command."""

MAX_COMMAND_DESCRIPTION_CHARACTERS = 256
"""The line of a command in the menu."""

MAX_START_CHARACTERS = 64
"""The payload of a `?start=` link."""

MAX_TITLE_CHARACTERS = 40
"""The title of a result, or of a button alone in its row: a phone cuts off the rest."""

MAX_ROWS = 5
"""Rows of buttons under an answer: more would push it off the screen. Links without a row go into the text."""

MAX_SHORT_TITLE_CHARACTERS = 16
"""The title of a button that shares its row with another."""


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
