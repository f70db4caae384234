"""The limits are those that python-telegram-bot knows of Telegram."""

from __future__ import annotations

import telegram.constants as telegrams

from bot.channels.telegram.limits import (
    MAX_CALLBACK_ANSWER_CHARACTERS,
    MAX_CALLBACK_DATA_BYTES,
    MAX_COMMAND_CHARACTERS,
    MAX_COMMAND_DESCRIPTION_CHARACTERS,
    MAX_COPIED_CHARACTERS,
    MAX_DESCRIPTION_CHARACTERS,
    MAX_SHORT_DESCRIPTION_CHARACTERS,
    MAX_SHORT_TITLE_CHARACTERS,
    MAX_START_CHARACTERS,
    MAX_TEXT_UTF16_UNITS,
    MAX_TITLE_CHARACTERS,
)


def test_the_limits_are_those_of_telegram() -> None:
    assert telegrams.MessageLimit.MAX_TEXT_LENGTH == MAX_TEXT_UTF16_UNITS
    assert telegrams.MessageLimit.DEEP_LINK_LENGTH == MAX_START_CHARACTERS
    assert telegrams.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA == MAX_CALLBACK_DATA_BYTES
    assert telegrams.InlineKeyboardButtonLimit.MAX_COPY_TEXT == MAX_COPIED_CHARACTERS
    assert telegrams.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH == MAX_CALLBACK_ANSWER_CHARACTERS
    assert telegrams.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH == MAX_DESCRIPTION_CHARACTERS
    assert telegrams.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH == MAX_SHORT_DESCRIPTION_CHARACTERS
    assert telegrams.BotCommandLimit.MAX_COMMAND == MAX_COMMAND_CHARACTERS
    assert telegrams.BotCommandLimit.MAX_DESCRIPTION == MAX_COMMAND_DESCRIPTION_CHARACTERS
    assert MAX_SHORT_TITLE_CHARACTERS < MAX_TITLE_CHARACTERS
