"""Load for the tests of faults: advisers who write messages, and send each again until it is answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from uuid import uuid4

import httpx

from bot.answers.text_ids import OwnText
from bot.content.loading import project_content
from tests.support.server import ROUTE, Server, until

OPENING = "quel organisme pour le titre complet en Charente ?"
ROUND = ("et pour les Landes ?", "et pour les modules ?", "et pour la Charente ?", "et pour le titre complet ?")
"""The messages after the opening, repeated. Each names a place or a course and refers to the other as it was before: a
turn that is lost, taken twice or out of order gives another answer."""

ADVISERS = 8
_NEXT_MESSAGE_SECONDS = 0.05
_RETRY_SECONDS = 0.2
_REQUEST_TIMEOUT_SECONDS = 3.0
_MAX_WAIT_SECONDS = 90.0
"""Time in which a message must have been answered, however often it is sent again."""

APOLOGY = project_content().answerer.say(OwnText.FAILURE, "fr").text
"""The reply to a turn that failed; nothing of that turn is stored, and the message may be sent again."""


@dataclass
class Sent:
    """A message with its answer, and how often it was sent. Moments are of `time.monotonic`, in seconds."""

    id: str
    text: str
    first: float
    answer: str | None = None
    answered: float = 0.0
    times: int = 0
    apologies: int = 0


class Adviser:
    """A conversation, and all its messages."""

    def __init__(self) -> None:
        self.sender = f"adviser-{uuid4().hex}"
        self.messages: list[Sent] = []

    def talk(self, url: str, enough: Callable[[], bool]) -> None:
        """Say the opening and the round, again and again.

        Raises:
            TimeoutError: no answer came in all the time that an adviser waits.
        """
        with new_client(url) as client:
            for number in count():
                if enough():
                    return
                text = ROUND[(number - 1) % len(ROUND)] if number else OPENING
                message = Sent(f"m{number}", text, time.monotonic())
                self.messages.append(message)
                for answer in self._answers(client, message):  # as a careful client does: with the same id
                    message.times += 1
                    message.apologies += answer == APOLOGY
                    if answer not in (None, APOLOGY):
                        message.answer, message.answered = answer, time.monotonic()
                        break
                else:
                    raise TimeoutError(f"no answer within {_MAX_WAIT_SECONDS:g} s")
                time.sleep(_NEXT_MESSAGE_SECONDS)

    def _answers(self, client: httpx.Client, message: Sent) -> Iterator[str | None]:
        """The answer to each sending of the message, until the longest wait is over; None where none came."""
        end = time.monotonic() + _MAX_WAIT_SECONDS
        while time.monotonic() < end:
            yield _answer_to(client, self.sender, message)
            time.sleep(_RETRY_SECONDS)


@dataclass
class Load:
    """The advisers who write during a fault, which is over when it `ended`."""

    server: Server
    alone: list[str]
    """The answers in an undisturbed conversation: to the opening, to the first round, which is told the notices, and to
    every later round."""
    advisers: list[Adviser] = field(default_factory=lambda: [Adviser() for _ in range(ADVISERS)])
    ended: float = 0.0

    @contextmanager
    def fault(self) -> Iterator[None]:
        """Mark the fault, which the body causes; the advisers write before, during and after it."""
        self._wait_for_answers(0.0)
        yield
        self.ended = time.monotonic()

    def wait_until_noticed(self, within: float) -> None:
        """Wait until an adviser had to send a message again."""
        until(lambda: any(message.times > 1 for message in self.messages), within, "the fault did no harm")

    def wait_until_answered(self) -> None:
        """Wait until each adviser has an answer to a message that was written after this call."""
        self._wait_for_answers(time.monotonic())

    def _wait_for_answers(self, since: float) -> None:
        def all_have() -> bool:
            return all(
                any(message.answer and message.first > since for message in adviser.messages)
                for adviser in self.advisers
            )

        until(all_have, _MAX_WAIT_SECONDS, "advisers without an answer")

    @property
    def messages(self) -> list[Sent]:
        """Those of all advisers."""
        return [message for adviser in self.advisers for message in adviser.messages]


@contextmanager
def under_load(server: Server) -> Iterator[Load]:
    """Advisers write from here on, until each of them has been answered after the fault, and a round more."""
    load = Load(server, _alone(server))
    stop = Event()

    def enough(adviser: Adviser) -> bool:
        if stop.is_set():
            return True
        return bool(load.ended) and sum(message.first >= load.ended for message in adviser.messages) > len(ROUND)

    with ThreadPoolExecutor(ADVISERS) as threads:
        talks: list[Future[None]] = [
            threads.submit(adviser.talk, server.url, lambda adviser=adviser: enough(adviser))
            for adviser in load.advisers
        ]
        try:
            yield load
        except BaseException:
            stop.set()
            raise
    for talk in talks:
        talk.result()


def new_client(url: str) -> httpx.Client:
    """A client that opens a connection for each message, so that any free process can take it."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(base_url=url, timeout=_REQUEST_TIMEOUT_SECONDS, limits=limits, trust_env=False)


def _answer_to(client: httpx.Client, sender: str, message: Sent) -> str | None:
    """The server's answer, which may be an apology; None where none came."""
    try:
        response = client.post(ROUTE, json={"sender": sender, "message": message.text, "message_id": message.id})
    except httpx.TransportError:
        return None
    return str(response.json()[0]["text"]) if response.status_code == 200 else None


def _alone(server: Server) -> list[str]:
    """The answers in an undisturbed conversation; each differs in the round, and a round repeats from the second on.

    Raises:
        AssertionError: the round is not fit for the purpose.
    """
    adviser = Adviser()
    adviser.talk(server.url, lambda: len(adviser.messages) > 3 * len(ROUND))
    answers = [str(message.answer) for message in adviser.messages]
    second, third = answers[-2 * len(ROUND) : -len(ROUND)], answers[-len(ROUND) :]
    assert second == third
    assert len(set(second)) == len(ROUND)
    return answers[: -len(ROUND)]
