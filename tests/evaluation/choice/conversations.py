"""Annotated conversations: what the adviser does in each turn, and how the assistant holds them.

The state before a turn follows from the annotated acts of those before it, whatever the assistant would have chosen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import msgspec

from bot.assistant.service import Assistant
from bot.messages import Message
from nlu.dialogue.choice import CandidateAct, Chooser
from nlu.dialogue.proposals import Act, ActKind, Proposed
from nlu.training_data.annotated import ANNOTATED
from nlu.training_data.examples import Language
from rules.yaml_lines import read_document

LEARNT = ANNOTATED / "choix"
APART = Path(__file__).parent / "apart"

ActsHeard = Callable[[str, Proposed], Mapping[str, float]]
"""How likely heads hold the acts of a turn, by the hand that wrote it."""


class AnnotatedTurn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message and its act; `intention` is that of OTHER, `lecture` the interpretation where the act does not tell."""

    texte: str
    acte: ActKind
    intention: str | None = None
    lecture: str | None = None

    def is_right(self, act: Act) -> bool:
        """Whether an act is the annotated one."""
        names_intent = self.acte is ActKind.OTHER
        is_same = act.kind is self.acte and (not names_intent or act.intent == self.intention)
        return is_same and self.lecture in (None, act.rule)


class AnnotatedConversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A conversation.

    `avant`: what was said before, which sets the scene; `main`: the file of annotated messages that its turns are from,
    where they are, so that heads which learnt from it do not read them.
    """

    tours: tuple[AnnotatedTurn, ...]
    avant: tuple[str, ...] = ()
    langue: Language = "fr"
    main: str | None = None


class ConversationsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of conversations."""

    conversations: tuple[AnnotatedConversation, ...]


@dataclass(frozen=True)
class ChosenTurn:
    """A turn with the acts that it may be; `right` are the places of the annotated one among them, perhaps none."""

    conversation: int
    turn: AnnotatedTurn
    candidates: tuple[CandidateAct, ...]
    right: frozenset[int]


def read_conversations(folder: Path) -> list[AnnotatedConversation]:
    """The conversations of a folder.

    Raises:
        ProgrammeError: a file does not have the form.
    """
    return [
        conversation
        for path in sorted(folder.glob("*.yml"))
        for conversation in read_document(path, ConversationsFile).content.conversations
    ]


def held(
    assistant: Assistant, conversations: Sequence[AnnotatedConversation], acts_heard: ActsHeard | None = None
) -> list[ChosenTurn]:
    """Hold conversations with an assistant whose conversations nobody needs, each turn as it is annotated.

    Args:
        assistant: the assistant; its interpreter chooses as annotated until the conversations are held.
        conversations: the conversations.
        acts_heard: what the heads tell in place of the assistant's own.
    """
    interpreter = assistant.content.resources.interpreter
    ranked, teacher = interpreter.ranked, _Teacher(interpreter.chooser, acts_heard)

    async def hold(number: int, conversation: AnnotatedConversation) -> None:
        name = uuid4().hex
        teacher.begins(number, conversation.main)
        scene = [(text, None) for text in conversation.avant]
        for text, turn in (*scene, *((turn.texte, turn) for turn in conversation.tours)):
            teacher.expects(turn)
            await assistant.reply(Message(name, text, language=conversation.langue))

    async def hold_all() -> None:
        for number, conversation in enumerate(conversations):
            await hold(number, conversation)

    interpreter.ranked = teacher.ranked
    try:
        asyncio.run(hold_all())
    finally:
        interpreter.ranked = ranked
    return teacher.turns


class _Teacher:
    """Chooses what is annotated, and notes what could have been chosen."""

    def __init__(self, chooser: Chooser, acts_heard: ActsHeard | None) -> None:
        self.turns: list[ChosenTurn] = []
        self._chooser = chooser
        self._acts_heard = acts_heard
        self._conversation, self._hand = 0, ""
        self._turn: AnnotatedTurn | None = None

    def begins(self, conversation: int, hand: str | None) -> None:
        """The next conversation, by its number and by who wrote it."""
        self._conversation, self._hand = conversation, hand or ""

    def expects(self, turn: AnnotatedTurn | None) -> None:
        """The next turn; None for one that only sets the scene."""
        self._turn = turn

    def ranked(self, proposed: Proposed) -> tuple[CandidateAct, ...]:
        """The candidates, those that are annotated first."""
        if self._acts_heard and self._hand:
            acts = self._acts_heard(self._hand, proposed)
            utterance = replace(proposed.turn.utterance, acts=acts)
            proposed = replace(proposed, turn=replace(proposed.turn, utterance=utterance))
        candidates = self._chooser.weighed(proposed)
        turn = self._turn
        if turn is None:
            return self._chooser.ranked(proposed)
        right = _places(candidates, turn)
        self.turns.append(ChosenTurn(self._conversation, turn, candidates, right))
        first = [candidates[place] for place in sorted(right)]
        return (*first, *(candidate for place, candidate in enumerate(candidates) if place not in right))


def _places(candidates: Iterable[CandidateAct], turn: AnnotatedTurn) -> frozenset[int]:
    return frozenset(place for place, candidate in enumerate(candidates) if turn.is_right(candidate.act))
