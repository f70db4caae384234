"""Advisers who write one message after another while something fails, and write again until they are answered."""

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

from bot.assistant.turn_log import FAILED
from bot.content.loading import project_content
from tests.support.server import ROUTE, Server

OPENING = "quel organisme pour le titre complet en Charente ?"
ROUND = ("et pour les Landes ?", "et pour les modules ?", "et pour la Charente ?", "et pour le titre complet ?")
"""After the opening, again and again. Each names the territory or the training and means the other as it was before:
a turn that is lost, done twice or out of order gives another answer."""

ADVISERS = 8
_PACE = 0.05
_PAUSE = 0.2
_PATIENCE = 3.0
"""Seconds between an answer and the next message; before a message is sent again; and that a client waits."""

_GIVES_UP = 90.0
"""Seconds after which an adviser believes that no answer will come."""

APOLOGY = project_content().answerer.say(FAILED, "fr").text
"""What is said where a turn failed; nothing of it is noted, and the message may be sent again."""


@dataclass
class Sent:
    """A message, and what became of it. Moments are of `time.monotonic`, in seconds."""

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
                self._insist(client, message)
                time.sleep(_PACE)

    def _insist(self, client: httpx.Client, message: Sent) -> None:
        """Send the message until it is answered, as a careful client does: with the same id."""
        for answer in self._answers(client, message):
            message.times += 1
            if answer == APOLOGY:
                message.apologies += 1
            elif answer is not None:
                message.answer, message.answered = answer, time.monotonic()
                return
        raise TimeoutError(f"no answer within {_GIVES_UP:g} s")

    def ask_again(self, client: httpx.Client, message: Sent) -> str | None:
        """What the server answers now to a message that it has answered; None where it does not, for long."""
        return next((one for one in self._answers(client, message) if one not in (None, APOLOGY)), None)

    def _answers(self, client: httpx.Client, message: Sent) -> Iterator[str | None]:
        """What comes of sending the message, time after time."""
        end = time.monotonic() + _GIVES_UP
        while time.monotonic() < end:
            yield _answer_to(client, self.sender, message)
            time.sleep(_PAUSE)


@dataclass
class Load:
    """The advisers of a fault, and when it was there: from `began` to `ended`."""

    server: Server
    alone: list[str]
    """The answers of a conversation that nothing disturbs: to the opening, and to one round."""
    advisers: list[Adviser] = field(default_factory=lambda: [Adviser() for _ in range(ADVISERS)])
    began: float = 0.0
    ended: float = 0.0

    @contextmanager
    def fault(self) -> Iterator[None]:
        """Something is wrong inside; the advisers write before, meanwhile and after."""
        time.sleep(1)
        self.began = time.monotonic()
        yield
        self.ended = time.monotonic()

    def until_told(self, within: float) -> None:
        """Let time go until an adviser has noticed that something is wrong.

        Raises:
            AssertionError: none has, within so many seconds.
        """
        end = time.monotonic() + within
        while not any(one.times > 1 for adviser in self.advisers for one in adviser.messages):
            assert time.monotonic() < end, "the fault did no harm"
            time.sleep(0.05)

    def answered_again(self, adviser: Adviser) -> float | None:
        """Seconds from the end of the fault to the adviser's next answer; None where there is none yet."""
        after = [one.answered - self.ended for one in adviser.messages if one.answered >= self.ended > 0]
        return min(after, default=None)


@contextmanager
def under_load(server: Server) -> Iterator[Load]:
    """Advisers write from here on, until each of them has been answered after the fault, and a round more."""
    load = Load(server, _alone(server))
    stop = Event()

    def enough(adviser: Adviser) -> bool:
        if stop.is_set():
            return True
        return bool(load.ended) and sum(one.first >= load.ended for one in adviser.messages) > len(ROUND)

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
    """A client that makes a connection for each message: whichever process is free takes it."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(base_url=url, timeout=_PATIENCE, limits=limits, trust_env=False)


def _answer_to(client: httpx.Client, sender: str, message: Sent) -> str | None:
    """The server's answer, which may be an apology; None where none came."""
    try:
        response = client.post(ROUTE, json={"sender": sender, "message": message.text, "message_id": message.id})
    except httpx.TransportError:
        return None
    return str(response.json()[0]["text"]) if response.status_code == 200 else None


def _alone(server: Server) -> list[str]:
    """What a conversation alone is answered; each answer of the round differs, and none depends on the rounds before.

    Raises:
        AssertionError: the round is not fit for the purpose.
    """
    adviser = Adviser()
    adviser.talk(server.url, lambda: len(adviser.messages) > 2 * len(ROUND))
    opening, *rounds = [str(one.answer) for one in adviser.messages]
    first, second = rounds[: len(ROUND)], rounds[len(ROUND) :]
    assert first == second
    assert len(set(first)) == len(ROUND)
    return [opening, *first]
