"""What the Bot API lets a keyboard hold. What Telegram would drop silently, the double refuses in words of its own."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.doubles.telegram.markup import utf16_length
from tests.doubles.telegram.parameters import InlineButton, Markup, plain
from tests.doubles.telegram.refusals import bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_DATA_BYTES = 64
MOST_COPIED = 256


def inline_keyboard(markup: Markup | None) -> list[list[dict[str, Any]]] | None:
    """The rows of buttons under a message, none where there is no markup or it is empty.

    Raises:
        RefusedError: a button that Telegram would not take, or too many of them.
    """
    rows = [row for row in markup.inline_keyboard if row] if markup else []
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return [[plain(button) for button in row] for row in rows] or None


def _check_button(button: InlineButton) -> None:
    if not button.text.strip():
        raise bad_request("can't parse inline keyboard button: the text is empty")
    actions = [action for action in (button.url, button.callback_data, button.copy_text) if action is not None]
    if len(actions) != 1:
        raise bad_request(f"can't parse inline keyboard button: it has {len(actions)} actions")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.copy_text is not None and not 1 <= utf16_length(button.copy_text["text"]) <= MOST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.url is not None:
        parts = urlsplit(button.url)
        if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or re.search(r"\s", button.url):
            raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
