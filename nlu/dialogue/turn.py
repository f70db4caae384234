"""One message in its conversation: what the classifier heard, what the finders saw, and the memory before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.state import Memory, Territory, remember
from nlu.entities.entity_finder import Mentions

_OF_THE_QUESTION = frozenset({"cadre", "famille", "organisme_cite"})
"""Facts that belong to a question, not to the adviser: they do not outlive it."""

_OF_THE_TURN = frozenset({"a_rattraper", "autre_annee"})
"""Values that say what is asked about, not what the adviser has done."""


@dataclass(frozen=True)
class Turn:
    """A message to read. `pieces` are its sentences where it has more than one; `language` is "fr" or "en"."""

    whole: ClassifiedClause
    pieces: Sequence[ClassifiedClause]
    mentions: Mentions
    memory: Memory
    language: str
    today: date
    """What counts as today."""

    @staticmethod
    def of(
        whole: ClassifiedClause,
        pieces: Sequence[ClassifiedClause],
        mentions: Mentions,
        memory: Memory,
        language: str,
        today: date | None = None,
    ) -> Turn:
        """A message in its conversation; `today` is the calendar's day where it is not given."""
        today = today or date.today()
        if mentions.of_self and memory.own and not mentions.territory:
            mentions = replace(mentions, territory=memory.own)
            memory = remember(memory, own=None)
        if mentions.denied and not mentions.of_other:
            territory = _without(memory.territory, mentions.denied)
            mentions = replace(mentions, territory=territory)
            memory = remember(memory, territory=territory, own=_without(memory.own, mentions.denied))
        return Turn(whole, pieces, mentions, remember(memory, language=language), language, today)

    def without(self, intents: Collection[str]) -> Turn:
        """The turn as if some intents did not exist: the next best ones stand in their place."""
        return replace(
            self,
            whole=self.whole.without(intents),
            pieces=tuple(piece.without(intents) for piece in self.pieces),
        )

    def in_thread(self) -> Turn:
        """The message as it sounds after the answer before it."""
        return replace(self, whole=self.whole.after_an_answer())

    @property
    def text(self) -> str:
        """The message."""
        return self.whole.segment.text

    @property
    def follows(self) -> bool:
        """Whether it goes on from an answer ("et pour …")."""
        return bool(self.memory.thread) and self.mentions.follow_up

    @property
    def leans(self) -> bool:
        """Whether it is short enough to lean on the answer before it."""
        return bool(self.memory.thread) and bool(self.whole.contextual)

    @property
    def leans_by_its_words(self) -> bool:
        """Whether it is short and goes on or points back ("et …", "ça", "ils")."""
        mentions = self.mentions
        return self.leans and (mentions.follow_up or mentions.refers or mentions.of_them)

    @property
    def same_question(self) -> bool:
        """Whether what was said of the question before still holds for this one."""
        return bool(self.memory.thread) and (self.mentions.follow_up or self.mentions.bare)

    def going_on(self) -> Turn:
        """The message as one that goes on from the answer before it: what was said of that question still holds."""
        return replace(self, mentions=replace(self.mentions, follow_up=True))

    def stating(self, facts: Mapping[str, str]) -> Turn:
        """The turn as if it stated more facts."""
        return replace(self, mentions=self.mentions.with_facts(facts))

    def kept(self) -> Memory:
        """The memory with what the message states, for the rest of the conversation."""
        mentions, memory = self.mentions, self.memory
        facts = {**memory.facts}
        if not (mentions.follow_up or mentions.bare or mentions.of_them):
            facts = {fact: value for fact, value in facts.items() if fact not in _OF_THE_QUESTION}
        facts.update({fact: value for fact, value in mentions.facts.items() if value not in _OF_THE_TURN})
        own = memory.own
        if mentions.of_other and mentions.territory:
            own = own or memory.territory
        return remember(memory, territory=mentions.territory or memory.territory, own=own, facts=facts)

    def facts(self) -> dict[str, str]:
        """The facts that hold for the question asked now."""
        facts = dict(self.kept().facts)
        if not self.same_question:
            pronoun = {"organisme_cite"} if self.mentions.of_them else set()
            for fact in _OF_THE_QUESTION - set(self.mentions.facts) - pronoun:
                facts.pop(fact, None)
        facts.update(self.mentions.facts)
        return facts


def _without(territory: Territory | None, codes: Collection[str]) -> Territory | None:
    """What is left of a territory without some departments."""
    rest = tuple(code for code in territory.codes if code not in codes) if territory else ()
    return Territory(rest, territory.name, ambiguous=len(rest) > 1) if territory and rest else None
