"""Logged turns, understood one by one: what came before each is what was logged, not what would be answered today.

After each turn the conversation goes on from what its writer meant: where something else was understood, from a click
that means it. What the next message may answer is what the logged reply asked.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from bot.content.active import ActiveContent
from bot.content.loading import project_content
from bot.messages import Message
from bot.rasa_adapter.agent import AgentInput, rejection, take_turn, trained_agent
from bot.rasa_adapter.tracker_store import remembered, remembering
from bot.storage.conversations import StoredTurn
from bot.storage.identifiers import ConversationKey
from nlu.dialogue.context import ChoiceMeaning, UtteranceContext
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.gist import gist
from nlu.meaning import NO_TOPIC
from nlu.training_data.meanings import LoggedTurn, Meaning, conversations
from rules.ids import FactId
from tests.evaluation.meanings.understood import Understood, read, understood

LOGGED: Final = date(2026, 11, 30)
"""What counts as today in the logs."""

_ALIKE: Final = 88
"""Of a hundred, how alike a logged question and one of the maintainers' must be: they may reword it."""

_BUTTON: Final = "["


@dataclass(frozen=True)
class MeasuredTurn:
    """A logged turn that means something, what was understood of it, and what was read in it."""

    logged: LoggedTurn
    meaning: Meaning
    understood: Understood
    read: Understood

    @property
    def as_read(self) -> MeasuredTurn:
        """The turn, with what was read in place of what was understood."""
        return replace(self, understood=self.read)


def understood_turns(
    model: Path, turns: Sequence[LoggedTurn], on_progress: Callable[[int], None] = lambda _: None
) -> list[MeasuredTurn]:
    """What is understood of logged turns, by a process for each processor: they share the model that is loaded first.

    Args:
        model: of the assistant.
        turns: whole conversations.
        on_progress: called with how many more turns are understood.
    """
    global _REPLAY  # what forked processes find there: a model cannot be sent to them
    _REPLAY = Replay(model)
    measured: list[MeasuredTurn] = []
    with get_context("fork").Pool(len(os.sched_getaffinity(0))) as processes:
        for found in processes.imap(_conversation, conversations(turns)):
            measured += found
            on_progress(len(found))
    return measured


_REPLAY: Replay | None = None


def _conversation(turns: Sequence[LoggedTurn]) -> list[MeasuredTurn]:
    if _REPLAY is None:
        raise RuntimeError("no model is loaded")
    return _REPLAY.conversation(turns)


class Replay:
    """Understands logged conversations as a server with this model does, without any of its storage."""

    def __init__(self, model: Path) -> None:
        self._agent = trained_agent(model)
        self._current = ActiveContent(project_content())
        content = self._current.latest
        self._choices = content.answerer.choices
        self._programme = content.answerer.programme
        self._questions = {
            words: fact
            for texts in content.answerer.texts.values()
            for fact, asked in texts.demands.items()
            for words in (asked.texte, asked.en_bref, asked.d_un_autre)
            if words and fact in self._programme.facts
        }

    def conversation(self, turns: Sequence[LoggedTurn]) -> list[MeasuredTurn]:
        """What is understood of each turn of a conversation that means something."""
        return asyncio.run(self._conversation(turns))

    async def _conversation(self, turns: Sequence[LoggedTurn]) -> list[MeasuredTurn]:
        kept: bytes | None = None
        measured = []
        for turn in turns:
            agent_input = AgentInput.of(Message("", turn.message), self._choices, LOGGED)
            if rejection(agent_input, self._choices):
                continue  # a button of other times
            interpretation, after = await self._taken(agent_input, kept)
            if turn.meaning:
                reading = interpretation.reading
                found = understood(interpretation)
                as_read = read(reading, found.language) if reading else found
                measured.append(MeasuredTurn(turn, turn.meaning, found, as_read))
                if click := self._click(turn.meaning, found):
                    _, after = await self._taken(AgentInput("", click, UtteranceContext(LOGGED, click)), kept)
            state = remembered(after)
            said = self._current.latest.resources.delexicalizer(gist(turn.reply))
            kept = remembering(after, state.changed(awaits=self._awaited(turn.reply, state), said=said))
        return measured

    async def _taken(self, agent_input: AgentInput, kept: bytes | None) -> tuple[Interpretation, bytes]:
        """Take a turn: how the message is understood, and what is stored after it."""
        stored = StoredTurn(ConversationKey("cli", ("",)), state=kept)
        with self._current.message(begins=True) as exchange:
            await take_turn(self._agent, agent_input, exchange, stored)
        if exchange.interpretation is None or stored.kept is None:
            raise RuntimeError("the pipeline of config.yml interprets no message")
        return exchange.interpretation, stored.kept

    def _click(self, meaning: Meaning, found: Understood) -> ChoiceMeaning | None:
        """The click that means what was meant; None where it was understood, or no click means it."""
        is_right = found.has_topic(meaning) and found.course == meaning.course
        if is_right or meaning.topic not in self._programme.tables:
            return None
        facts = {} if meaning.course == NO_TOPIC else {FactId.COURSE.value: meaning.course}
        return ChoiceMeaning(meaning.topic, facts)

    def _awaited(self, reply: str, state: DialogueState) -> AwaitedFact | None:
        """What a logged reply asked: the last of its lines that is a question of the maintainers', perhaps reworded."""
        for line in reversed([line for line in reply.splitlines() if line and not line.startswith(_BUTTON)]):
            if found := process.extractOne(line, list(self._questions), scorer=fuzz.ratio, score_cutoff=_ALIKE):
                fact = self._questions[found[0]]
                known = state.awaits
                # A question with buttons offers its values; which of them were left out does not matter here.
                options = () if fact == FactId.PLACE else self._programme.facts[fact].values
                return known if known and known.fact == fact else AwaitedFact(fact, tuple(options))
        return state.awaits.aside() if state.awaits else None
