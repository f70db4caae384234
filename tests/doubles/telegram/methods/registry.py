"""Which methods there are. Telegram finds them by their name in any case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from msgspec import Struct

Action = TypeVar("Action", bound=Callable[..., Any])


@dataclass(frozen=True)
class Method:
    """A method: its name as documented, its parameters, and what it does with the double's world."""

    name: str
    parameters: type[Struct]
    action: Callable[..., Any]


METHODS: dict[str, Method] = {}


def method(name: str, parameters: type[Struct]) -> Callable[[Action], Action]:
    """Makes a function `(double, parameters) -> JSON` a method of the Bot API; it may be a coroutine."""

    def register(action: Action) -> Action:
        METHODS[name.lower()] = Method(name, parameters, action)
        return action

    return register
