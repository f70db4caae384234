"""Which act the adviser performs in a turn: ordered rules, the first that returns an act decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nlu.dialogue.answers import AnswerResolver, AwaitedAnswer
from nlu.dialogue.history import History
from nlu.dialogue.references import Reference
from nlu.dialogue.requests import SURE_OUT_OF_SCOPE, RequestDetector
from nlu.dialogue.state import ReplyForm
from nlu.dialogue.statements import StatementDetector
from nlu.dialogue.turn import Turn
from nlu.dialogue.whole_messages import WholeMessages
from nlu.entities.clauses import sentences
from nlu.entities.cues import Cue
from nlu.entities.lexicon import Lexicon
from nlu.forms import OPEN_FORMS, QuestionForm
from nlu.intents import (
    ABOUT_LAST_ANSWER,
    ACKNOWLEDGE,
    CONFIRMED,
    COURTESY,
    FORGET,
    MEMORY,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    REPEAT,
    SINCE_WHEN,
    SMALL_TALK,
    STATEMENT,
    YES,
    YES_NO,
)
from nlu.text import fold
from rules.ids import FactId, StrEnum


class ActKind(StrEnum):
    """What an adviser does in a turn."""

    INFORM = "inform"  # states entities, which bear on a frame of the history
    REQUEST = "request"  # asks questions of the programme
    ANSWER = "answer"  # answers what the last reply asked
    CONFIRM = "confirm"  # says yes or no, where nothing was asked
    DOUBT = "doubt"  # doubts the last answer
    REPEAT = "repeat"  # wants the last answer again, perhaps for another day or in another language
    FORGET = "forget"  # wants some facts forgotten
    REJECT = "reject"  # says that the last answer was to another question
    UNCLEAR = "unclear"
    OTHER = "other"  # has an intent that is no question of the programme


@dataclass(frozen=True)
class Act:
    """An act, with the turn as its rule understands it; `rule` names the rule that decided, empty for a click.

    `intent` is that of OTHER and of CONFIRM, and for REQUEST a question that the turn implies; `day` is the day of the
    answer to REPEAT; `form` is what the answer is to be told as; `answer` is what ANSWER says of the options.
    """

    kind: ActKind
    turn: Turn
    intent: str | None = None
    day: date | None = None
    answer: AwaitedAnswer | None = None
    rule: str = ""
    form: QuestionForm = QuestionForm.NONE


REQUEST = "request"
"""Stands for a rule where none decides."""

Rule = Callable[[Turn], "Act | None"]


class ActRecognizer:
    """Recognizes the act of a turn by three ordered tables of rules.

    Rules of whole messages and of wording hold whatever the classifier says; the rules of intent see the turn with its
    intent in context, and each relies on those above it.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        history: History,
        requests: RequestDetector,
        statements: StatementDetector,
        answers: AnswerResolver,
    ) -> None:
        self._lexicon = lexicon
        self._cues = lexicon.cues
        self._whole = WholeMessages(lexicon)
        self._history = history
        self._requests = requests
        self._statements = statements
        self._answers = answers
        self.whole_message_rules: tuple[Rule, ...] = (
            self.confirmation,
            self.whole_message,
            self.insistence,
            self.simpler,
            self.rejection,
            self.awaited_answer,
            self.acknowledgement,
        )
        self.wording_rules: tuple[Rule, ...] = (
            self.bare_value,
            self.what_was_before,
            self.doubt,
            self.other_case,
            self.denial_withdrawn,
            self.change,
        )
        self.intent_rules: tuple[Rule, ...] = (
            self.since_when,
            self.check_answered,
            self.conclusion,
            self.yes_or_no,
            self.statement,
            self.forget_place_replaced,
            self.forget,
            self.repeat,
            self.implied_question,
            self.cited_organisation,
            self.implied_statement,
            self.day_alone,
            self.pronoun,
            self.ellipsis,
            self.low_confidence,
            self.other_intent,
            self.aside,
        )

    def recognize(self, turn: Turn) -> Act:
        """The act of a turn; a request where no rule says otherwise."""
        act = self._recognized(turn)
        if act.form is not QuestionForm.NONE:
            return act
        form = QuestionForm.SIMPLER if self._whole.is_simpler(turn) else turn.utterance.form
        return replace(act, form=form)

    def _recognized(self, turn: Turn) -> Act:
        if act := _first(self.whole_message_rules, turn):
            return act
        turn = self._rejecting(turn)
        # "Thanks, but you have not answered about the length" thanks for nothing.
        courtesy = COURTESY if turn.rejects else frozenset()
        turn = turn.without(self._whole.impossible_intents(turn) | {*turn.state.rejected} | courtesy)
        if act := _first(self.wording_rules, turn):
            return act
        turn = self._requests.in_context(turn)
        return _first(self.intent_rules, turn) or Act(ActKind.REQUEST, turn, rule=REQUEST)

    # Whole messages

    def confirmation(self, turn: Turn) -> Act | None:
        """« oui » just after « Voulez-vous que j'efface … ? »."""
        intent = self._whole.confirmation(turn)
        return Act(ActKind.OTHER, turn, intent) if intent else None

    def whole_message(self, turn: Turn) -> Act | None:
        """« au revoir », « oublie-moi », « recommençons », and nothing else."""
        intent = self._whole.intent(turn)
        return Act(ActKind.OTHER, turn, intent) if intent else None

    def insistence(self, turn: Turn) -> Act | None:
        """« tu m'as pas répondu : oui ou non ? »: the last answer again, as a yes or a no."""
        insists = turn.state.history and self._whole.insists(turn)
        return Act(ActKind.REPEAT, turn, form=QuestionForm.YES_NO) if insists else None

    def simpler(self, turn: Turn) -> Act | None:
        """« plus court », « je comprends pas »: the last answer again, in short."""
        asks_nothing = turn.in_context().whole.intent not in self._requests.questions and not turn.entities.has_any
        is_heard = turn.utterance.form is QuestionForm.SIMPLER and asks_nothing
        wants = turn.state.history and (is_heard or self._whole.wants_simpler(turn))
        return Act(ActKind.REPEAT, turn, form=QuestionForm.SIMPLER) if wants else None

    def acknowledgement(self, turn: Turn) -> Act | None:
        """« ok », « 👍 » after an answer: it is taken note of, and nothing is asked."""
        follows = turn.state.history and not turn.state.awaits and not self._is_checked(turn)
        return Act(ActKind.OTHER, turn, ACKNOWLEDGE) if follows and self._whole.acknowledges(turn) else None

    def rejection(self, turn: Turn) -> Act | None:
        """« ce n'est pas ma question », and nothing else: other questions than the one just answered."""
        rejecting = self._rejecting(turn)
        rejected = self._whole.rejected(turn) if rejecting.rejects else None
        return Act(ActKind.REJECT, rejecting) if rejected and not rejected.asks_more else None

    def awaited_answer(self, turn: Turn) -> Act | None:
        """« la deuxième », « pas encore », « je ne sais pas », just after « Avez-vous reçu votre convocation ? »."""
        awaited = turn.state.awaits
        answer = self._answers.resolve(turn.text, awaited, turn.utterance.language) if awaited else None
        return Act(ActKind.ANSWER, turn, answer=answer) if answer else None

    # Wording

    def bare_value(self, turn: Turn) -> Act | None:
        """« et pour Pau ? », or a number where a fact is awaited: nothing but entities."""
        is_number = turn.state.awaits and not any(letter.isalpha() for letter in turn.text)
        return Act(ActKind.INFORM, turn) if turn.entities.names_only or is_number else None

    def what_was_before(self, turn: Turn) -> Act | None:
        """« et avant ? »: the last answer for the day before its rule, where that has a known start."""
        if not turn.state.last or not self._asks_what_was_before(turn):
            return None
        day = self._history.day_before(turn.state.last, turn.state, turn.today)
        return Act(ActKind.REPEAT, turn, day=day) if day else None

    def doubt(self, turn: Turn) -> Act | None:
        """« t'es sûr ? », naming nothing new: the last answer again, with its reason."""
        names_something = turn.entities.place or turn.entities.courses or self._statements.situation(turn)
        can_doubt = turn.state.history and not (turn.state.awaits or names_something)
        return Act(ActKind.DOUBT, turn) if can_doubt and self._expresses_doubt(turn.text) else None

    def other_case(self, turn: Turn) -> Act | None:
        """« et l'autre ? », and nothing else: the last answer with its fact turned round."""
        if not self._cues.matches(Cue.ONLY_OPPOSITE, turn.text):
            return None
        outline = self._history.concerned(turn)
        has_opposite = outline and self._history.opposite(outline, turn.state)
        return Act(ActKind.INFORM, turn) if has_opposite else None

    def denial_withdrawn(self, turn: Turn) -> Act | None:
        """« en fait si »: the fact that was denied is true."""
        fact = self._cues.matches(Cue.REVERSAL, turn.text) and self._history.denied_fact(turn.state)
        return Act(ActKind.INFORM, turn.stating(fact)) if fact else None

    def change(self, turn: Turn) -> Act | None:
        """« et si je travaillais à Pau, ça change quoi ? »: the last answer, for that."""
        asks = turn.state.history and turn.entities.has_any and self._cues.matches(Cue.CHANGE, turn.text)
        return Act(ActKind.INFORM, turn.following_up()) if asks else None

    # Intents

    def since_when(self, turn: Turn) -> Act | None:
        """« et avant ? », of a rule without a known start: since when it holds."""
        asks = self._asks_what_was_before(turn) and turn.intent not in self._requests.questions
        return Act(ActKind.OTHER, turn, SINCE_WHEN) if asks else None

    def check_answered(self, turn: Turn) -> Act | None:
        """« oui », « non » just after what is held was shown: what else can be said, or each fact to correct."""
        if turn.intent not in YES_NO or turn.entities.has_any or not self._is_checked(turn):
            return None
        return Act(ActKind.REPEAT, turn) if turn.intent == YES else Act(ActKind.OTHER, turn, MEMORY)

    def conclusion(self, turn: Turn) -> Act | None:
        """« donc c'est non ? »: whether that follows from the last answer, where nothing else is asked for sure."""
        if not turn.state.last or not self._cues.matches(Cue.CONCLUSION, turn.text):
            return None
        asks_anew = turn.intent in self._requests.questions and turn.intent != turn.state.last.question
        if asks_anew or turn.intent in CONFIRMED or turn.utterance.form not in OPEN_FORMS:
            return None
        kind = ActKind.INFORM if turn.entities.has_any else ActKind.REPEAT
        return Act(kind, turn.following_up(), form=QuestionForm.YES_NO)

    def yes_or_no(self, turn: Turn) -> Act | None:
        """« oui », « non », where nothing was asked."""
        return Act(ActKind.CONFIRM, turn, turn.intent) if turn.intent in YES_NO else None

    def statement(self, turn: Turn) -> Act | None:
        """« je suis à Pau », « j'ai reçu ma convocation »."""
        return Act(ActKind.INFORM, turn) if turn.intent == STATEMENT else None

    def forget_place_replaced(self, turn: Turn) -> Act | None:
        """« oublie les Landes, je reste en Gironde »: the place that stays."""
        is_repair = turn.intent == FORGET and turn.entities.replaces_place
        return Act(ActKind.INFORM, turn) if is_repair else None

    def forget(self, turn: Turn) -> Act | None:
        """« oublie mon département »."""
        return Act(ActKind.FORGET, turn) if turn.intent == FORGET else None

    def repeat(self, turn: Turn) -> Act | None:
        """« tu peux répéter ? », « en anglais ? »."""
        if turn.intent not in (REPEAT, OTHER_LANGUAGE):
            return None
        if turn.intent == OTHER_LANGUAGE:
            turn = turn.in_language(self._cues.named_language(turn.text) or turn.utterance.language)
        return Act(ActKind.REPEAT, turn) if turn.state.history else Act(ActKind.OTHER, turn, turn.intent)

    def implied_question(self, turn: Turn) -> Act | None:
        """« et pourquoi ? » after a question whose table says which question answers that."""
        if turn.intent not in ABOUT_LAST_ANSWER or not turn.is_contextual:
            return None
        question = self._history.implied_question(turn.intent, turn)
        return Act(ActKind.REQUEST, turn.following_up(), question) if question else None

    def cited_organisation(self, turn: Turn) -> Act | None:
        """« et Francil'IN, c'est depuis quand ? »: the organisation is what counts."""
        cites = turn.intent == SINCE_WHEN and FactId.CITED_ORGANISATION in turn.entities.facts
        return Act(ActKind.INFORM, turn) if cites else None

    def implied_statement(self, turn: Turn) -> Act | None:
        """« merci, 86 », « habilitée ? ah non pas du tout »: what is named says more than the intent."""
        implied = turn.intent not in self._requests.questions and self._statements.is_implied(turn)
        return Act(ActKind.INFORM, turn) if implied else None

    def day_alone(self, turn: Turn) -> Act | None:
        """« au 12 mai 2024 ça donnait quoi ? », without a question of its own."""
        is_day = turn.entities.day and turn.intent not in self._requests.questions
        return Act(ActKind.INFORM, turn) if is_day else None

    def pronoun(self, turn: Turn) -> Act | None:
        """« à quoi ça sert ? » just after an answer is not about the assistant."""
        refers = turn.is_short and Reference.LAST_ORGANISATION in turn.references
        return Act(ActKind.UNCLEAR, turn) if turn.intent in SMALL_TALK and refers else None

    def ellipsis(self, turn: Turn) -> Act | None:
        """« et pour le titre alors… »: unsure, but it changes an entity of the last frame."""
        names = turn.entities.has_any or Reference.OPPOSITE_CASE in turn.references
        changes = self._is_unsure(turn) and turn.follows_up and names
        return Act(ActKind.INFORM, turn) if changes else None

    def low_confidence(self, turn: Turn) -> Act | None:
        """No intent is sure: alternatives are offered."""
        return Act(ActKind.UNCLEAR, turn) if self._is_unsure(turn) else None

    def other_intent(self, turn: Turn) -> Act | None:
        """« bonjour », « qui es-tu ? », « quelle est la source ? »."""
        return Act(ActKind.OTHER, turn, turn.intent) if turn.intent not in self._requests.questions else None

    def aside(self, turn: Turn) -> Act | None:
        """« the first one, what's that exactly? »: the fact named counts, not the question detected."""
        is_aside = len(turn.requests) == 1 and self._statements.is_aside(turn.requests[0], turn)
        return Act(ActKind.INFORM, turn) if is_aside else None

    @staticmethod
    def _is_checked(turn: Turn) -> bool:
        """Whether the last reply showed what is held, or asked for more, in place of an answer."""
        last = turn.state.last_reply
        return bool(turn.state.history and last and last.form is ReplyForm.CHECK)

    def _rejecting(self, turn: Turn) -> Turn:
        """The turn as one that rejects the last answer, where it does."""
        rejected = self._whole.rejected(turn) if turn.state.last or turn.state.rejected else None
        if not rejected:
            return turn
        if not rejected.of_course:
            # "No, I mean the price, not the travel costs": what is meant is a part.
            return turn.rejecting_last().by_parts()
        course = self._history.last_course(turn.state)
        return turn.rejecting_last(course=course) if course in turn.entities.courses else turn

    def _asks_what_was_before(self, turn: Turn) -> bool:
        can_ask = turn.state.history and not turn.state.awaits
        return bool(can_ask) and self._cues.matches(Cue.WHAT_WAS_BEFORE, turn.text)

    def _is_unsure(self, turn: Turn) -> bool:
        """Whether no intent is sure; nor is "out of scope" of an utterance that names a course."""
        if turn.intent is None:
            return True
        names_course = turn.intent == OUT_OF_SCOPE and turn.entities.courses
        return bool(names_course) and turn.requests[0].confidence < SURE_OUT_OF_SCOPE

    def _expresses_doubt(self, text: str) -> bool:
        """Whether a text begins with a sentence that doubts and asks nothing else, or doubts by itself."""
        folded = fold(text)
        first, *rest = [sentence for sentence, _ in sentences(folded)] or [""]
        if self._cues.matches(Cue.DOUBTING_SENTENCE, first):
            return not any(self._asks_anew(sentence) for sentence in rest)
        return self._cues.matches(Cue.DOUBT, folded) and "?" not in folded

    def _asks_anew(self, sentence: str) -> bool:
        """Whether a sentence after a doubt asks something of its own; "pas l'ENSC ?" goes on doubting."""
        doubts = re.match(r"\W*(?:pas|not)\b", sentence)
        return not doubts and ("?" in sentence or self._lexicon.clauses.asks(sentence))


CONCLUDING_RULES: Final = frozenset({ActRecognizer.conclusion.__name__, ActRecognizer.insistence.__name__})
"""Rules of an utterance that wants a yes or a no from the last answer."""


def _first(rules: Iterable[Rule], turn: Turn) -> Act | None:
    return next((replace(act, rule=rule.__name__) for rule in rules if (act := rule(turn))), None)
