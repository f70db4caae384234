"""The list of departments by region, unfolded in the keyboard under the question, without another message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.answers.choice_ids import choice_id
from bot.channels.telegram.keyboards import Button, Keyboard
from bot.channels.telegram.limits import MAX_ROWS
from bot.channels.telegram.texts import DepartmentTexts
from bot.messages import Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.text import fold
from rules.ids import FactId
from rules.model import Programme

_DATA: Final = re.compile(r"d:(\d*):(\d+)")
"""The place of a region in the list (empty for the list itself), and the page."""

_PER_PAGE: Final = 2 * (MAX_ROWS - 1)
"""Two a row; the last row turns the pages."""

_BACK, _BEFORE, _AFTER = "↩", "◀", "▶"


def unfolding(reply: Reply, texts: DepartmentTexts) -> tuple[Button, ...]:
    """The button that unfolds the list, if a reply asks for the department without choices."""
    asks = reply.awaits and reply.awaits.fact == FactId.PLACE and reply.awaits.is_last and not reply.choices
    return (Button(texts.liste, data=_data(None, 0)),) if asks else ()


def is_page(data: str) -> bool:
    """Whether the data of a button is a page of the list."""
    return _DATA.fullmatch(data) is not None


def page(programme: Programme, data: str) -> Keyboard:
    """The buttons of a page; the first page if the data names none."""
    match = _DATA.fullmatch(data)
    region, number = (match[1], int(match[2])) if match else ("", 0)
    regions = sorted(programme.codes_of_regions, key=fold)
    if not region or int(region) >= len(regions):
        return _page([_region_button(programme, name, place) for place, name in enumerate(regions)], None, number)
    codes = sorted(programme.codes_of_regions[regions[int(region)]])
    return _page([_department_button(programme, code) for code in codes], int(region), number)


def _region_button(programme: Programme, name: str, place: int) -> Button:
    codes = programme.codes_of_regions[name]
    return _department_button(programme, min(codes)) if len(codes) == 1 else Button(name, data=_data(place, 0))


def _department_button(programme: Programme, code: str) -> Button:
    # The number comes first: a phone cuts off the end of a name.
    chosen = choice_id(ChoiceMeaning(None, {FactId.PLACE: code}))
    return Button(f"{code} {programme.territories[code].name}", data=chosen)


def _page(buttons: Sequence[Button], region: int | None, number: int) -> Keyboard:
    shown = buttons[number * _PER_PAGE :][:_PER_PAGE]
    turns = (
        *([Button(_BACK, data=_data(None, 0))] if region is not None else ()),
        *([Button(_BEFORE, data=_data(region, number - 1))] if number else ()),
        *([Button(_AFTER, data=_data(region, number + 1))] if len(buttons) > (number + 1) * _PER_PAGE else ()),
    )
    rows = (tuple(shown[first : first + 2]) for first in range(0, len(shown), 2))
    return (*rows, *([turns] if turns else ()))


def _data(region: int | None, number: int) -> str:
    return f"d:{'' if region is None else region}:{number}"
