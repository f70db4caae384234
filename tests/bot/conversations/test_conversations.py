"""Whole conversations of all kinds of advisers: what the last reply of each decides, by the ids it carries.

How much is understood of what others write is measured by tests/evaluation/test_meanings.py.
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
import yaml

from bot.answers.texts import load_answer_texts
from bot.messages import Message
from tests.support.decided import decided

HERE = Path(__file__).parent
CONVERSATIONS = [
    conversation
    for path in sorted((HERE / "conversations").glob("*.yml"))
    for conversations in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).values()
    for conversation in conversations
]
DAILY = CONVERSATIONS[::3]
"""Those of `make test`; `make test-all` has all of them."""

LEAST_RIGHT = 0.91
"""Of all conversations; raised with each rise. It was 0.985 for the rules before, which were made for them.

What the reading says otherwise was judged by fresh eyes: what they found as good or better is recorded, the rest counts
as wrong.
"""

OPPOSITE = {
    "oui": {"non", "faux", "inconnu"},
    "vrai": {"faux", "non"},
    "non": {"oui", "vrai", "si"},
    "faux": {"vrai", "oui"},
}
NO_TEXT = re.compile(r"traceback|internal server error|\{[a-z_]+\}|<script|\b(?:utter|action)_", re.IGNORECASE)
"""No reply may hold this."""


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=[pytest.param(DAILY, id="daily"), pytest.param(CONVERSATIONS, id="all", marks=pytest.mark.thorough)],
)
async def replies(assistant, request):
    """The last reply of each conversation."""
    found = []
    for conversation in request.param:
        sender = uuid4().hex
        for text in conversation["turns"]:
            reply = await assistant.reply(Message(sender, text))
        found.append((conversation, reply))
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def found(replies):
    """Each conversation with what its last reply decides."""
    texts = load_answer_texts()
    return [(conversation, decided(reply, texts[reply.language])) for conversation, reply in replies]


def test_advisers_get_what_was_decided_right_before(found):
    others = [
        f"{conversation['turns']}: {now}, not {conversation['decided']}"
        for conversation, now in found
        if now != conversation["decided"]
    ]
    assert len(CONVERSATIONS) > 1000
    assert 1 - len(others) / len(found) >= LEAST_RIGHT, "\n".join(others)


def test_no_adviser_gets_the_opposite_verdict(found):
    opposite = [
        f"{conversation['turns']}: {now['verdict']}"
        for conversation, now in found
        if now.get("verdict") in OPPOSITE.get(conversation["decided"].get("verdict"), ())
    ]
    assert opposite == []


def test_no_reply_shows_a_name_of_the_code(replies):
    assert [reply.text for _, reply in replies if NO_TEXT.search(reply.text)] == []
