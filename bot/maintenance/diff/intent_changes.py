"""Sentences that are taken for another question after a change of the examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.content.loading import Content
from bot.maintenance.diff.entity_changes import Finders
from bot.maintenance.diff.sentences import ComparedSentence
from nlu.classification.ranking import IntentRanking, is_clear

if TYPE_CHECKING:
    from nlu.classification.utterance_classifier import UtteranceClassifier

Direction = Literal["worse", "better", "other"]


@dataclass(frozen=True)
class Hint:
    """What a sentence is taken for.

    Attributes:
        intent: the question.
        title: its title.
        confidence: how likely it is.
        sure: whether it is answered rather than asked back.
    """

    intent: str
    title: str
    confidence: float
    sure: bool


@dataclass(frozen=True)
class IntentChange:
    """A sentence taken for something else; `turn` says whether it got better or worse, by what it should mean."""

    sentence: ComparedSentence
    before: Hint
    after: Hint
    turn: Direction


def intent_changes(
    old: tuple[UtteranceClassifier, Finders],
    new: tuple[UtteranceClassifier, Finders],
    sentences: Sequence[ComparedSentence],
    encodings: Path,
) -> list[IntentChange]:
    """The sentences that two versions answer differently: those that got worse first.

    `encodings` is the folder where encodings are kept.
    """
    alone = [sentence for sentence in sentences if not sentence.contextual]
    texts = [sentence.text for sentence in alone]
    before, after = (classifier.rankings(texts, finders.delexicalizer, encodings) for classifier, finders in (old, new))
    hints = (
        _change(sentence, _hint(was, old[1].content), _hint(now, new[1].content))
        for sentence, was, now in zip(alone, before, after, strict=True)
    )
    found = [change for change in hints if change]
    order: dict[Direction, int] = {"worse": 0, "other": 1, "better": 2}
    return sorted(found, key=lambda change: order[change.turn])


def title(intent: str, content: Content) -> str:
    """A question in plain words."""
    return content.texts["fr"].questions.get(intent) or intent.replace("_", " ")


def _hint(ranking: IntentRanking, content: Content) -> Hint:
    intent, confidence = ranking[0]
    return Hint(intent, title(intent, content), confidence, is_clear([share for _, share in ranking]))


def _change(sentence: ComparedSentence, before: Hint, after: Hint) -> IntentChange | None:
    if (before.intent, before.sure) == (after.intent, after.sure) or not (before.sure or after.sure):
        return None
    was, now = (hint.sure and hint.intent == sentence.intent for hint in (before, after))
    turn: Direction = "other" if was == now else "better" if now else "worse"
    return IntentChange(sentence, before, after, turn)
