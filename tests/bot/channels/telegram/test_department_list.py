"""The list of departments under the question for it: every department is on it once, on pages that a phone shows."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.answerer import Answerer
from bot.channels.telegram.department_list import is_page, page
from bot.channels.telegram.keyboards import Button
from bot.channels.telegram.limits import MAX_ROWS
from nlu.resources import project_programme
from rules.ids import FactId

PROGRAMME = project_programme()


def _pages() -> Iterator[tuple[tuple[Button, ...], ...]]:
    """Every page that presses lead to."""
    waiting, seen = ["d::0"], set()
    while waiting:
        data = waiting.pop()
        if data not in seen:
            seen.add(data)
            rows = page(PROGRAMME, data)
            waiting += [button.data for row in rows for button in row if button.data and is_page(button.data)]
            yield rows


def test_every_department_is_reached_once_by_a_button_that_is_known_on_pages_that_a_phone_shows() -> None:
    assert all(1 <= len(rows) <= MAX_ROWS for rows in _pages())
    choices = Answerer(PROGRAMME).choices
    departments = [button for rows in _pages() for row in rows for button in row if not is_page(button.data or "")]
    chosen = [meaning.facts[FactId.PLACE] for button in departments if (meaning := choices.meaning(button.data or ""))]
    assert sorted(chosen) == sorted(PROGRAMME.territories)
    assert len(departments) == len(chosen)
