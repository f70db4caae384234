"""What a message means only as a whole: goodbye, start over, forget me, and the answer to what is to be confirmed."""

from __future__ import annotations

from nlu.dialogue.requests import THRESHOLD
from nlu.dialogue.turn import Turn
from nlu.entities.cues import Words
from nlu.entities.set_phrases import Phrase, Phrases
from nlu.intents import CONFIRMED, FORGET, GOODBYE, WHOLE_MESSAGE, YES, YES_NO


class WholeMessages:
    """Tells messages that say nothing else, by the phrases of the lexicon."""

    def __init__(self, phrases: Phrases, words: Words) -> None:
        self._phrases = phrases
        self._words = words

    def confirmation(self, awaited: str, turn: Turn) -> str | None:
        """The intent of a message after the question whether to carry out another one.

        Args:
            awaited: the intent to confirm.
            turn: the message.

        Returns:
            Yes or no; `awaited` where it is to be asked once more ("oui ou non ?"); None for any other message.
        """
        if self._phrases.is_whole(Phrase.EITHER_OR, turn.text):
            return awaited
        agreed = self._phrases.after_first(Phrase.AGREEMENT, turn.text)
        if agreed and self._phrases.is_whole(Phrase(awaited), agreed):
            return YES  # "oui, efface tout"
        answers = turn.whole.best in YES_NO and turn.whole.confidence >= THRESHOLD and not turn.mentions.any
        return turn.whole.best if answers else None

    def intent(self, turn: Turn) -> str | None:
        """The intent of a message that says nothing else, or that ends so after words that ask for nothing."""
        for intent in WHOLE_MESSAGE:
            before = self._phrases.before_last(Phrase(intent), turn.text)
            if before == "":
                return intent
            if before is None or (intent == GOODBYE and turn.mentions.any):
                continue
            # A letter ends in a goodbye whatever it asks; what is asked about first may be a small part of a message.
            pieces = turn.pieces if intent in CONFIRMED else ()
            sounds_so = any(heard.best == intent for heard in (turn.whole, *pieces))
            if sounds_so and not any(segment.outright for segment in self._words.segments(before)):
                return intent
        return None

    def insists(self, turn: Turn) -> bool:
        """Whether a message only asks for a plain answer ("tu m'as pas répondu : oui ou non ?")."""
        return not turn.mentions.any and self._phrases.before_last(Phrase.EITHER_OR, turn.text) is not None

    def impossible(self, turn: Turn) -> frozenset[str]:
        """The intents that a message cannot have, for want of their words."""
        intents = frozenset(WHOLE_MESSAGE)
        names = turn.mentions.stated or turn.mentions.replaced or self._words.named_facts(turn.text)
        if names and self._phrases.after_first(Phrase.FORGET_SOME, turn.text) is not None:
            intents -= {FORGET}
        return intents | YES_NO if self.insists(turn) else intents
