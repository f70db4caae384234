"""Advisers whose turns fall to one process or the other are answered as if there were one."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.messages import Message

SCRIPTS = {
    "landes": ["je suis dans les Landes", "qui pour le titre complet ?", "et pour les modules ?", "pourquoi ?"],
    "charente": ["I am in Charente", "who for the full title?", "is it taught online?", "and for the modules?"],
}


async def alone(assistant, name):
    return [await assistant.reply(Message(f"alone-{name}", text, "web")) for text in SCRIPTS[name]]


@pytest.mark.parametrize("seed", range(8))
async def test_any_interleaving_gives_each_adviser_the_answers_of_a_conversation_alone(assistant, open_stores, seed):
    from bot.assistant.locks import InProcessLockStore

    common = InProcessLockStore()
    two = [assistant.on(open_stores(), common) for _ in range(2)]
    expected = {name: await alone(two[0], name) for name in SCRIPTS}
    order = random.Random(seed)  # noqa: S311

    async def adviser(name):
        replies = []
        for number, text in enumerate(SCRIPTS[name]):
            await asyncio.sleep(order.random() / 100)
            message = Message(f"both-{name}", text, "web", id=f"{name}-{number}")
            replies.append(await order.choice(two).reply(message))
            if order.random() < 0.3:  # sent again to either
                assert await order.choice(two).reply(message) == replies[-1]
        return replies

    given = await asyncio.gather(*(adviser(name) for name in SCRIPTS))
    assert dict(zip(SCRIPTS, given, strict=True)) == expected


async def test_turns_at_once_on_two_processes_without_a_common_lock_are_all_taken(assistant, open_stores):
    from bot.assistant.locks import InProcessLockStore

    two = [assistant.on(open_stores(), InProcessLockStore()) for _ in range(2)]
    facts = ["je suis dans les Landes", "j'ai déjà mon CCP1"]
    for round_ in range(5):
        replies = [
            asyncio.create_task(assistant_.reply(Message(f"me-{round_}", text, "web")))
            for assistant_, text in zip(two, facts, strict=True)
        ]
        assert all(reply.question != "panne" for reply in await asyncio.gather(*replies))
        remembered = await two[0].reply(Message(f"me-{round_}", "que sais-tu de moi ?", "web"))
        assert "Landes" in remembered.text
        assert "CCP1" in remembered.text
