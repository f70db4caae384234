"""Who asks what is kept of them is shown all of it: table by table, or the document says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.messages import Message
from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.schema import PERSONAL, metadata
from bot.storage.subscriptions import Subscription
from nlu.entities.model import StatedPlace

ROOT = Path(__file__).parents[3]
CHAT = 4711
ASKED = {"fr": "que savez-vous de moi ?", "en": "what do you know about me?"}
LANDES = StatedPlace(("40",), "Landes")


DOCUMENT = (ROOT / "docs" / "rgpd.md").read_text(encoding="utf-8")


def not_shown() -> set[str]:
    """The tables of which the document says why the answer does not show them."""
    section = DOCUMENT.split("Ce que la réponse ne montre pas :", 1)[1].split("\n\n", 2)[1]
    return set(re.findall(r"^- `(\w+)` :", section, re.M))


async def asked(assistant, language: str = "fr") -> str:
    reply = await assistant.reply(Message(str(CHAT), ASKED[language], "telegram"))
    assert reply.question in ("memoire", "memoire_vide")
    return reply.text


async def a_subscription(assistant, _key):
    await assistant.stores.subscriptions.start(Subscription(CHAT, ("40",), "fr"))


async def a_question(assistant, key):
    turn = await assistant.stores.turns.begin(key)
    turn.unanswered = UnansweredQuestion("not_understood", "fr", "et la cantine ?", None, ())
    await assistant.stores.turns.end(turn)


def says(text: str, message_id: str | None = None):
    return lambda assistant, _key: assistant.reply(Message(str(CHAT), text, "telegram", id=message_id))


OPINION = Opinion(False, "organisme", "x", "y", text="trop long")
WRITTEN = {
    "conversations": says("je suis dans les Landes"),
    "seen": says("bonjour", "1"),
    "unanswered": a_question,
    "feedback": lambda assistant, key: assistant.stores.feedback.give(key, OPINION),
    "deliveries": lambda assistant, key: assistant.stores.sent_messages.note(key, "1", [816, 817], "bonjour"),
    "subscriptions": a_subscription,
    "group_places": lambda assistant, key: assistant.stores.group_places.note(key, LANDES),
}
"""What writes a row of each table that has something of a person."""


def test_every_table_is_looked_at_or_has_nothing_of_a_person():
    of_nobody = re.findall(r"^\| `(\w+)` \|.*(?:sans donnée personnelle|Rien qui dise)", DOCUMENT, re.M)
    assert WRITTEN.keys() == PERSONAL.keys()
    assert {*metadata.tables} == {*WRITTEN, "inbox", *of_nobody}
    assert not_shown() == {"deliveries", "group_places", "inbox"}


@pytest.mark.parametrize("language", ASKED)
@pytest.mark.parametrize("table", WRITTEN)
async def test_what_a_table_has_of_a_person_is_shown_or_the_document_says_why_not(assistant_on, table, language):
    assistant = assistant_on()
    nothing = await asked(assistant, language)
    await assistant.erase("telegram", str(CHAT))
    key = assistant.stores.identifiers.conversation("telegram", str(CHAT))
    await WRITTEN[table](assistant, key)
    assert assistant.stores.export.rows_sync(key)[table]
    shown = await asked(assistant, language)
    assert (shown == nothing) == (table in not_shown())


async def test_in_a_group_nothing_is_shown_of_the_private_chat(assistant_on):
    assistant = assistant_on()
    await a_subscription(assistant, None)
    reply = await assistant.reply(Message(f"-100:{CHAT}", ASKED["fr"], "telegram"))
    assert "alertes" not in reply.text


async def test_of_whom_all_was_erased_nothing_is_shown(assistant_on):
    assistant = assistant_on()
    nothing = await asked(assistant)
    key = assistant.stores.identifiers.conversation("telegram", str(CHAT))
    for write in WRITTEN.values():
        await write(assistant, key)
    assert "trop long" in await asked(assistant)
    await assistant.erase("telegram", str(CHAT))
    assert not any(assistant.stores.export.rows_sync(key).values())
    assert await asked(assistant) == nothing
