"""Answers to presses of buttons and to inline queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.doubles.telegram.limits import MOST_NEXT_OFFSET_BYTES, articles, results_button
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import Article, ResultsButton, Strict, plain
from tests.doubles.telegram.refusals import bad_request
from tests.doubles.telegram.texts import short

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server

MOST_ANSWER = 200
# The only address that a press may open without a game: a start of the bot.
_START = re.compile(r"(https?://)?t\.me/\w+\?start=[A-Za-z0-9_-]{1,64}")
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class AnswerCallbackQuery(Strict):
    callback_query_id: str = ""
    text: str = ""
    show_alert: bool = False
    url: str | None = None
    cache_time: int = 0


class AnswerInlineQuery(Strict):
    inline_query_id: str = ""
    results: tuple[Article, ...] = ()
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str = ""
    button: ResultsButton | None = None


@method("answerCallbackQuery", AnswerCallbackQuery)
def answer_callback_query(double: Server, given: AnswerCallbackQuery) -> bool:
    """Show a text for a moment to the person who pressed a button; it also ends the button's spinning."""
    world = double.world
    with world.changed:
        query = world.callback_queries.get(given.callback_query_id)
        if query is None or query.answer is not None:
            raise bad_request(TOO_OLD)
        short(given.text, MOST_ANSWER, bad_request("MESSAGE_TOO_LONG"))
        if given.url is not None and not _START.fullmatch(given.url):
            raise bad_request("URL_INVALID")
        query.answer = {"text": given.text, "show_alert": given.show_alert, "cache_time": given.cache_time}
        world.changed.notify_all()
    return True


@method("answerInlineQuery", AnswerInlineQuery)
def answer_inline_query(double: Server, given: AnswerInlineQuery) -> bool:
    """The cards that someone may choose among."""
    world = double.world
    with world.changed:
        query = world.inline_queries.get(given.inline_query_id)
        if query is None or query.answer is not None:
            raise bad_request(TOO_OLD)
        results_button(given.button)
        if len(given.next_offset.encode()) > MOST_NEXT_OFFSET_BYTES:
            raise bad_request("NEXT_OFFSET_INVALID")
        query.answer = {
            "results": [{**plain(result), "message": text.fields()} for result, text in articles(given.results)],
            "cache_time": given.cache_time,
            "is_personal": given.is_personal,
            "next_offset": given.next_offset,
            "button": plain(given.button) if given.button else None,
        }
        world.changed.notify_all()
    return True
