"""Whole conversations of advisers of every kind, held against what their last reply must and must not say."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

CONVERSATIONS = yaml.safe_load(
    (Path(__file__).parents[1] / "dialogues" / "conversations.yml").read_text(encoding="utf-8")
)


def plain(text: str) -> str:
    """Without accents, typographic apostrophes and spaces, in lower case."""
    text = text.replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)).lower()


def shown(reply, *, sources: bool) -> str:
    """All that the adviser sees: the text, the buttons, and the sources only where they are asked for."""
    parts = [*reply.paragraphs, *reply.notices, *(reply.sources if sources else ())]
    parts += [f"{link.title} {link.url}" for link in reply.links] + [choice.title for choice in reply.choices]
    return "\n".join(parts)


@pytest.mark.parametrize("case", CONVERSATIONS, ids=[f"{one['id']}-{one['topic']}" for one in CONVERSATIONS])
async def test_advisers_are_understood(say, case):
    reply = shown(await say(*case["turns"]), sources=case.get("source", case["topic"] == "follow_up_why"))
    for wanted in case.get("must", ()):
        assert any(re.search(wanted, text, re.I) for text in (reply, plain(reply))), f"{wanted} is not in: {reply}"
    for unwanted in case.get("must_not", ()):
        assert not re.search(unwanted, plain(reply), re.I), f"{unwanted} is in: {reply}"
