"""What goes wrong on request between a bot and the Bot API."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from tests.doubles.telegram.refusals import RefusedError

_WORDS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
}


@dataclass(frozen=True)
class Refuses:
    """The answer is an error and nothing was done."""

    code: int
    description: str | None = None
    retry_after: int | None = None

    def refusal(self) -> RefusedError:
        """The error as the Bot API tells it."""
        words = self.description or _WORDS[self.code].format(retry_after=self.retry_after)
        return RefusedError(self.code, words, **({"retry_after": self.retry_after} if self.retry_after else {}))


@dataclass(frozen=True)
class BadGateway:
    """Something before the Bot API answers with a page of its own; nothing was done."""

    code: int = 502
    body: str = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class Silent:
    """No answer ever comes; the request was carried out before, or it was not."""

    after: bool = False


@dataclass(frozen=True)
class Drops:
    """The connection breaks amid the answer; the request was carried out before, or it was not."""

    after: bool = False


@dataclass(frozen=True)
class Slow:
    """The request is carried out and answered, so many seconds late."""

    seconds: float = 1.0


Fault = Refuses | BadGateway | Silent | Drops | Slow


@dataclass
class _Planned:
    method: str
    fault: Fault
    times: int
    chat_id: int | None
    let_pass: int


class Faults:
    """What is planned to go wrong, in the order in which it was planned."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[_Planned] = []

    def plan(self, method: str, fault: Fault, times: int, chat_id: int | None, let_pass: int = 0) -> None:
        """Lets calls of a method ("*": any) go wrong, after some that pass; with a chat, only those that concern it."""
        with self._lock:
            self._planned.append(_Planned(method.lower(), fault, times, chat_id, let_pass))

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """What goes wrong with this call."""
        with self._lock:
            for planned in self._planned:
                if planned.method in ("*", method.lower()) and planned.chat_id in (None, chat_id):
                    if planned.let_pass:
                        planned.let_pass -= 1
                        continue
                    planned.times -= 1
                    if not planned.times:
                        self._planned.remove(planned)
                    return planned.fault
        return None

    def clear(self) -> None:
        """All goes well again."""
        with self._lock:
            self._planned.clear()

    @property
    def left(self) -> int:
        """How many calls are still to go wrong."""
        with self._lock:
            return sum(planned.times for planned in self._planned)
