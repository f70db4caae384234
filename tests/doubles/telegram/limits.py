"""What the Bot API lets a keyboard, a list of commands and an inline answer hold.

Where Telegram would drop silently what is too much or ambiguous, the double refuses it in words of its own.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from tests.doubles.telegram.markup import utf16_length
from tests.doubles.telegram.parameters import Article, Command, InlineButton, Markup, ResultsButton, plain
from tests.doubles.telegram.refusals import bad_request
from tests.doubles.telegram.texts import Text, formatted

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_DATA_BYTES = 64
MOST_COPIED = 256
MOST_COMMAND_DESCRIPTION = 256
MOST_RESULTS = 50
MOST_RESULT_ID_BYTES = 64
DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


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


def commands(given: tuple[Command, ...]) -> list[dict[str, str]]:
    """The commands.

    Raises:
        RefusedError: a name with another character or given twice, no description or one that is too long.
    """
    for command in given:
        if not _COMMAND.fullmatch(command.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(command.description.strip()) <= MOST_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    if len({command.command for command in given}) != len(given):
        raise bad_request("a command is given twice")
    return [{"command": command.command, "description": command.description} for command in given]


def articles(results: tuple[Article, ...]) -> list[tuple[Article, Text]]:
    """The results of an inline query, each with the message that it would send.

    Raises:
        RefusedError: too many, two of one id, or one that Telegram would not take.
    """
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result.id for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return [(result, _article(result)) for result in results]


def _article(result: Article) -> Text:
    if result.type != "article":
        raise bad_request(f'can\'t parse inline query result: the double knows no result of type "{result.type}"')
    if not 1 <= len(result.id.encode()) <= MOST_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not result.title:
        raise bad_request("ARTICLE_TITLE_EMPTY")
    inline_keyboard(result.reply_markup)
    return formatted(result.input_message_content.message_text, result.input_message_content.parse_mode)


def results_button(button: ResultsButton | None) -> None:
    """The button above the results.

    Raises:
        RefusedError: it has no text, or what it starts the bot with is no deep link's payload.
    """
    if button and not (button.text and DEEP_LINK.fullmatch(button.start_parameter)):
        raise bad_request("START_PARAM_INVALID")
