"""What the heads hear an adviser do, by the acts of the annotated messages (`nlu/annotated/etiquettes.yml`)."""

from __future__ import annotations

from typing import Final

from nlu.dialogue.turn import Turn
from rules.ids import StrEnum


class Impression(StrEnum):
    """What an utterance is heard as; each stands for some acts of the annotated messages."""

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
    Impression.ASKING: frozenset({"demande"}),
    Impression.ANSWERING: frozenset({"repond", "confirme", "refuse"}),
    Impression.TELLING: frozenset({"dit", "repare"}),
    Impression.DOUBTING: frozenset({"doute"}),
    Impression.REJECTING: frozenset({"rejette"}),
    Impression.ANNOYED: frozenset({"agace", "detresse"}),
    Impression.POLITE: frozenset({"salue", "remercie", "part"}),
    Impression.ABOUT_ASSISTANT: frozenset({"assistant", "humain"}),
    Impression.ERASING: frozenset({"recommencer", "oublier"}),
}


def share(turn: Turn, impression: Impression) -> float:
    """How likely the heads hold that an utterance does something, from 0 to 1; 0 where they hear nothing."""
    return sum(turn.utterance.acts.get(act, 0.0) for act in ACTS[impression])


def sounds(turn: Turn, *impressions: Impression) -> bool:
    """Whether the likeliest that the heads hear is among some."""
    shares = {each: share(turn, each) for each in Impression}
    likeliest = max(shares, key=lambda each: shares[each])
    return shares[likeliest] > 0 and likeliest in impressions
