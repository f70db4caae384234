"""What one asyncio client on the same machine sees of a server of Rasa's REST channel."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle
from uuid import uuid4

import httpx
import psutil

from tests.bench.errors import BenchError
from tests.bench.odd_messages import ODD_MESSAGES
from tests.bench.server import Server

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
    """How much is measured. `seconds`: of the rate; `turns`: of each of the `long` conversations.

    `disturbed`: conversations while another client sends odd messages. `abused`: seconds of each abuse.
    """

    conversations: int = 30
    disturbed: int = 15
    clients: int = 8
    seconds: float = 30
    abused: float = 30
    long: int = 3
    turns: int = 202


@dataclass(frozen=True)
class Measured:
    """What was seen: seconds of single messages and, by conversation, of each turn; what the machine did meanwhile.

    `disturbed`: seconds of single messages while another client sends odd messages, one after the other; `odd`: of
    those.
    `rate`: messages a second of all clients together. `memory`: bytes, after all of it.
    `client_share`, `others_share`: processors (1 = one of them) spent by the client and by whatever else ran.
    """

    single: list[float]
    disturbed: list[float]
    odd: list[float]
    rate: float
    turns: list[list[float]]
    memory: int
    client_share: float
    others_share: float


def measure(server: Server, plan: Plan) -> Measured:
    """Load the server by the plan, after a warm-up.

    Raises:
        BenchError: a message got no answer.
    """
    return asyncio.run(_measure(server, plan))


def answers(server: Server, questions: Mapping[str, str]) -> dict[str, str]:
    """What the server says to each question, by the question's key; each in a conversation of its own."""
    return asyncio.run(_answers(server, questions))


async def _measure(server: Server, plan: Plan) -> Measured:
    own = psutil.Process()

    def spent() -> tuple[float, float, float, float]:
        return time.perf_counter(), sum(own.cpu_times()[:2]), server.processor_time(), _machine_busy()

    async with _client() as client:
        await _conversations(client, server.url, 3)
        before = spent()
        single = await _conversations(client, server.url, plan.conversations)
        disturbed, odd = await _beside_odd_messages(client, server.url, plan.disturbed)
    rate = await _rate(server.url, plan)
    async with _client() as client:
        turns = [await _turns(client, server.url, _sender(), plan.turns) for _ in range(plan.long)]
    elapsed, mine, theirs, machine = (after - start for after, start in zip(spent(), before, strict=True))
    return Measured(
        single=single,
        disturbed=disturbed,
        odd=odd,
        rate=rate,
        turns=turns,
        memory=server.memory(),
        client_share=mine / elapsed,
        others_share=max(0.0, machine - mine - theirs) / elapsed,
    )


async def _conversations(client: httpx.AsyncClient, url: str, how_many: int) -> list[float]:
    return [seconds for _ in range(how_many) for seconds in await _turns(client, url, _sender(), len(CONVERSATION))]


async def _beside_odd_messages(client: httpx.AsyncClient, url: str, how_many: int) -> tuple[list[float], list[float]]:
    """Seconds of the messages of some conversations, and of those that a client of no sense sends meanwhile."""
    odd: list[float] = []

    async def send_odd_messages() -> None:
        async with _client() as other:
            sender = _sender()
            for text in cycle(ODD_MESSAGES.values()):
                begun = time.perf_counter()
                response = await other.post(url, json={"sender": sender, "message": text})
                if response.status_code != 200:
                    raise BenchError(f"Un message insensé a fait échouer {url} (HTTP {response.status_code}).")
                odd.append(time.perf_counter() - begun)

    sending = asyncio.create_task(send_odd_messages())
    disturbed = await _conversations(client, url, how_many)
    if sending.done():
        await sending
    sending.cancel()
    return disturbed, odd


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
        async with _client() as client:
            for turn in count():
                if turn % len(CONVERSATION) == 0:
                    sender = _sender()
                await _say(client, url, sender, CONVERSATION[turn % len(CONVERSATION)])
                if time.perf_counter() > until:
                    return
                answered += 1

    await asyncio.gather(*(client_of_its_own() for _ in range(plan.clients)))
    return answered / plan.seconds


async def _answers(server: Server, questions: Mapping[str, str]) -> dict[str, str]:
    async with _client() as client:
        return {key: await _say(client, server.url, _sender(), text) for key, text in questions.items()}


async def _say(client: httpx.AsyncClient, url: str, sender: str, text: str) -> str:
    response = await client.post(url, json={"sender": sender, "message": text})
    messages: Sequence[dict[str, str]] = response.json() if response.status_code == 200 else []
    if not messages:
        raise BenchError(f"Pas de réponse à « {text} » sur {url} (HTTP {response.status_code}).")
    return "\n".join(message.get("text", "") for message in messages)


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_TIMEOUT)


def _sender() -> str:
    return f"bench-{uuid4().hex}"


def _machine_busy() -> float:
    """Seconds that the machine's processors have worked since it started (`user` holds what guests got)."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq + times.steal)
