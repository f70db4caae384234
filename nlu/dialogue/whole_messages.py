"""Acts of whole messages: goodbye, start over, forget me, "ok", "shorter", and the answer to a confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.dialogue.requests import THRESHOLD
from nlu.dialogue.turn import Turn
from nlu.entities.lexicon import Lexicon
from nlu.entities.set_phrases import Phrase
from nlu.intents import CONFIRMED, FORGET, GOODBYE, WHOLE_MESSAGE, YES, YES_NO


@dataclass(frozen=True)
class Rejection:
    """An utterance that rejects the last answer.

    Attributes:
        asks_more: whether it says anything else.
        of_course: whether it rejects the course it names.
    """

    asks_more: bool
    of_course: bool = False


class WholeMessages:
    """Detects utterances that are nothing but a phrase of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._phrases = lexicon.phrases

    def confirmation(self, turn: Turn) -> str | None:
        """The intent of an utterance just after a request to confirm another intent.

        Yes, no, or the intent to confirm if the question must be put again ("oui ou non ?"). None for any other
        utterance,
        or if nothing is to be confirmed.
        """
        awaited = turn.state.awaits_confirmation
        if awaited is None:
            return None
        if self._phrases.is_whole(Phrase.EITHER_OR, turn.text):
            return awaited
        agreed = self._phrases.after_first(Phrase.AGREEMENT, turn.text)
        if agreed and self._phrases.is_whole(Phrase(awaited), agreed):
            return YES  # "oui, efface tout"
        answers = turn.whole.intent in YES_NO and turn.whole.confidence >= THRESHOLD and not turn.entities.has_any
        return turn.whole.intent if answers else None

    def intent(self, turn: Turn) -> str | None:
        """The intent of an utterance that is a phrase, or ends in one after words that ask nothing."""
        for intent in WHOLE_MESSAGE:
            before = self._phrases.before_last(Phrase(intent), turn.text)
            if before == "":
                return intent
            if before and (first := self._whole_phrase(before)):
                return first  # "oubliez tout, ciao"
            if before is None or (intent == GOODBYE and turn.entities.has_any):
                continue
            # A letter ends in a goodbye whatever it asks; a request to erase may be a small part of a message.
            clauses = turn.clauses if intent in CONFIRMED else ()
            is_likely = any(clause.intent == intent for clause in (turn.whole, *clauses))
            if is_likely and not any(clause.asks_outright for clause in self._lexicon.clauses.split(before)):
                return intent
        return None

    def _whole_phrase(self, text: str) -> str | None:
        """The intent whose phrase a text is."""
        return next((intent for intent in WHOLE_MESSAGE if self._phrases.is_whole(Phrase(intent), text)), None)

    def insists(self, turn: Turn) -> bool:
        """Whether an utterance only asks for a plain answer ("tu m'as pas répondu : oui ou non ?")."""
        before = None if turn.entities.has_any else self._phrases.before_last(Phrase.EITHER_OR, turn.text)
        # "Can I receive people then, yes or no?" asks something else.
        return before is not None and not any(clause.asks_outright for clause in self._lexicon.clauses.split(before))

    def gives_up(self, turn: Turn) -> bool:
        """Whether an utterance only gives up getting an answer ("laissez tomber")."""
        return self._phrases.is_whole(Phrase.GIVING_UP, turn.text)

    def acknowledges(self, turn: Turn) -> bool:
        """Whether an utterance only takes note of an answer ("ok", "👍")."""
        return self._phrases.is_whole(Phrase.ACKNOWLEDGEMENT, turn.text)

    def wants_simpler(self, turn: Turn) -> bool:
        """Whether an utterance only wants the last answer shorter or simpler ("pas compris, plus court ?")."""
        return self._phrases.is_whole(Phrase.SIMPLER, turn.text)

    def is_simpler(self, turn: Turn) -> bool:
        """Whether an utterance wants a short or simple answer, whatever it asks ("en une phrase : …")."""
        around = (self._phrases.after_first, self._phrases.before_last)
        return any(rest(Phrase.SIMPLER, turn.text) is not None for rest in around)

    def rejected(self, turn: Turn) -> Rejection | None:
        """How an utterance says that the last answer was to another question; None if it does not.

        "pas des modules" does so just after an answer on the modules.
        """
        rest = self._phrases.after_first(Phrase.REJECTION, turn.text)
        if rest is not None:
            return Rejection(asks_more=bool(rest.strip(" .,;:!?…")))
        before = self._phrases.before_last(Phrase.COURSE_REJECTION, turn.text)
        return None if before is None else Rejection(asks_more=bool(before), of_course=True)

    def impossible_intents(self, turn: Turn) -> frozenset[str]:
        """The intents that an utterance cannot have, since their phrases are missing."""
        intents = frozenset(WHOLE_MESSAGE)
        names = turn.entities.stated_facts or turn.entities.replaces_place or self._lexicon.cues.named_facts(turn.text)
        if names and self._phrases.after_first(Phrase.FORGET_SOME, turn.text) is not None:
            intents -= {FORGET}
        return intents | YES_NO if self.insists(turn) else intents
