"""What the heads recognize in an utterance, in coarser kinds than acts."""

from __future__ import annotations

from typing import Final

from nlu.dialogue.turn import Turn
from nlu.meaning import MessageAct
from rules.ids import StrEnum


class Impression(StrEnum):
    """A coarse kind of utterance; each stands for some acts."""

    ASKING = "heard as asking"
    ANSWERING = "heard as answering"
    TELLING = "heard as telling"
    DOUBTING = "heard as doubting"
    REJECTING = "heard as rejecting"
    ANNOYED = "heard as annoyed"
    POLITE = "heard as polite"
    ABOUT_ASSISTANT = "heard as about the assistant"
    ERASING = "heard as erasing"


ACTS: Final = {
    Impression.ASKING: frozenset({MessageAct.ASK}),
    Impression.ANSWERING: frozenset({MessageAct.ANSWER, MessageAct.CONFIRM, MessageAct.DECLINE}),
    Impression.TELLING: frozenset({MessageAct.TELL, MessageAct.CORRECT}),
    Impression.DOUBTING: frozenset({MessageAct.DOUBT}),
    Impression.REJECTING: frozenset({MessageAct.REJECT}),
    Impression.ANNOYED: frozenset({MessageAct.ANNOYANCE, MessageAct.DISTRESS}),
    Impression.POLITE: frozenset({MessageAct.GREET, MessageAct.THANK, MessageAct.LEAVE}),
    Impression.ABOUT_ASSISTANT: frozenset({MessageAct.ABOUT_ASSISTANT, MessageAct.PERSON}),
    Impression.ERASING: frozenset({MessageAct.START_OVER, MessageAct.FORGET}),
}


def share(turn: Turn, impression: Impression) -> float:
    """The heads' probability of an impression, from 0 to 1; 0 without heads."""
    return sum(turn.utterance.acts.get(act, 0.0) for act in ACTS[impression])


def sounds(turn: Turn, *impressions: Impression) -> bool:
    """Whether the likeliest impression is among some."""
    shares = {each: share(turn, each) for each in Impression}
    likeliest = max(shares, key=lambda each: shares[each])
    return shares[likeliest] > 0 and likeliest in impressions
