"""What an adviser does in a turn, by what is read in it; set phrases that end or erase come before.

The act follows from the reading and from what the last reply asked: no other words decide it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from nlu.classification.ranking import is_clear
from nlu.dialogue.act import Act, ActKind, ActRule
from nlu.dialogue.answers import AnswerResolver
from nlu.dialogue.history import History
from nlu.dialogue.questions import Questions
from nlu.dialogue.state import ReplyForm
from nlu.dialogue.turn import Turn
from nlu.dialogue.whole_messages import WholeMessages
from nlu.entities.cues import Cue
from nlu.entities.lexicon import Lexicon
from nlu.entities.set_phrases import Phrase
from nlu.forms import QuestionForm
from nlu.intents import (
    ABOUT_LAST_ANSWER,
    ACKNOWLEDGE,
    ASK_ABILITIES,
    ASK_FOR_PERSON,
    COURTESY,
    FORGET,
    GOODBYE,
    GREET,
    MEMORY,
    NO,
    OTHER_LANGUAGE,
    RELIABILITY,
    REPEAT,
    START_OVER,
    STATEMENT,
    THANK,
    YES,
    YES_NO,
)
from nlu.meaning import MessageAct, MessageLink
from nlu.reading.reading import Reading, likeliest

_ANSWERING: Final = frozenset({MessageAct.ANSWER, MessageAct.CONFIRM, MessageAct.DECLINE})
"""Acts of messages that answer what was asked."""

_LOST: Final = frozenset({ActKind.UNCLEAR, ActKind.REJECT})
"""Acts after which nothing is answered: where what is asked is read, it is."""

_POLITE: Final = COURTESY | {GOODBYE}
_COURTEOUS: Final = frozenset({MessageAct.GREET, MessageAct.THANK, MessageAct.LEAVE})
"""Acts of messages of these intents."""

_SAME_QUESTION: Final = frozenset({MessageLink.SAME, MessageLink.ANSWERS})
"""Links of messages that ask the last question again, with something changed."""


class ActRecognizer:
    """Recognizes acts, by one lexicon and the questions of one programme."""

    def __init__(self, lexicon: Lexicon, history: History, questions: Questions, answers: AnswerResolver) -> None:
        self._cues, self._criteria, self._figures = lexicon.cues, lexicon.criteria, lexicon.figures
        self._whole = WholeMessages(lexicon)
        self._history = history
        self._questions = questions
        self._answers = answers

    def act(self, turn: Turn) -> Act:
        """The act of a turn."""
        act = self._settled(turn)
        if act is None and turn.state.awaits:
            act = self._answer(turn)
        if act is None:
            turn = turn.without(turn.state.rejected)
            act = self._about_last(turn) or self._question(turn) or self._intended(turn) or self._told(turn)
            if act.kind in _LOST and turn.utterance.reading.asks[0].cell:
                act = Act(ActKind.REQUEST, turn, rule=ActRule.CELL)
        form = turn.utterance.form if act.form is QuestionForm.NONE else act.form
        return replace(act, form=form)

    def _settled(self, turn: Turn) -> Act | None:
        """« oui » after « Voulez-vous que j'efface … ? »; « au revoir », « plus court », and no more."""
        if intent := self._whole.confirmation(turn):
            return Act(ActKind.OTHER, turn, intent, rule=ActRule.CONFIRMATION)
        if intent := self._whole.intent(turn):
            return Act(ActKind.OTHER, turn, intent, rule=ActRule.WHOLE_MESSAGE)
        phrase = self._whole.about_last(turn) if turn.state.last else None
        return _PHRASES[phrase](turn) if phrase else None

    def _answer(self, turn: Turn) -> Act | None:
        """« la deuxième », « pas encore », « je ne sais pas », after « Avez-vous reçu votre convocation ? »."""
        awaits, reading = turn.state.awaits, turn.utterance.reading
        if awaits is None or not (_act(reading) in _ANSWERING or likeliest(reading.links) == MessageLink.ANSWERS):
            return None
        answer = self._answers.resolve(turn.text, awaits, turn.utterance.language)
        if answer:
            return Act(ActKind.ANSWER, turn, answer=answer, rule=ActRule.AWAITED_ANSWER)
        if awaits.is_last and not turn.entities.has_any and _act(reading) in _ANSWERING:
            # An answer that is none of those awaited says nothing: what was asked is asked again.
            return Act(ActKind.INFORM, turn, rule=ActRule.STATEMENT)
        return None

    def _about_last(self, turn: Turn) -> Act | None:
        """« t'es sûr ? », « ce n'était pas ça », « en plus simple ? », « et avant ? »: about the last answer."""
        last, act = turn.state.last, _act(turn.utterance.reading)
        if last is None:
            return None
        if self._cues.matches(Cue.WHAT_WAS_BEFORE, turn.text) and (day := self._day_before(turn)):
            return Act(ActKind.REPEAT, turn, day=day, rule=ActRule.REPEAT)
        if turn.entities.day and turn.entities.names_only:  # "et aujourd'hui ?"
            return Act(ActKind.INFORM, turn, rule=ActRule.STATEMENT)
        if turn.entities.has_any or turn.whole.intent not in (last.question, STATEMENT, RELIABILITY):
            return None
        puts_forward = (self._criteria.find, self._criteria.concludes_no, self._figures.find)
        if act == MessageAct.DOUBT and not any(find(turn.text) for find in puts_forward):
            contradicts = self._cues.matches(Cue.CONTRADICTION, turn.text)
            return Act(ActKind.DOUBT, turn, rule=ActRule.CONTRADICTION if contradicts else ActRule.DOUBT)
        if act == MessageAct.REJECT:
            return _rejecting(turn)
        return _shorter(turn) if act == MessageAct.SUM_UP else None

    def _day_before(self, turn: Turn) -> date | None:
        """The day before the rule of the last answer; None where its start is not known."""
        return self._history.day_before(turn.state.last, turn.state, turn.today) if turn.state.last else None

    def _question(self, turn: Turn) -> Act | None:
        """« qui paie les modules ? », « et pour Pau ? »: questions of the programme; offered where none is likely."""
        shares = [share for intent, share in turn.whole.ranking if intent in self._questions.all]
        if turn.whole.intent not in self._questions.all:
            return None
        if not is_clear(shares):
            return Act(ActKind.UNCLEAR, turn, rule=ActRule.LOW_CONFIDENCE)
        return Act(ActKind.REQUEST, turn, rule=self._why_asked(turn))

    @staticmethod
    def _why_asked(turn: Turn) -> ActRule:
        """Whether a question concludes from the last answer (« donc c'est non ? »), or asks the last question again."""
        last, link = turn.state.last, likeliest(turn.utterance.reading.links)
        if last is None or link == MessageLink.NEW:
            return ActRule.REQUEST
        is_bare = turn.is_short and not turn.entities.has_any
        if is_bare and turn.whole.intent == last.question and turn.utterance.form is QuestionForm.YES_NO:
            return ActRule.CONCLUSION
        return ActRule.SAME_QUESTION if link in _SAME_QUESTION else ActRule.REQUEST

    def _intended(self, turn: Turn) -> Act | None:
        """« bonjour », « et pourquoi ? », « oublie mon département », « tu peux répéter ? »."""
        intent = turn.whole.intent
        if intent == STATEMENT:
            return None
        if intent in YES_NO:
            return self._agree(turn, intent)
        if intent in _POLITE and _act(turn.utterance.reading) not in _COURTEOUS:  # odd words are near these
            return self._unclear(turn)
        if intent in ABOUT_LAST_ANSWER and (question := self._history.implied_question(intent, turn)):
            return Act(ActKind.REQUEST, turn.following_up(), question, rule=ActRule.IMPLIED_QUESTION)
        if intent == FORGET:
            return self._forget(turn)
        if intent in (REPEAT, OTHER_LANGUAGE) and turn.state.history:
            named = self._cues.named_language(turn.text) if intent == OTHER_LANGUAGE else None
            return Act(ActKind.REPEAT, turn.in_language(named or turn.utterance.language), rule=ActRule.REPEAT)
        return _other(intent)(self, turn)

    def _told(self, turn: Turn) -> Act:
        """What neither asks a question nor has an intent: by what the adviser does with it."""
        if turn.state.last and self._whole.acknowledges(turn):  # "👍"
            return Act(ActKind.OTHER, turn, ACKNOWLEDGE, rule=ActRule.ACKNOWLEDGEMENT)
        return _TOLD[_act(turn.utterance.reading)](self, turn)

    def _inform(self, turn: Turn) -> Act:
        """« je suis à Pau », « j'ai reçu ma convocation »; « je vois » only takes note."""
        states = turn.entities.has_any or turn.entities.excluded_departments
        if turn.state.last and not turn.state.awaits and turn.is_short and not states and "?" not in turn.text:
            return Act(ActKind.OTHER, turn, ACKNOWLEDGE, rule=ActRule.ACKNOWLEDGEMENT)
        return Act(ActKind.INFORM, turn, rule=ActRule.STATEMENT)

    def _agree(self, turn: Turn, intent: str) -> Act:
        """« oui », « non » where nothing was asked; after the known facts were shown, to go on or correct them."""
        last = turn.state.last_reply
        if not (turn.state.history and last and last.form is ReplyForm.CHECK) or turn.entities.has_any:
            return Act(ActKind.CONFIRM, turn, intent, rule=ActRule.YES_OR_NO)
        if intent == YES:
            return Act(ActKind.REPEAT, turn, rule=ActRule.CHECK_ANSWERED)
        return Act(ActKind.OTHER, turn, MEMORY, rule=ActRule.CHECK_ANSWERED)

    def _forget(self, turn: Turn) -> Act:
        """« oublie mon département »; where no fact is named, all of it, once that is confirmed."""
        if turn.entities.replaces_place:  # "oublie les Landes, je reste en Gironde"
            return Act(ActKind.INFORM, turn, rule=ActRule.STATEMENT)
        named = turn.entities.stated_facts or self._cues.named_facts(turn.text)
        if named:
            return Act(ActKind.FORGET, turn, rule=ActRule.FORGET)
        return Act(ActKind.OTHER, turn, FORGET, rule=ActRule.FORGET)

    def _unclear(self, turn: Turn) -> Act:
        """What asks something, of which nothing is known."""
        return Act(ActKind.INFORM if turn.entities.has_any else ActKind.UNCLEAR, turn, rule=ActRule.LOW_CONFIDENCE)


def _rejecting(turn: Turn) -> Act:
    return Act(ActKind.REJECT, turn.rejecting_last(), rule=ActRule.REJECTION)


def _shorter(turn: Turn) -> Act:
    return Act(ActKind.REPEAT, turn, rule=ActRule.SHORTER, form=QuestionForm.SIMPLER)


_PHRASES: Final[Mapping[Phrase, Callable[[Turn], Act]]] = {
    Phrase.SIMPLER: _shorter,
    Phrase.REJECTION: _rejecting,
    Phrase.EITHER_OR: lambda turn: Act(ActKind.REPEAT, turn, rule=ActRule.CONCLUSION, form=QuestionForm.YES_NO),
    Phrase.GIVING_UP: lambda turn: Act(ActKind.OTHER, turn, ASK_FOR_PERSON, rule=ActRule.GIVING_UP),
}
"""What follows from a phrase after an answer."""


def _act(reading: Reading) -> MessageAct:
    return MessageAct(likeliest(reading.acts))


def _other(intent: str) -> Callable[[ActRecognizer, Turn], Act]:
    return lambda _, turn: Act(ActKind.OTHER, turn, intent, rule=ActRule.OTHER_INTENT)


_TOLD: Final[Mapping[MessageAct, Callable[[ActRecognizer, Turn], Act]]] = {
    MessageAct.ASK: ActRecognizer._unclear,
    MessageAct.DOUBT: ActRecognizer._unclear,
    MessageAct.REJECT: ActRecognizer._unclear,
    MessageAct.ANNOYANCE: ActRecognizer._unclear,
    MessageAct.SUM_UP: ActRecognizer._unclear,
    MessageAct.ANSWER: ActRecognizer._inform,
    MessageAct.TELL: ActRecognizer._inform,
    MessageAct.CORRECT: ActRecognizer._inform,
    MessageAct.DISTRESS: ActRecognizer._inform,
    MessageAct.CONFIRM: lambda recognizer, turn: recognizer._agree(turn, YES),
    MessageAct.DECLINE: lambda recognizer, turn: recognizer._agree(turn, NO),
    MessageAct.FORGET: ActRecognizer._forget,
    MessageAct.THANK: _other(THANK),
    MessageAct.GREET: _other(GREET),
    MessageAct.LEAVE: _other(GOODBYE),
    MessageAct.ABOUT_ASSISTANT: _other(ASK_ABILITIES),
    MessageAct.PERSON: _other(ASK_FOR_PERSON),
    MessageAct.START_OVER: _other(START_OVER),
}
"""What follows from each act of a message that has no question."""
