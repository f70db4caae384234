"""The acts that heads hear in annotated messages of a hand that they did not learn from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from nlu.classification.delexicalization import Delexicalized
from nlu.dialogue.interpreter import context_before
from nlu.dialogue.proposals import Proposed
from nlu.encoder.sentence_encoder import sentence_encoder
from nlu.heads.features import Features, message_features
from nlu.heads.heads import context_of
from nlu.heads.labels import ACT, Context
from nlu.heads.linear import LinearHeads
from nlu.resources import in_use
from nlu.training_data.annotated import AnnotatedMessage

GROUPS = 4
"""Of hands; heads that learnt from three read the fourth."""


class LeftOutHeads:
    """Heads of the acts alone, a group of hands left out of each."""

    def __init__(self, messages: Sequence[AnnotatedMessage], hands: Collection[str]) -> None:
        """Train.

        Args:
            messages: annotated messages.
            hands: those that will be read, by the names of their files.
        """
        messages = [message for message in messages if message.text.strip()]
        texts = [in_use().delexicalizer.delexicalized(message.text) for message in messages]
        with ThreadPoolExecutor(2) as threads:
            rows = list(threads.map(_features, texts, [context_of(message.metadata.avant) for message in messages]))
        writers = [message.place.file.stem for message in messages]
        self._group = {hand: number % GROUPS for number, hand in enumerate(sorted(set(writers)))}
        self._heads = {
            group: _trained(messages, rows, [self._group[writer] != group for writer in writers], writers)
            for group in {self._group[hand] for hand in hands}
        }

    def acts(self, hand: str, proposed: Proposed) -> Mapping[str, float]:
        """How likely the acts of a turn are, to heads that did not learn from its hand."""
        turn = proposed.turn
        text = in_use().delexicalizer.delexicalized(turn.text)
        reading = self._heads[self._group[hand]].read(_features(text, context_before(turn.state)))
        return {label.name: label.probability for label in reading[ACT]}


def _trained(
    messages: Sequence[AnnotatedMessage], rows: Sequence[Features], learnt: Sequence[bool], writers: Sequence[str]
) -> LinearHeads:
    kept = [number for number, is_learnt in enumerate(learnt) if is_learnt]
    acts = [messages[number].act for number in kept]
    return LinearHeads().fit([rows[number] for number in kept], {ACT: acts}, [writers[number] for number in kept])


def _features(text: Delexicalized, context: Context) -> Features:
    return message_features(text.text, sentence_encoder().encode(text.text), context)
