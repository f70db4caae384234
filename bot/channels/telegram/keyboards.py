"""Keyboards that are there already: what was pressed in them, and what they show after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.channels.telegram.rendering import Button
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

NOTHING: Final = "vu"
"""What a button sends back that only shows what was chosen."""


def keyboard_of(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    """The keyboard that was pressed; None where Telegram no longer tells it."""
    return query.message.reply_markup if isinstance(query.message, Message) else None


def title_of(keyboard: InlineKeyboardMarkup, data: str) -> str:
    """The title of the button that sends `data`; empty where there is none."""
    buttons = (button for row in keyboard.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), "")


def replaced(
    keyboard: InlineKeyboardMarkup, gone: Callable[[str], bool], rows: Sequence[Sequence[Button]]
) -> InlineKeyboardMarkup:
    """The keyboard with other rows in place of the buttons whose data `gone` is true of."""
    kept: list[list[InlineKeyboardButton]] = []
    new = [
        [InlineKeyboardButton(button.title, url=button.url, callback_data=button.data) for button in row]
        for row in rows
    ]
    for row in keyboard.inline_keyboard:
        if any(isinstance(button.callback_data, str) and gone(button.callback_data) for button in row):
            kept += new
            new = []
        else:
            kept.append(list(row))
    return InlineKeyboardMarkup(kept)
