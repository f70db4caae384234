"""How long one message takes in process, with persistence, without HTTP: `python -m tests.bench.latency [FILE]`."""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path

from bot.process import logs
from tests.bench.load import CONVERSATION
from tests.bench.report import percentile

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


def main() -> None:
    """Print the median and the 99th percentile, and write them where told."""
    logs.configure()
    times = asyncio.run(measure())
    found = {"p50": statistics.median(times), "p99": percentile(times, 99)}
    print(f"one message: p50 {found['p50'] * 1e3:.1f} ms, p99 {found['p99'] * 1e3:.1f} ms")
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
