"""What one asyncio client on the same machine sees of a server of Rasa's REST channel."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

import httpx
import psutil

from tests.bench.server import BenchError, Server

CONVERSATION = (
    "bonjour",
    "which organisation for Landes?",
    "et pour Pau ?",
    "comment s'inscrire aux modules ?",
    "puis-je suivre un deuxième module ?",
    "qui paie la formation ?",
    "Quelle est la durée du titre complet ?",
    "je suis en Charente, qui contacter pour le titre REMN ?",
    "what is Aidants Connect?",
    "merci beaucoup",
)
"""The turns of a conversation, again and again in the long ones: turns 10 and 200 are the same message."""

_TIMEOUT = 60


@dataclass(frozen=True)
class Plan:
    """How much is measured. `seconds`: of the rate; `turns`: of each of the `long` conversations."""

    conversations: int = 30
    clients: int = 8
    seconds: float = 30
    long: int = 3
    turns: int = 202


@dataclass(frozen=True)
class Measured:
    """What was seen: seconds of single messages and, by conversation, of each turn; what the machine did meanwhile.

    `rate`: messages a second of all clients together. `memory`: bytes, after all of it.
    `others_share`: processors (1 = one of them) spent by what is neither the server nor its client.
    """

    single: list[float]
    rate: float
    turns: list[list[float]]
    memory: int
    others_share: float


def measure(server: Server, plan: Plan) -> Measured:
    """Load the server by the plan, after a warm-up.

    Raises:
        BenchError: a message got no answer.
    """
    return asyncio.run(_measure(server, plan))


async def _measure(server: Server, plan: Plan) -> Measured:
    own = psutil.Process()

    def spent_by_others() -> float:
        return _machine_busy() - server.processor_time() - sum(own.cpu_times()[:2])

    async with new_client() as client:
        await _conversations(client, server.url, 3)
        begun, before = time.perf_counter(), spent_by_others()
        single = await _conversations(client, server.url, plan.conversations)
    rate = await _rate(server.url, plan)
    async with new_client() as client:
        turns = [await _turns(client, server.url, new_sender(), plan.turns) for _ in range(plan.long)]
    return Measured(
        single=single,
        rate=rate,
        turns=turns,
        memory=server.memory(),
        others_share=max(0.0, spent_by_others() - before) / (time.perf_counter() - begun),
    )


async def _conversations(client: httpx.AsyncClient, url: str, how_many: int) -> list[float]:
    return [seconds for _ in range(how_many) for seconds in await _turns(client, url, new_sender(), len(CONVERSATION))]


async def _turns(client: httpx.AsyncClient, url: str, sender: str, how_many: int) -> list[float]:
    seconds = []
    for turn in range(how_many):
        begun = time.perf_counter()
        await _say(client, url, sender, CONVERSATION[turn % len(CONVERSATION)])
        seconds.append(time.perf_counter() - begun)
    return seconds


async def _rate(url: str, plan: Plan) -> float:
    """Messages a second: as many clients as planned, each in short conversations, each message after the answer."""
    begun = time.perf_counter()
    until = begun + plan.seconds
    answered = 0

    async def client_of_its_own() -> None:
        nonlocal answered
        async with new_client() as client:
            for turn in count():
                if turn % len(CONVERSATION) == 0:
                    sender = new_sender()
                await _say(client, url, sender, CONVERSATION[turn % len(CONVERSATION)])
                if time.perf_counter() > until:
                    return
                answered += 1

    await asyncio.gather(*(client_of_its_own() for _ in range(plan.clients)))
    return answered / plan.seconds


async def _say(client: httpx.AsyncClient, url: str, sender: str, text: str) -> None:
    response = await client.post(url, json={"sender": sender, "message": text})
    if response.status_code != 200 or not response.json():
        raise BenchError(f"Pas de réponse à « {text} » sur {url} (HTTP {response.status_code}).")


def new_client() -> httpx.AsyncClient:
    """A client that waits long for an answer."""
    return httpx.AsyncClient(timeout=_TIMEOUT)


def new_sender() -> str:
    """The name of an adviser who has not written yet."""
    return f"bench-{uuid4().hex}"


def _machine_busy() -> float:
    """Seconds that the machine's processors have worked since it started (`user` holds what guests got)."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq + times.steal)
