"""How long one message takes on one process with persistence: run as `make bench`, never as a timed test."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from bot import logs

QUESTIONS = (
    "which organisation for Landes?",
    "puis-je suivre un deuxième module ?",
    "et pour Pau ?",
    "Quelle est la durée du titre complet ?",
)
ROUNDS = 200


async def main() -> None:
    """Print the median and the 99th percentile of single messages, in milliseconds."""
    from bot.assembly import assemble
    from bot.reply import Message
    from bot.settings import load_settings
    from bot.training import train

    start = time.perf_counter()
    model = train(load_settings().models, print)
    with tempfile.TemporaryDirectory() as data:
        import os

        os.environ["AIGUILLEUR_DATA"] = data
        assistant = assemble(load_settings(), Path(model))
        await assistant.reply(Message("warm-up", QUESTIONS[0]))
        print(f"ready after {time.perf_counter() - start:.1f} s")
        times = []
        for index in range(ROUNDS):
            before = time.perf_counter()
            await assistant.reply(Message(f"bench-{index // 10}", QUESTIONS[index % len(QUESTIONS)]))
            times.append((time.perf_counter() - before) * 1e3)
        assistant.close()
    print(f"one message: p50 {statistics.median(times):.1f} ms, p99 {statistics.quantiles(times, n=100)[98]:.1f} ms")


if __name__ == "__main__":
    logs.configure()
    asyncio.run(main())
