"""Dialogues of simulated users with the assistant, in process, and what came of them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from statistics import mean
from uuid import uuid4

from bot.assistant.service import Assistant
from bot.messages import Message, Reply
from bot.rasa_adapter.tracker_store import remembered
from nlu.dialogue.state import DialogueState
from tests.evaluation.metrics import Rate
from tests.evaluation.simulator.goals import DAY, Feature, Goal, GoalSource, Kind
from tests.evaluation.simulator.judge import Judge, Judgement, Verdict
from tests.evaluation.simulator.phrases import Phrases
from tests.evaluation.simulator.user import ActKind, Observation, User, UserAct

MAX_TURNS = 8
"""After which the user gives up."""

DIALOGUES = 2_000
"""In `make evaluate`."""


@dataclass(frozen=True)
class SimulatedTurn:
    """A message of the user, the reply and what it is."""

    act: ActKind
    text: str
    reply: Reply
    judgement: Judgement


@dataclass(frozen=True)
class Dialogue:
    """A dialogue to its end; `turns_to_goal` is None where not every goal was served."""

    number: int
    goals: tuple[Goal, ...]
    features: frozenset[Feature]
    turns: tuple[SimulatedTurn, ...]
    succeeded: bool

    @property
    def kind(self) -> Kind:
        """The kind of goal."""
        return self.goals[0].kind

    @property
    def is_wrong(self) -> bool:
        """Whether a reply gave a decision that does not hold for the facts stated so far."""
        return any(turn.judgement.verdict is Verdict.WRONG for turn in self.turns)

    @property
    def repeated(self) -> int:
        """Replies that are those before them, word for word."""
        replies = [turn.reply.text for turn in self.turns]
        return sum(before == after for before, after in pairwise(replies))

    @property
    def failure(self) -> str:
        """What the last judged reply of a failed dialogue was."""
        return next(
            (str(turn.judgement.verdict) for turn in reversed(self.turns) if turn.judgement.verdict),
            str(Verdict.MISSED),
        )


@dataclass(frozen=True)
class GroupFigures:
    """Dialogues with something in common: how many succeeded, and in how many a verdict was wrong."""

    name: str
    succeeded: Rate
    wrong: Rate


@dataclass(frozen=True)
class SimulationFigures:
    """What came of all dialogues; `questions` and `needless` are per dialogue, `turns` those of the successful ones."""

    succeeded: Rate
    wrong: Rate
    wrong_replies: Rate
    repeated: int
    turns: float
    questions: float
    needless: float
    by_kind: Sequence[GroupFigures]
    by_feature: Sequence[GroupFigures]
    failures: dict[str, int]


def simulate(assistant: Assistant, count: int, *, seed: int = 0) -> list[Dialogue]:
    """Hold so many dialogues, the same for the same seed, with an assistant whose conversations nobody needs."""
    phrases = Phrases(assistant.content.programme)
    source = GoalSource(assistant.content.programme, phrases)

    async def all_dialogues() -> list[Dialogue]:
        return [await _dialogue(assistant, source, phrases, seed, number) for number in range(count)]

    return asyncio.run(all_dialogues())


async def _dialogue(assistant: Assistant, source: GoalSource, phrases: Phrases, seed: int, number: int) -> Dialogue:
    user = User(source, phrases, Random(f"{seed} {number}"))  # noqa: S311  (not for secrets)
    judge, conversation = Judge(source), uuid4().hex
    turns: list[SimulatedTurn] = []
    while not user.is_done and len(turns) < MAX_TURNS:
        act, text = user.speak()
        message = Message(conversation, text)
        reply = await assistant.reply(message, on=DAY)
        judgement = Judgement(Verdict.NOT_JUDGED, "")
        if act.is_judged:
            state = await _state(assistant, message)
            judgement = judge.judge(act.goal, user.stated[act.goal.holder], reply, state)
        turns.append(SimulatedTurn(act.kind, text, reply, judgement))
        user.observe(act, _observation(assistant, act, reply, judgement))
    return Dialogue(number, tuple(user.goals), frozenset(user.features), tuple(turns), user.is_done)


async def _state(assistant: Assistant, message: Message) -> DialogueState:
    key = assistant.stores.identifiers.conversation(message.channel, message.conversation)
    return remembered((await assistant.stores.turns.begin(key)).state)


def _observation(assistant: Assistant, act: UserAct, reply: Reply, judgement: Judgement) -> Observation:
    awaits = reply.awaits if reply.awaits and reply.awaits.is_last else None
    click = None
    for choice in reply.choices:
        meaning = assistant.content.answerer.choices.meaning(choice.id)
        course = meaning.facts.get("parcours", act.goal.course) if meaning else None
        if meaning and meaning.question == act.goal.question and course == act.goal.course:
            click = choice.id
            break
    return Observation(
        judgement.verdict is Verdict.SERVED,
        awaits.fact if awaits else None,
        awaits.options if awaits else (),
        click,
    )


def figures(dialogues: Sequence[Dialogue]) -> SimulationFigures:
    """The figures of dialogues."""
    turns = [turn for dialogue in dialogues for turn in dialogue.turns]
    judged = [turn for turn in turns if turn.judgement.verdict]
    return SimulationFigures(
        succeeded=_share(dialogues, lambda dialogue: dialogue.succeeded),
        wrong=_share(dialogues, lambda dialogue: dialogue.is_wrong),
        wrong_replies=Rate.of(sum(turn.judgement.verdict is Verdict.WRONG for turn in judged), len(judged)),
        repeated=sum(dialogue.repeated for dialogue in dialogues),
        turns=mean([len(dialogue.turns) for dialogue in dialogues if dialogue.succeeded] or [0.0]),
        questions=sum(turn.judgement.verdict is Verdict.ASKS for turn in judged) / len(dialogues),
        needless=sum(turn.judgement.needless for turn in judged) / len(dialogues),
        by_kind=list(_groups(dialogues, Kind, lambda dialogue, kind: dialogue.kind is kind)),
        by_feature=[
            *_groups(dialogues, Feature, lambda dialogue, feature: feature in dialogue.features),
            *_groups(dialogues, ("rien de tout cela",), lambda dialogue, _: not dialogue.features),
        ],
        failures=dict(Counter(dialogue.failure for dialogue in dialogues if not dialogue.succeeded).most_common()),
    )


def _groups(
    dialogues: Sequence[Dialogue], names: Iterable[str], belongs: Callable[[Dialogue, str], bool]
) -> Iterator[GroupFigures]:
    for name in names:
        group = [dialogue for dialogue in dialogues if belongs(dialogue, name)]
        if group:
            yield GroupFigures(
                str(name),
                _share(group, lambda dialogue: dialogue.succeeded),
                _share(group, lambda dialogue: dialogue.is_wrong),
            )


def _share(dialogues: Sequence[Dialogue], holds: Callable[[Dialogue], bool]) -> Rate:
    return Rate.of(sum(map(holds, dialogues)), len(dialogues))
