"""Our buttons as python-telegram-bot takes them."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.rendering import Keyboard


def inline_keyboard(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The markup of a message; None where it has no buttons."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button.title, url=button.url, callback_data=button.data) for button in row]
            for row in keyboard
        ]
    )
