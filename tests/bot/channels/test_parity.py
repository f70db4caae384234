"""What every channel shows: all that a reply says, once, in the same order, and the choices before the links."""

from __future__ import annotations

import re
from html import unescape
from io import StringIO
from pathlib import Path

import msgspec
from rich.console import Console

from bot.channels.telegram.rendering import render
from bot.channels.terminal import show
from bot.channels.web.html_templates import html_templates
from bot.channels.web.rendering import reply_body
from bot.channels.web.rest import rest_form
from bot.channels.web.schema import CardBody, ReplyBody
from bot.messages import Card, Reply, plain
from nlu.resources import project_programme
from tests.bot.channels.replies import EVERY_FORM, answers_on, replies, said_otherwise
from tests.support.tables import each_row

REPLIES = replies()
PAGE = """{% from "common/blocks.html" import blocks, link_list %}{{ blocks(reply) }}{{ reply.sources | join("\n") }}"""


def on_a_terminal(reply: Reply) -> str:
    """All that a terminal shows."""
    console = Console(file=StringIO(), width=200)
    show(console, reply)
    return console.file.getvalue()


def on_a_page(reply: Reply) -> str:
    """The text of the form, the site and the studio."""
    html = html_templates(Path("/")).from_string(PAGE).render(reply=reply)
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|li|th|td|h3|summary)>", "\n", html)))


def on_telegram(reply: Reply) -> str:
    """The text of the messages."""
    return "\n".join(unescape(re.sub(r"<[^>]+>", "", part.html)) for part in render(reply))


def test_choices_come_before_links_in_every_channel() -> None:
    assert ["payload" in button for button in rest_form("me", EVERY_FORM)["buttons"]] == [True, False, False]
    [part] = render(EVERY_FORM)
    assert [bool(button.data) for row in part.keyboard for button in row] == [True, False]
    shown = on_a_terminal(EVERY_FORM)
    assert shown.index("1. Plus court") < shown.index("→ Le site")


@each_row("replies", [REPLIES, *(answers_on(topic, most=8) for topic in project_programme().tables)])
def test_a_reply_says_the_same_once_with_the_same_links_in_every_channel(replies: list[Reply]) -> None:
    """Organisation, payer and conditions are in the texts of its cards; then the links and the sources."""
    for reply in replies:
        body, rest = ReplyBody.parse_raw(msgspec.json.encode(reply_body("1", reply))), rest_form("me", reply)
        terminal = on_a_terminal(msgspec.structs.replace(reply, choices=()))
        for shown in (rest["text"], on_telegram(reply), terminal):
            assert said_otherwise(reply, shown) == []
        assert said_otherwise(reply, on_a_page(reply), tables=True) == []
        on_the_web = [(block.title, block.text) for block in body.blocks if isinstance(block, CardBody)]
        assert on_the_web == [(block.title, block.text) for block in reply.blocks if isinstance(block, Card)]
        assert tuple(body.paragraphs) == tuple(map(plain, reply.blocks))
        assert len(body.blocks) == len(reply.blocks)
        assert (tuple(body.notices), tuple(body.sources)) == (reply.notices, reply.sources)
        urls = {link.url for link in reply.all_links}
        assert urls == {button["url"] for button in rest.get("buttons", ()) if "url" in button}
        assert urls == _urls(reply)
        assert all(url in terminal for url in urls)


def _urls(reply: Reply) -> set[str]:
    """The links of a reply on Telegram, under buttons or in the text."""
    parts = render(reply)
    buttons = {button.url for part in parts for row in part.keyboard for button in row if button.url}
    return buttons | {unescape(url) for part in parts for url in re.findall(r'<a href="([^"]*)">', part.html)}
