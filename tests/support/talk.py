"""Clients that talk to a server all the time, while something is done to it: no answer of theirs may lack."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.support.server import ROUTE, Caddy, Server, until

_BETWEEN = 0.1
"""Seconds between two messages of a client: some processor time is left for what is done meanwhile."""
_PATIENCE_SECONDS = 150


@dataclass
class Talk:
    """What was answered: the text of each message, or in its place a status or the name of an error."""

    texts: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """The seconds that each message took."""

    def go_on(self, messages: int = 20) -> None:
        """Wait until so many more messages are answered."""
        expected = len(self.waits) + messages
        until(lambda: len(self.waits) >= expected, _PATIENCE_SECONDS, "no more answers")


@contextmanager
def talking(server: Server | Caddy, text: str, headers: Mapping[str, str] | None = None) -> Iterator[Talk]:
    """Two clients keep their connection, two others open one for each message; each message is another adviser's."""
    over, talk = threading.Event(), Talk()

    def speak(number: int) -> None:
        with httpx.Client(timeout=_PATIENCE_SECONDS) as kept:
            while not over.is_set():
                body = {"sender": f"talk-{number}-{len(talk.waits)}", "message": text}
                began = time.monotonic()
                try:
                    post = kept.post if number % 2 else httpx.post
                    answer = post(server.url + ROUTE, json=body, headers=headers, timeout=_PATIENCE_SECONDS)
                    if answer.status_code == 200:
                        talk.texts.append(answer.json()[0]["text"])
                    else:
                        talk.refused.append(f"{answer.status_code} {answer.text}")
                except httpx.HTTPError as error:
                    talk.refused.append(type(error).__name__)
                talk.waits.append(time.monotonic() - began)
                time.sleep(_BETWEEN)

    with ThreadPoolExecutor(4) as threads:
        speaking = [threads.submit(speak, number) for number in range(4)]
        try:
            yield talk
        finally:
            over.set()
    for ended in speaking:
        ended.result()
