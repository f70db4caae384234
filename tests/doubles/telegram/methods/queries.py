"""Answers to presses of buttons and to inline queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.limits import inline_keyboard
from tests.doubles.telegram.markup import utf16_length
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import Article, ResultsButton, Strict, plain
from tests.doubles.telegram.refusals import bad_request
from tests.doubles.telegram.texts import formatted

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server

MOST_ANSWER = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class AnswerCallbackQuery(Strict):
    callback_query_id: str = ""
    text: str = ""


class AnswerInlineQuery(Strict):
    inline_query_id: str = ""
    results: tuple[Article, ...] = ()
    cache_time: int = 300
    is_personal: bool = False
    button: ResultsButton | None = None


@method("answerCallbackQuery", AnswerCallbackQuery)
def answer_callback_query(double: Server, given: AnswerCallbackQuery) -> bool:
    """Show a text for a moment to the person who pressed a button; it also ends the button's spinning."""
    world = double.world
    with world.changed:
        query = world.callback_queries.get(given.callback_query_id)
        if query is None or query.answer is not None:
            raise bad_request(TOO_OLD)
        if utf16_length(given.text) > MOST_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        query.answer = {"text": given.text}
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
        query.answer = {
            "results": [_card(result) for result in given.results],
            "cache_time": given.cache_time,
            "is_personal": given.is_personal,
            "button": plain(given.button) if given.button else None,
        }
        world.changed.notify_all()
    return True


def _card(result: Article) -> dict[str, Any]:
    """A card with the message that it would send, whose keyboard is one that Telegram takes."""
    inline_keyboard(result.reply_markup)
    content = result.input_message_content
    return {**plain(result), "message": formatted(content.message_text, content.parse_mode).fields()}
