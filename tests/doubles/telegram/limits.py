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
MOST_COMMANDS = 100
MOST_COMMAND_DESCRIPTION = 256
MOST_RESULTS = 50
MOST_RESULT_ID_BYTES = 64
MOST_NEXT_OFFSET_BYTES = 64
DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_ACTIONS = [name for name in InlineButton.__struct_fields__ if name not in ("text", "style", "icon_custom_emoji_id")]


def inline_keyboard(markup: Markup | None) -> list[list[dict[str, Any]]] | None:
    """The rows of buttons under a message, none where the markup has another form or is empty.

    Raises:
        RefusedError: a button that Telegram would not take, too many of them, or several markups in one.
    """
    if markup is None:
        return None
    kinds = (markup.inline_keyboard, markup.keyboard, markup.remove_keyboard, markup.force_reply)
    if sum(kind is not None for kind in kinds) != 1:
        raise bad_request("object expected as reply markup")
    rows = [row for row in markup.inline_keyboard or [] if row]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return [[plain(button) for button in row] for row in rows] or None


def _check_button(button: InlineButton) -> None:
    if not button.text.strip():
        raise bad_request("can't parse inline keyboard button: the text is empty")
    actions = [name for name in _ACTIONS if getattr(button, name) is not None]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        )
    if len(actions) > 1:
        raise bad_request(f"can't parse inline keyboard button: it has several actions: {', '.join(actions)}")
    if button.callback_data is not None and not 1 <= len(button.callback_data.encode()) <= MOST_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None:
        _check_address(button.url)


def _check_address(address: str) -> None:
    reason = None
    try:
        parts = urlsplit(address)
    except ValueError:
        reason = "Wrong HTTP URL"
    else:
        if parts.scheme not in ("http", "https", "tg"):
            reason = "Unsupported URL protocol" if parts.scheme else "Wrong HTTP URL"
        elif re.search(r"\s", address) or (parts.scheme != "tg" and "." not in (parts.hostname or "")):
            reason = "Wrong HTTP URL"
    if reason:
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: {reason}")


def commands(given: tuple[Command, ...]) -> list[dict[str, str]]:
    """The commands, without the slash that may stand before them.

    Raises:
        RefusedError: too many, a name with another character, no description or one that is too long.
    """
    if len(given) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in given:
        name, description = command.command.removeprefix("/"), command.description.strip()
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID")
        if not description:
            raise bad_request("command description must be non-empty")
        if utf16_length(description) > MOST_COMMAND_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        kept.append({"command": name, "description": description})
    if len({command["command"] for command in kept}) != len(kept):
        raise bad_request("a command is given twice")
    return kept


def language(code: str) -> str:
    """A two-letter code, or nothing for all languages.

    Raises:
        RefusedError: anything else.
    """
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


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
    content = result.input_message_content
    if content is None:
        raise bad_request("can't parse inline query result: Message text is empty")
    inline_keyboard(result.reply_markup)
    return formatted(content.message_text, content.parse_mode, content.entities)


def results_button(button: ResultsButton | None) -> None:
    """The button above the results.

    Raises:
        RefusedError: it has no text, or what it starts the bot with is no deep link's payload.
    """
    if button is None:
        return
    if not button.text:
        raise bad_request("can't parse inline query results button: the text is empty")
    if (button.start_parameter is None) == (button.web_app is None):
        raise bad_request("can't parse inline query results button: it must have exactly one action")
    if button.start_parameter is not None and not DEEP_LINK.fullmatch(button.start_parameter):
        raise bad_request("START_PARAM_INVALID")
