"""Acts of whole messages: goodbye, start over, forget me, giving up, and the answer to a confirmation."""

from __future__ import annotations

from nlu.dialogue.turn import Turn
from nlu.entities.lexicon import Lexicon
from nlu.entities.set_phrases import Phrase
from nlu.intents import NO, WHOLE_MESSAGE, YES
from nlu.meaning import MessageAct
from nlu.reading.reading import likeliest

_ABOUT_LAST = (Phrase.SIMPLER, Phrase.GIVING_UP)

_YES_NO = {str(MessageAct.CONFIRM): YES, str(MessageAct.DECLINE): NO}


class WholeMessages:
    """Detects utterances that are nothing but a phrase of the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
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
        if agreed is not None and (not agreed or self._phrases.is_whole(Phrase(awaited), agreed)):
            return YES  # "oui", "oui, efface tout"
        return None if turn.entities.has_any else _YES_NO.get(likeliest(turn.utterance.reading.acts))

    def intent(self, turn: Turn) -> str | None:
        """The intent of an utterance that is a phrase, or two of them ("oubliez tout, ciao")."""
        for intent in WHOLE_MESSAGE:
            before = self._phrases.before_last(Phrase(intent), turn.text)
            if before == "":
                return intent
            if before and (first := self._whole_phrase(before)):
                return first
        return None

    def _whole_phrase(self, text: str) -> str | None:
        """The intent whose phrase a text is."""
        return next((intent for intent in WHOLE_MESSAGE if self._phrases.is_whole(Phrase(intent), text)), None)

    def acknowledges(self, turn: Turn) -> bool:
        """Whether an utterance only takes note of an answer ("ok", "👍")."""
        return self._phrases.is_whole(Phrase.ACKNOWLEDGEMENT, turn.text)

    def about_last(self, turn: Turn) -> Phrase | None:
        """What an utterance that is nothing but a phrase does with the last answer ("plus court", "rien à voir")."""
        if self._phrases.after_first(Phrase.REJECTION, turn.text) == "":
            return Phrase.REJECTION
        if self._phrases.before_last(Phrase.COURSE_REJECTION, turn.text) == "":
            return Phrase.REJECTION  # "pas des modules"
        if self._phrases.before_last(Phrase.EITHER_OR, turn.text) is not None and not turn.entities.has_any:
            return Phrase.EITHER_OR  # "tu m'as pas répondu : oui ou non ?"
        return next((phrase for phrase in _ABOUT_LAST if self._phrases.is_whole(phrase, turn.text)), None)
