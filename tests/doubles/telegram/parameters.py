"""What a request may carry: the parameters of the methods that the double knows, and how they are read.

The Bot API forgets a parameter that it does not know; the double refuses it, because it is a mistake in the bot.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from tests.doubles.telegram.refusals import bad_request

Parameters = TypeVar("Parameters", bound=Struct)


class Strict(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Something of the Bot API with these fields and no other."""


class InlineButton(Strict):
    text: str = ""
    url: str | None = None
    callback_data: str | None = None
    copy_text: dict[str, str] | None = None


class Markup(Strict):
    """An inline keyboard; the double knows no other."""

    inline_keyboard: list[list[InlineButton]]


class LinkPreview(Strict):
    is_disabled: bool = False


class ReplyTo(Strict):
    message_id: int
    allow_sending_without_reply: bool = False


class TextContent(Strict):
    message_text: str = ""
    parse_mode: str = ""
    link_preview_options: LinkPreview | None = None


class Article(Strict):
    """An inline result. The double knows articles only."""

    type: str
    id: str
    input_message_content: TextContent
    title: str = ""
    reply_markup: Markup | None = None
    description: str | None = None


class ResultsButton(Strict):
    text: str
    start_parameter: str


class Command(Strict):
    command: str
    description: str


def read_body(query: str, body: bytes) -> dict[str, Any]:
    """The parameters of an address and of a form, as they came."""
    return dict(parse_qsl(query, keep_blank_values=True) + parse_qsl(body.decode(), keep_blank_values=True))


def convert(parameters: dict[str, Any], kind: type[Parameters], method: str) -> Parameters:
    """The parameters of a method.

    Raises:
        RefusedError: a parameter that the method does not have, or a value of another type.
    """
    values = {}
    types = {field.name: field.type for field in msgspec.structs.fields(kind)}
    for name, value in parameters.items():
        if name not in types:
            raise bad_request(f'the method {method} has no parameter "{name}"')
        values[name] = value if types[name] is str else _from_json(value)
    try:
        return msgspec.convert(values, kind, strict=False)
    except msgspec.ValidationError as error:
        raise bad_request(f"can't parse the parameters of {method}: {error}") from None


def plain(value: Any) -> Any:
    """A parameter as JSON has it, without what was not given."""
    return msgspec.to_builtins(value)


def _from_json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
