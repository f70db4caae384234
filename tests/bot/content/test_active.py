"""The content in service: a model that gave way is forgotten, and a hub may answer for its data."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from uuid import uuid4

from bot.answers.answerer import Answerer
from bot.answers.privacy import DataController, PrivacyNotice
from bot.content.loading import load_content
from bot.messages import Message


class _Agent:
    """An agent that answers as another one."""

    def __init__(self, agent):
        self.processor, self.domain = agent.processor, agent.domain


async def test_model_is_forgotten_once_another_has_taken_its_place(assistant):
    before, agent = assistant.content, assistant._agent
    other = _Agent(agent)
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
