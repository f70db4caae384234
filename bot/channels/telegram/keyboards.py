"""Keyboards, the buttons under a message: made from a reply, converted for the library, changed after a press."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from telegram import CallbackQuery, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.channels.telegram.limits import (
    MAX_CALLBACK_DATA_BYTES,
    MAX_COPIED_CHARACTERS,
    MAX_ROWS,
    MAX_SHORT_TITLE_CHARACTERS,
    MAX_TITLE_CHARACTERS,
)
from bot.messages import EMAIL, LinkButton, Reply

URL_SCHEMES: Final = ("https://", "http://", "tg://")

NO_ACTION: Final = "vu"
"""The data of a button that only shows the choice made; a colon and the answer's topic may follow."""


class Button(msgspec.Struct, frozen=True):
    """A button under a message: it opens `url`, sends `data` back, or copies the text `copies`."""

    title: str
    url: str | None = None
    data: str | None = None
    copies: str | None = None

    def __post_init__(self) -> None:
        """Refuse a button that Telegram would refuse.

        Raises:
            ValueError: no title; not exactly one of `url`, `data` and `copies`; a url that is neither of the web nor of
                Telegram; data or a text to copy that is empty or too long.
        """
        if not self.title.strip():
            raise ValueError(f"a button needs a title, this one has {self.title!r}")
        if sum(action is not None for action in (self.url, self.data, self.copies)) != 1:
            raise ValueError(f"the button “{self.title}” needs either a url, data or a text to copy")
        if self.url is not None and not self.url.startswith(URL_SCHEMES):
            raise ValueError(f"the button “{self.title}” cannot open {self.url!r}")
        if self.data is not None and not 1 <= len(self.data.encode()) <= MAX_CALLBACK_DATA_BYTES:
            raise ValueError(f"the data of the button “{self.title}” must have 1 to {MAX_CALLBACK_DATA_BYTES} bytes")
        if self.copies is not None and not 1 <= len(self.copies) <= MAX_COPIED_CHARACTERS:
            raise ValueError(f"what the button “{self.title}” copies must have 1 to {MAX_COPIED_CHARACTERS} characters")


Keyboard = tuple[tuple[Button, ...], ...]
"""Buttons by rows."""


def keyboard(reply: Reply, last_row: Sequence[Button] = (), copies: Sequence[Button] = ()) -> Keyboard:
    """The buttons of a reply, in at most :data:`MAX_ROWS` rows.

    In order: choices, two a row if both are short; links as far as there is room; buttons that copy; `last_row`.
    """
    room = _room(reply, last_row)
    links = [(Button(fitted(link.title), url=link.url),) for link in reply.links[:room]]
    copying = [(button,) for button in copies[: room - len(links)]]
    return (*_choice_rows(reply, last_row), *links, *copying, *([tuple(last_row)] if last_row else ()))


def copy_buttons(reply: Reply, title: str) -> tuple[Button, ...]:
    """A button to copy each e-mail address in a reply; `title` has {adresse}."""
    found = dict.fromkeys(EMAIL.findall(reply.without_quotes().text))
    return tuple(Button(fitted(title.format(adresse=email)), copies=email) for email in found)


def links_without_button(reply: Reply, last_row: Sequence[Button] = ()) -> tuple[LinkButton, ...]:
    """The links without room in the keyboard."""
    return reply.links[_room(reply, last_row) :]


def _room(reply: Reply, last_row: Sequence[Button]) -> int:
    """The number of rows for links."""
    return MAX_ROWS - len(_choice_rows(reply, last_row)) - bool(last_row)


def _choice_rows(reply: Reply, last_row: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """The rows of choices; two a row whatever their length, if there is no room otherwise."""
    choices = [Button(fitted(choice.title), data=choice.id) for choice in reply.choices]
    rows, room = tuple(_rows(choices)), MAX_ROWS - bool(last_row)
    return rows if len(rows) <= room else tuple(tuple(choices[i : i + 2]) for i in range(0, len(choices), 2))[:room]


def fitted(title: str) -> str:
    """A title that a phone shows whole: its beginning and its last word, which often tells two choices apart.

    "Les conditions d'accès – La formation initiale, CCP1" becomes "Les conditions d'accès – La … CCP1".
    """
    if len(title) <= MAX_TITLE_CHARACTERS:
        return title
    beginning, _, last = title.rpartition(" ")
    room = MAX_TITLE_CHARACTERS - len(last) - len(" … ")
    if not beginning or room < MAX_SHORT_TITLE_CHARACTERS:
        return title[: MAX_TITLE_CHARACTERS - 1].rstrip() + "…"
    kept = beginning[: room + 1].rpartition(" ")[0] or beginning[:room]
    return f"{kept} … {last}"


def _rows(choices: Sequence[Button]) -> Iterator[tuple[Button, ...]]:
    waiting: Button | None = None
    for choice in choices:
        short = len(choice.title) <= MAX_SHORT_TITLE_CHARACTERS
        if waiting and short:
            yield waiting, choice
            waiting = None
            continue
        if waiting:
            yield (waiting,)
        waiting = choice if short else None
        if not short:
            yield (choice,)
    if waiting:
        yield (waiting,)


def inline_keyboard(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons of a message for python-telegram-bot; None without any."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.title,
                    url=button.url,
                    callback_data=button.data,
                    copy_text=CopyTextButton(button.copies) if button.copies else None,
                )
                for button in row
            ]
            for row in keyboard
        ]
    )


def keyboard_of(query: CallbackQuery) -> InlineKeyboardMarkup | None:
    """The keyboard of the pressed button; None if Telegram no longer has it."""
    return query.message.reply_markup if isinstance(query.message, Message) else None


def mark_chosen(keyboard: InlineKeyboardMarkup, data: str, mark: str) -> InlineKeyboardMarkup:
    """The keyboard with the chosen button marked; the others can still be pressed.

    Args:
        keyboard: the present keyboard.
        data: data of the chosen button.
        mark: a text with {titre}.
    """
    return InlineKeyboardMarkup([[_marked(button, data, mark) for button in row] for row in keyboard.inline_keyboard])


def title_of(keyboard: InlineKeyboardMarkup, data: str) -> str:
    """The title of the button with this data; "" without one."""
    buttons = (button for row in keyboard.inline_keyboard for button in row)
    return next((button.text for button in buttons if button.callback_data == data), "")


def replace_rows(
    keyboard: InlineKeyboardMarkup, gone: Callable[[str], bool], rows: Sequence[Sequence[Button]]
) -> InlineKeyboardMarkup:
    """The keyboard with `rows` in place of its rows that have a button with `gone` data."""
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


def _marked(button: InlineKeyboardButton, data: str, mark: str) -> InlineKeyboardButton:
    if button.callback_data != data:
        return button
    return InlineKeyboardButton(fitted(mark.format(titre=button.text)), callback_data=NO_ACTION)
