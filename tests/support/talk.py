"""Clients that talk to a server all the time, while something is done to it: no answer of theirs may lack."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.support.server import ROUTE, Server

_BETWEEN = 0.1
"""Seconds between two messages of a client: some processor time is left for what is done meanwhile."""


@dataclass
class Talk:
    """What was answered: the status of each message, or the name of the error, and its seconds."""

    answers: list[tuple[str, float]] = field(default_factory=list)

    @property
    def refused(self) -> list[str]:
        """What came in place of an answer."""
        return [outcome for outcome, _ in self.answers if outcome != "200"]

    @property
    def slowest(self) -> float:
        """The seconds of the slowest answer."""
        return max(seconds for _, seconds in self.answers)


@contextmanager
def talking(server: Server, text: str, clients: int = 4) -> Iterator[Talk]:
    """Half of the clients keep their connection, the others open one for each message."""
    over, talk = threading.Event(), Talk()

    def speak(number: int) -> None:
        kept = httpx.Client(base_url=server.url, timeout=60)
        while not over.is_set():
            body = {"sender": f"talk-{number}-{len(talk.answers)}", "message": text}
            began = time.monotonic()
            try:
                if number % 2:
                    outcome = str(kept.post(ROUTE, json=body).status_code)
                else:
                    outcome = str(httpx.post(server.url + ROUTE, json=body, timeout=60).status_code)
            except httpx.HTTPError as error:
                outcome = type(error).__name__
            talk.answers.append((outcome, time.monotonic() - began))
            time.sleep(_BETWEEN)
        kept.close()

    with ThreadPoolExecutor(clients) as threads:
        speaking = [threads.submit(speak, number) for number in range(clients)]
        try:
            yield talk
        finally:
            over.set()
    for ended in speaking:
        ended.result()
