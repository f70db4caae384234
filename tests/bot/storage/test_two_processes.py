"""Turns of an adviser that fall to two processes at once are taken as if there were one process."""

from __future__ import annotations

import asyncio

from bot.messages import Message


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
