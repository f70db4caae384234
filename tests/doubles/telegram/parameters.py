"""What a request may carry: the parameters of the methods that the double knows, and how they are read.

The Bot API forgets a parameter that it does not know; the double refuses it, because it is a mistake in the bot.
"""

from __future__ import annotations

import json
from email.parser import BytesParser
from email.policy import HTTP
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
    web_app: dict[str, Any] | None = None
    login_url: dict[str, Any] | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: dict[str, Any] | None = None
    copy_text: dict[str, str] | None = None
    callback_game: dict[str, Any] | None = None
    pay: bool | None = None
    style: str | None = None
    icon_custom_emoji_id: str | None = None


class Markup(Strict):
    """An inline keyboard, a keyboard of replies, its removal or a forced reply: one of them."""

    inline_keyboard: list[list[InlineButton]] | None = None
    keyboard: list[list[str | dict[str, Any]]] | None = None
    remove_keyboard: bool | None = None
    force_reply: bool | None = None
    selective: bool | None = None
    input_field_placeholder: str | None = None
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None


class LinkPreview(Strict):
    is_disabled: bool = False
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class ReplyTo(Strict):
    message_id: int
    chat_id: int | str | None = None
    allow_sending_without_reply: bool = False
    quote: str | None = None
    quote_parse_mode: str | None = None
    quote_entities: list[dict[str, Any]] | None = None
    quote_position: int | None = None


class TextContent(Strict):
    message_text: str = ""
    parse_mode: str = ""
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreview | None = None


class Article(Strict):
    """An inline result. The double knows articles only."""

    type: str
    id: str
    title: str = ""
    input_message_content: TextContent | None = None
    reply_markup: Markup | None = None
    url: str | None = None
    description: str | None = None
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None


class ResultsButton(Strict):
    text: str
    start_parameter: str | None = None
    web_app: dict[str, Any] | None = None


class Command(Strict):
    command: str
    description: str


class Scope(Strict):
    type: str = "default"
    chat_id: int | str | None = None
    user_id: int | None = None


def read_body(content_type: str, query: str, body: bytes) -> dict[str, Any]:
    """The parameters as they came: strings, or what JSON says.

    Raises:
        RefusedError: JSON that is none.
    """
    parameters: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if content_type.startswith("application/json"):
        try:
            sent = json.loads(body or b"{}")
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        parameters.update(sent)
    elif content_type.startswith("multipart/form-data"):
        parameters.update(_multipart(content_type, body))
    else:
        parameters.update(parse_qsl(body.decode(), keep_blank_values=True))
    return parameters


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
        as_it_is = types[name] in (str, str | None) or not isinstance(value, str)
        values[name] = value if as_it_is else _from_json(value)
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


def _multipart(content_type: str, body: bytes) -> dict[str, str]:
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    parameters = {}
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and not part.get_filename():
            parameters[str(part.get_param("name", header="content-disposition"))] = content.decode()
    return parameters
