"""What the whole assistant hears of distress: levels of messages kept apart, and alarms on messages that show none."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.assistant.service import Assistant
from nlu.distress import HARD_TIMES, Distress
from nlu.intents import DANGER
from nlu.meaning import MessageAct
from nlu.training_data.distress import read_distress
from nlu.training_data.meanings import read_turns

HERE: Final = Path(__file__).parent
APART: Final = HERE / "apart"
TURNS_APART: Final = HERE.parent / "meanings" / "apart"

ALARMS: Final = frozenset({Distress.DISTRESS, Distress.DANGER})
"""Levels that are answered with a number to call."""

SEEN: Final = HARD_TIMES | ALARMS

CALM: Final = frozenset({Distress.NONE, Distress.ANNOYANCE})


@dataclass(frozen=True)
class Alarms:
    """Of messages of one kind without distress: how many there are, and those that were answered otherwise.

    Attributes:
        messages: how many.
        alarmed: those answered with a number to call.
        consoled: those answered with a kind word alone.
    """

    messages: int
    alarmed: tuple[str, ...]
    consoled: tuple[str, ...]


@dataclass(frozen=True)
class DistressMeasure:
    """What is heard.

    Attributes:
        levels: by the level that writers gave, how many messages got which level.
        missed: messages of a hard time, distress or danger that get no word, with their level.
        alarms: by kind, messages without distress.
    """

    levels: Mapping[Distress, Counter[Distress]]
    missed: tuple[tuple[Distress, str], ...]
    alarms: Mapping[str, Alarms]

    @property
    def seen(self) -> float:
        """The share of messages of a hard time, distress or danger that get at least a word."""
        counts = [(level in SEEN, count) for by_level in self._grave() for level, count in by_level.items()]
        return sum(count for is_seen, count in counts if is_seen) / sum(count for _, count in counts)

    def _grave(self) -> Iterable[Counter[Distress]]:
        return (self.levels[level] for level in SEEN)


def measure(assistant: Assistant, calm: Mapping[str, Sequence[str]] | None = None) -> DistressMeasure:
    """Let an assistant hear all messages kept apart, of which those without distress are its false friends.

    Args:
        assistant: one whose conversations nobody needs.
        calm: other messages in which nobody is in distress, by their kind.
    """
    return asyncio.run(_measure(assistant, calm or {}))


def calm_turns() -> list[str]:
    """What writers kept apart say in conversations without being in distress."""
    turns = read_turns(TURNS_APART)
    return [turn.message for turn in turns if turn.meaning and turn.meaning.act is not MessageAct.DISTRESS]


async def _measure(assistant: Assistant, calm: Mapping[str, Sequence[str]]) -> DistressMeasure:
    levels: dict[Distress, Counter[Distress]] = {level: Counter() for level in Distress}
    missed = []
    messages = read_distress(APART)
    for message in messages:
        if message.distress not in CALM:
            found = await level_of(assistant, message.text)
            levels[message.distress][found] += 1
            if found not in SEEN:
                missed.append((message.distress, message.text))
    false_friends = [message.text for message in messages if message.distress in CALM]
    kinds = {"faux amis": false_friends, **calm}
    alarms = {kind: await alarms_in(assistant, texts) for kind, texts in kinds.items()}
    return DistressMeasure(levels, tuple(missed), alarms)


async def level_of(assistant: Assistant, text: str) -> Distress:
    """The level that is heard in a message at the start of a conversation."""
    interpretation = await assistant.understand(text)
    return Distress.DANGER if interpretation.intent == DANGER else interpretation.distress


async def alarms_in(assistant: Assistant, texts: Sequence[str]) -> Alarms:
    """What is given to messages without distress, each at the start of a conversation."""
    found = [(text, await level_of(assistant, text)) for text in texts]
    alarmed = tuple(text for text, level in found if level in ALARMS)
    return Alarms(len(texts), alarmed, tuple(text for text, level in found if level is Distress.HARDSHIP))
