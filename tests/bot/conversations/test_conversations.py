"""Whole conversations of all kinds of advisers: none may mislead.

How much is understood is measured on writers that nobody here is (tests/evaluation/test_meanings.py).
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from uuid import uuid4

import pytest_asyncio
import yaml

from bot.messages import Message

HERE = Path(__file__).parent
CHECKS = yaml.safe_load((HERE / "checks.yml").read_text(encoding="utf-8"))
CONVERSATIONS = [
    {"kind": kind, **case}
    for path in sorted((HERE / "conversations").glob("*.yml"))
    for kind, cases in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).items()
    for case in cases
]


def expressions(case: dict, key: str) -> list[str]:
    """The regular expressions of `must` or `must_not`: `$name` is one of checks.yml."""
    return [CHECKS["checks"][entry[1:]] if entry.startswith("$") else entry for entry in case.get(key, ())]


def plain(text: str) -> str:
    """A text in lower case, without accents, typographic apostrophes and non-breaking spaces."""
    text = text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()


def shown(reply, *, sources: bool) -> str:
    """All that the adviser sees of a reply: texts, links, buttons, and the sources if they are asked for."""
    parts = [*reply.paragraphs, *reply.notices, *(reply.sources if sources else ())]
    parts += [f"{link.title} {link.url}" for link in reply.all_links] + [choice.title for choice in reply.choices]
    return "\n".join(parts)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def replies(assistant):
    """The last reply of each conversation, as the adviser sees it."""
    found = {}
    for case in CONVERSATIONS:
        conversation = uuid4().hex
        for text in case["turns"]:
            reply = await assistant.reply(Message(conversation, text))
        sources = case.get("source", case["kind"] == "follow_up_why")
        found[case["id"]] = shown(reply, sources=sources)
    return found


async def test_advisers_are_not_misled(replies):
    misled = [
        f"{case['id']}: {unwanted!r} in the reply to {case['turns']}: {replies[case['id']][:400]}"
        for case in CONVERSATIONS
        for unwanted in (*CHECKS["never"], *expressions(case, "must_not"))
        if re.search(unwanted, plain(replies[case["id"]]), re.I)
    ]
    assert misled == [], "\n".join(misled)


def test_ids_are_unique_and_begin_with_their_kind():
    assert len({case["id"] for case in CONVERSATIONS}) == len(CONVERSATIONS) > 1200
    assert [case["id"] for case in CONVERSATIONS if case["id"].rpartition("-")[0] != case["kind"]] == []


def test_every_named_check_is_of_use():
    used = {entry[1:] for case in CONVERSATIONS for key in ("must", "must_not") for entry in case.get(key, ())}
    assert {*CHECKS["checks"]} - used == set()


def test_every_named_check_says_what_it_looks_for():
    checks = CHECKS["checks"]
    assert [name for name in checks if name[-1].isdigit()] == [], "a number tells nothing of what is looked for"
    assert len({*checks.values()}) == len(checks), "two names for the same expression"
