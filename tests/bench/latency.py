"""How long one message takes in process, with persistence, without HTTP: `python -m tests.bench.latency FILE`."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from pathlib import Path

from bot.process import logs
from tests.bench.load import CONVERSATION

ROUNDS = 300


async def measure() -> list[float]:
    """Seconds of single messages, in conversations of ten turns, in the data folder of the settings."""
    from bot.messages import Message
    from bot.process.settings import load_settings
    from bot.rasa_adapter.training import train
    from bot.server.assembly import assemble

    settings = load_settings()
    assistant = assemble(settings, train(settings.models, lambda _: None))
    times = []
    for index in range(-len(CONVERSATION), ROUNDS):
        before = time.perf_counter()
        turn = Message(f"bench-{index // len(CONVERSATION)}", CONVERSATION[index % len(CONVERSATION)])
        await assistant.reply(turn)
        if index >= 0:
            times.append(time.perf_counter() - before)
    assistant.close()
    return times


if __name__ == "__main__":
    logs.configure()
    Path(sys.argv[1]).write_text(str(statistics.median(asyncio.run(measure()))))
