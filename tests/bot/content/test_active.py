"""New content comes between messages: each message is answered from beginning to end with the one it came to."""

from __future__ import annotations

import asyncio
import gc
import weakref
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest

from bot.answers.answerer import Answerer
from bot.answers.privacy import DataController, PrivacyNotice
from bot.content.active import ActiveContent
from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import DECLARATIONS
from bot.messages import Message
from bot.process.settings import load_settings
from bot.server.app import create_app
from tests.support.clone import Clone

LANDES = "quel organisme pour le titre complet dans les Landes ?"


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """The content of a clone in which an answer reads otherwise."""
    clone = Clone(tmp_path_factory.mktemp("clone"))
    text = "  texte: Pour le titre complet {dans}, c'est La Mêlée."
    clone.edit("stories/answers/fr/titre.yml", text, "  texte: Désormais, c'est La Mêlée.")
    clone.edit("stories/hubs/exemple.yml", "'#6b2d5c'", "'#123456'")
    return load_content(ProjectFiles(clone.root), DECLARATIONS)


class _Counting:
    """An agent that answers as another one, and counts the messages that it is given."""

    def __init__(self, agent):
        self.processor, self.domain, self.messages = self, agent.domain, 0
        self._processor = agent.processor

    async def handle_message(self, message):
        self.messages += 1
        return await self._processor.handle_message(message)


async def test_a_turn_that_waits_is_taken_by_the_model_that_it_came_to(assistant, edited):
    before, agent = assistant.content, assistant._agent
    other = _Counting(agent)
    adviser = uuid4().hex
    identity = assistant.stores.identifiers.conversation("rest", adviser)
    try:
        async with assistant.locks.lock(identity.id):
            waiting = asyncio.create_task(assistant.reply(Message(adviser, LANDES)))
            await asyncio.sleep(0)
            assistant.use(edited, other)
        assert (await waiting).text.startswith("Pour le titre complet dans les Landes")
        assert other.messages == 0
        assert (await assistant.reply(Message(adviser, LANDES))).text.startswith("Désormais")
        assert other.messages == 1
    finally:
        assistant.use(before, agent)


async def test_model_is_forgotten_with_the_last_message_that_came_to_it(assistant):
    before, agent = assistant.content, assistant._agent
    other = _Counting(agent)
    assistant.use(load_content(), other)
    forgotten = weakref.ref(other)
    assistant.use(before, agent)
    del other
    gc.collect()
    assert forgotten() is None


async def test_a_hub_that_answers_for_its_data_is_named_to_those_who_come_by_it(assistant):
    before = assistant.content
    notice = PrivacyNotice(90, DataController("Hub Exemple", "dpo@exemple.fr", "mission"))
    own = Answerer(before.programme, before.texts, notice)
    assistant.use(replace(before, answerers_of_hubs={"exemple": own}))
    question = "qui est le responsable de mes données ?"
    try:
        by_hub = await assistant.reply(Message(uuid4().hex, question, hub="exemple"))
        by_another = await assistant.reply(Message(uuid4().hex, question, hub="bretagne"))
    finally:
        assistant.use(before)
    assert "Hub Exemple (dpo@exemple.fr)" in by_hub.text
    assert "l’organisme qui gère ce service" in by_another.text


async def test_a_window_gets_its_hub_as_it_is_now(assistant, edited):
    current = ActiveContent(assistant.content)
    transport = httpx.ASGITransport(app=create_app(load_settings(), current=current))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        earlier = (await http.get("/hubs/exemple.json")).text
        current.use(edited)
        now = (await http.get("/hubs/exemple.json")).text
    assert ("#6b2d5c" in earlier, "#123456" in earlier) == (True, False)
    assert ("#6b2d5c" in now, "#123456" in now) == (False, True)
