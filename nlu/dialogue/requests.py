"""Which pieces of a message ask something, and what: the classifier's probabilities weighed against each other."""

from __future__ import annotations

from dataclasses import replace

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.turn import Turn
from nlu.intents import OUT_OF_SCOPE, SMALL_TALK, STATEMENT
from rules.model import Programme

THRESHOLD = 0.35
"""Below this probability the assistant offers readings instead of answering; chosen by `make evaluate`."""

THRESHOLD_OF_A_FOLLOW_UP = 0.25
"""The same for a message that goes on from an answer: the conversation makes up for its few words."""

MARGIN = 0.08
"""Two readings nearer than this are both offered; chosen by `make evaluate`."""

OFFERED = 0.06
"""A reading less likely than this is not worth offering."""

LONG = 40
"""Words from which a message is a story around a question."""

MOST_OFFERED = 3
MOST_QUESTIONS = 3
SURE_OF_SEGMENT = 0.55
"""A sentence of a longer message counts as a question of its own from here."""

_SENTENCE = 0.9
"""What a sentence's confidence counts beside that of the whole message."""

SECOND = 0.15
"""A second reading counts from here, where the first is set aside."""

SURE_BY_ITSELF = 0.8
"""A short message asks the same before and after an answer from here."""

SURE_OUT_OF_SCOPE = 0.85
"""A message that names a training and a place is out of scope only from here."""


class Asking:
    """Tells which questions a message asks, and how sure that is."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self.questions = frozenset(programme.tables) - {"contact"}

    def by_itself(self, turn: Turn) -> bool:
        """Whether a short message is a whole question, which an answer before it does not change."""
        alone, in_thread = turn.whole, turn.in_thread().whole
        if in_thread.best in self.questions and in_thread.confidence >= alone.confidence:
            return False
        sure = alone.confidence >= SURE_BY_ITSELF or in_thread.best == OUT_OF_SCOPE
        return alone.best in self.questions and sure

    def heard(self, turn: Turn) -> list[ClassifiedClause]:
        """The pieces that ask, in order; the whole message where no piece says it better."""
        whole = self._sensible(turn.whole, turn)
        distinct: dict[tuple[str, tuple[str, ...]], ClassifiedClause] = {}
        before: ClassifiedClause | None = None
        # "I look for a vet, have you an address?": a question of the programme names something of it.
        nonsense = whole.best == OUT_OF_SCOPE and whole.confidence >= SURE_OUT_OF_SCOPE
        for piece in turn.pieces:
            named = self._named(piece, turn)
            named_before = not self._is_long(turn) and turn.mentions.courses_in(0, piece.segment.start)
            told = before or named_before or (turn.leans and piece.segment.interrogative)
            if told and not self._asks(piece):
                piece = piece.after_an_answer()  # "about the title: who with, how many hours?"
            # Of a story, what it asks outright: "a technician who taught before me was put on …" does not.
            asks = self._asks(piece) and (bool(named) or piece.segment.outright or not self._is_long(turn))
            if not asks and before and named and self._asks_the_same(piece, before):
                piece = replace(piece, ranking=before.ranking)  # "where for the CCP1, and the modules?"
                asks = True
            if asks and (named or not nonsense):
                distinct.setdefault((piece.best, named), piece)
                before = piece
        one = next(iter(distinct.values()), whole)
        goes_on = turn.follows and whole.best == STATEMENT and whole.confidence > one.confidence  # "I see, and those?"
        says_nothing = whole.best not in self.questions and not goes_on
        if len(distinct) > 1 or (distinct and (says_nothing or self._is_long(turn))):
            return list(distinct.values())[:MOST_QUESTIONS]
        if self._is_long(turn) and whole.best in SMALL_TALK:
            # A greeting is not all of a story, nor is "true or false?".
            rest = [piece for piece in turn.pieces if piece.best not in SMALL_TALK]
            asked = [piece for piece in rest if piece.best in self.questions]
            rest = [piece for piece in asked if piece.segment.interrogative] or asked or rest
            whole = max(rest, key=lambda heard: heard.confidence, default=whole)
        sentences = [piece for piece in turn.pieces if piece.best in self.questions]
        if whole.best in self.questions:
            sentences = [piece for piece in sentences if piece.segment.interrogative or self._named(piece, turn)]
        best = max([whole, *sentences], key=lambda heard: heard.confidence * self._weight(heard, whole, turn))
        if distinct:
            best = max([best, *distinct.values()], key=lambda heard: heard.confidence)
        threshold = THRESHOLD_OF_A_FOLLOW_UP if turn.follows else THRESHOLD
        if best.confidence >= threshold and best.margin >= MARGIN:
            return [best]
        return self._told_apart(best, turn)

    def _weight(self, heard: ClassifiedClause, whole: ClassifiedClause, turn: Turn) -> float:
        """What a sentence is worth beside the whole message: less, but for what a story asks."""
        asked = self._is_long(turn) and heard.segment.interrogative
        return 1.0 if heard is whole or asked else _SENTENCE

    @staticmethod
    def _named(piece: ClassifiedClause, turn: Turn) -> tuple[str, ...]:
        """The trainings that a sentence names."""
        return turn.mentions.courses_in(piece.segment.start, piece.segment.end)

    def _asks(self, piece: ClassifiedClause) -> bool:
        """Whether a sentence of a longer message is a question of its own."""
        return piece.best in self.questions and piece.confidence >= SURE_OF_SEGMENT and piece.segment.interrogative

    @staticmethod
    def _asks_the_same(piece: ClassifiedClause, before: ClassifiedClause) -> bool:
        """Whether a sentence may ask of another training what the one before asked."""
        likely = piece.confidence < SURE_OF_SEGMENT and dict(piece.ranking).get(before.best, 0.0) >= SECOND
        return piece.best == STATEMENT or likely

    def _sensible(self, heard: ClassifiedClause, turn: Turn) -> ClassifiedClause:
        """The second reading of what sounds out of scope but names a training or leans on an answer."""
        first, *rest = heard.ranking
        concerns = turn.mentions.courses or turn.leans_by_its_words
        if first[0] != OUT_OF_SCOPE or first[1] >= SURE_OUT_OF_SCOPE or not concerns or not rest:
            return heard
        return replace(heard, ranking=tuple(rest)) if rest[0][0] in self.questions and rest[0][1] >= SECOND else heard

    def likely(self, turn: Turn) -> tuple[str, list[str]]:
        """The likeliest intent of an unclear message and its sentences, and the questions worth offering."""
        best: dict[str, float] = {}
        for heard in (turn.whole, *turn.pieces):
            for intent, score in heard.ranking:
                best[intent] = max(best.get(intent, 0.0), score)
        ranking = sorted(best.items(), key=lambda item: -item[1])
        offered = [intent for intent, score in ranking if intent in self.questions and score >= OFFERED]
        return ranking[0][0], offered[:MOST_OFFERED]

    def _told_apart(self, heard: ClassifiedClause, turn: Turn) -> list[ClassifiedClause]:
        """Of two likely questions, the one that depends on what the message states ("combien d'heures, débutant ?")."""
        if len(heard.ranking) < 2:
            return []
        first, second = heard.ranking[:2]
        stated = set(turn.mentions.facts)
        fitting = [
            question
            for question, _ in (first, second)
            if question in self.questions and stated & set(self._programme.tables[question].reads)
        ]
        if len(fitting) != 1 or first[1] + second[1] < SURE_OF_SEGMENT:
            return []
        return [replace(heard, ranking=((fitting[0], first[1] + second[1]),))]

    @staticmethod
    def _is_long(turn: Turn) -> bool:
        """Whether a message tells a story: the sentence that asks in it says more than the whole."""
        return len(turn.text.split()) > LONG
