"""Keyboards that are there already: what was pressed in them, and what they show after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.channels.telegram.markup import inline_keyboard
from bot.channels.telegram.rendering import Button, fitted

NOTHING: Final = "vu"
"""What a button sends back that only shows what was chosen."""


def keyboard_of(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    """The keyboard that was pressed; None where Telegram no longer tells it."""
    return query.message.reply_markup if isinstance(query.message, Message) else None


def chosen(keyboard: InlineKeyboardMarkup, data: str, mark: str, *, again: bool) -> InlineKeyboardMarkup:
    """The keyboard with a button marked as the chosen one; the others can still be pressed.

    Args:
        keyboard: as it is.
        data: what the chosen button sends.
        mark: a text with {titre}.
        again: the marked one can too, as in a group, where others have not pressed it.
    """
    return InlineKeyboardMarkup(
        [[_marked(button, data, mark, again) for button in row] for row in keyboard.inline_keyboard]
    )


def title_of(keyboard: InlineKeyboardMarkup, data: str) -> str:
    """The title of the button that sends `data`; empty where there is none."""
    buttons = (button for row in keyboard.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), "")


def replaced(
    keyboard: InlineKeyboardMarkup, gone: Callable[[str], bool], rows: Sequence[Sequence[Button]]
) -> InlineKeyboardMarkup:
    """The keyboard with other rows in place of those with a button whose data `gone` is true of."""
    new = inline_keyboard(tuple(tuple(row) for row in rows))
    waiting = list(new.inline_keyboard) if new else []
    kept: list[Sequence[InlineKeyboardButton]] = []
    for row in keyboard.inline_keyboard:
        if any(isinstance(button.callback_data, str) and gone(button.callback_data) for button in row):
            kept += waiting
            waiting = []
        else:
            kept.append(row)
    return InlineKeyboardMarkup(kept)


def _marked(button: InlineKeyboardButton, data: str, mark: str, again: bool) -> InlineKeyboardButton:
    if button.callback_data != data:
        return button
    bare = mark.format(titre="").strip()
    title = button.text if button.text.startswith(bare) else mark.format(titre=button.text)
    return InlineKeyboardButton(fitted(title), callback_data=data if again else NOTHING)
