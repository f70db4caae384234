"""The acts an adviser may perform in a turn: named interpretations, each of which proposes an act or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from nlu.dialogue.answers import AnswerResolver
from nlu.dialogue.doubts import expresses_doubt, finds_contradiction
from nlu.dialogue.hearing import Impression, sounds
from nlu.dialogue.history import History
from nlu.dialogue.proposals import SETTLING, Act, ActKind, Proposed
from nlu.dialogue.references import Reference
from nlu.dialogue.requests import SURE_CLAUSE, SURE_OUT_OF_SCOPE, RequestDetector
from nlu.dialogue.state import ReplyForm
from nlu.dialogue.statements import StatementDetector
from nlu.dialogue.turn import Turn
from nlu.dialogue.whole_messages import WholeMessages
from nlu.entities.cues import Cue
from nlu.entities.lexicon import Lexicon
from nlu.forms import OPEN_FORMS, QuestionForm
from nlu.intents import (
    ABOUT_LAST_ANSWER,
    ACKNOWLEDGE,
    ASK_FOR_PERSON,
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
from rules.ids import FactId, StrEnum


class Stage(StrEnum):
    """What an interpretation sees of a turn."""

    WORDS = "words"  # the turn as it came
    WORDING = "wording"  # without impossible and barred intents
    INTENT = "intent"  # moreover, with its intent and its requests in context


Interpret = Callable[[Turn], "Act | None"]


class ActRecognizer:
    """Proposes the acts of a turn. Each interpretation sees the turn at one stage and is independent of the others."""

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
        self.interpretations: Mapping[Stage, tuple[Interpret, ...]] = {
            Stage.WORDS: (
                self.confirmation,
                self.whole_message,
                self.giving_up,
                self.insistence,
                self.simpler,
                self.rejection,
                self.awaited_answer,
                self.acknowledgement,
            ),
            Stage.WORDING: (
                self.bare_value,
                self.what_was_before,
                self.doubt,
                self.contradiction,
                self.other_case,
                self.denial_withdrawn,
                self.change,
            ),
            Stage.INTENT: (
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
                self.request,
            ),
        }

    def proposed(self, turn: Turn) -> Proposed:
        """The acts that a turn may be. An act that ends or erases the conversation excludes all others."""
        stages = self._stages(turn)
        acts = tuple(self._acts(stages))
        settled = next((act for act in acts if act.rule in SETTLING), None)
        return Proposed(stages[Stage.INTENT], (settled,) if settled else acts)

    def _stages(self, turn: Turn) -> Mapping[Stage, Turn]:
        rejecting = self._rejecting(turn)
        # "Thanks, but you have not answered about the length" is no thanks.
        courtesy = COURTESY if rejecting.rejects else frozenset()
        barred = self._whole.impossible_intents(rejecting) | {*rejecting.state.rejected} | courtesy
        possible = rejecting.without(barred)
        return {Stage.WORDS: turn, Stage.WORDING: possible, Stage.INTENT: self._requests.in_context(possible)}

    def _acts(self, stages: Mapping[Stage, Turn]) -> Iterator[Act]:
        is_simpler = self._whole.is_simpler(stages[Stage.WORDS])
        for stage, interpretations in self.interpretations.items():
            for interpret in interpretations:
                if act := interpret(stages[stage]):
                    yield _formed(replace(act, rule=interpret.__name__), is_simpler=is_simpler)

    # Whole messages

    def confirmation(self, turn: Turn) -> Act | None:
        """« oui » just after « Voulez-vous que j'efface … ? »."""
        intent = self._whole.confirmation(turn)
        return Act(ActKind.OTHER, turn, intent) if intent else None

    def whole_message(self, turn: Turn) -> Act | None:
        """« au revoir », « oublie-moi », « recommençons », and nothing else."""
        intent = self._whole.intent(turn)
        return Act(ActKind.OTHER, turn, intent) if intent else None

    def giving_up(self, turn: Turn) -> Act | None:
        """« laissez tomber », and nothing else: a person to write to."""
        return Act(ActKind.OTHER, turn, ASK_FOR_PERSON) if turn.state.last and self._whole.gives_up(turn) else None

    def insistence(self, turn: Turn) -> Act | None:
        """« tu m'as pas répondu : oui ou non ? »: the last answer again, as a yes or no."""
        insists = turn.state.history and self._whole.insists(turn)
        return Act(ActKind.REPEAT, turn, form=QuestionForm.YES_NO) if insists else None

    def simpler(self, turn: Turn) -> Act | None:
        """« plus court », « je comprends pas »: the last answer again, in short."""
        asks_nothing = turn.in_context().whole.intent not in self._requests.questions and not turn.entities.has_any
        is_heard = turn.utterance.form is QuestionForm.SIMPLER and asks_nothing
        wants = turn.state.history and (is_heard or self._whole.wants_simpler(turn))
        return Act(ActKind.REPEAT, turn, form=QuestionForm.SIMPLER) if wants else None

    def acknowledgement(self, turn: Turn) -> Act | None:
        """« ok », « 👍 » after an answer: noted, nothing is asked."""
        if not turn.state.history or turn.state.awaits or turn.restates or self._is_checked(turn):
            return None
        is_phrase = self._whole.acknowledges(turn)
        says_nothing = not (turn.entities.has_any or turn.clauses or "?" in turn.text) and turn.is_short
        may_be = says_nothing and sounds(turn, Impression.ANSWERING, Impression.TELLING, Impression.POLITE)
        return Act(ActKind.OTHER, turn, ACKNOWLEDGE, is_sure=is_phrase) if is_phrase or may_be else None

    def rejection(self, turn: Turn) -> Act | None:
        """« ce n'est pas ma question », and nothing else: offer other questions than the one answered."""
        rejecting = self._rejecting(turn)
        rejected = self._whole.rejected(turn) if rejecting.rejects else None
        if rejected and not rejected.asks_more:
            return Act(ActKind.REJECT, rejecting)
        # "No, I mean the full title" rejects only the course, and names the right one.
        names_another = {*turn.entities.courses} - {self._history.last_course(turn.state)}
        # "No, I mean myself" does not reject the question either.
        is_other = turn.restates or names_another or turn.entities.names_only
        may_reject = turn.state.last and not (rejecting.rejects or is_other)
        is_heard = may_reject and sounds(turn, Impression.REJECTING)
        return Act(ActKind.REJECT, turn.rejecting_last(), is_sure=False) if is_heard else None

    def awaited_answer(self, turn: Turn) -> Act | None:
        """« la deuxième », « pas encore », « je ne sais pas », just after « Avez-vous reçu votre convocation ? »."""
        awaited = None if self._whole.wants_simpler(turn) else turn.state.awaits
        answer = self._answers.resolve(turn.text, awaited, turn.utterance.language) if awaited else None
        return Act(ActKind.ANSWER, turn, answer=answer) if answer else None

    # Wording

    def bare_value(self, turn: Turn) -> Act | None:
        """« et pour Pau ? », or a number when a fact is awaited: nothing but entities."""
        is_number = turn.state.awaits and not any(letter.isalpha() for letter in turn.text)
        if turn.entities.place and turn.entities.organisations and turn.whole.intent in self._requests.questions:
            return None  # "à Ajaccio, c'est POP School ?" asks about that organisation
        return Act(ActKind.INFORM, turn) if turn.entities.names_only or is_number else None

    def what_was_before(self, turn: Turn) -> Act | None:
        """« et avant ? »: the last answer as of the day before its rule, if the rule has a known start."""
        if not turn.state.last or not self._asks_what_was_before(turn):
            return None
        day = self._history.day_before(turn.state.last, turn.state, turn.today)
        return Act(ActKind.REPEAT, turn, day=day) if day else None

    def doubt(self, turn: Turn) -> Act | None:
        """« t'es sûr ? », naming nothing new: the last answer again, with its reason."""
        names_something = turn.entities.place or turn.entities.courses or self._statements.situation(turn)
        if not turn.state.history or turn.state.awaits or names_something:
            return None
        is_phrase = expresses_doubt(turn.text, self._lexicon)
        is_heard = sounds(turn, Impression.DOUBTING) and not self._requests.beside(turn)
        return Act(ActKind.DOUBT, turn, is_sure=is_phrase) if is_phrase or is_heard else None

    def contradiction(self, turn: Turn) -> Act | None:
        """« vous dites non, mais après il suffit d'avoir commencé »: what each source says, in its time."""
        if not turn.state.last or not finds_contradiction(turn.text, self._lexicon):
            return None
        about_another = {*turn.entities.courses} - {self._history.last_course(turn.state)}
        asks_besides = {clause.intent for clause in self._requests.beside(turn)} - {turn.state.last.question}
        return None if about_another or asks_besides else Act(ActKind.DOUBT, turn)

    def other_case(self, turn: Turn) -> Act | None:
        """« et l'autre ? », and nothing else: the last answer with its fact inverted."""
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
        """« et si je travaillais à Pau, ça change quoi ? »: the last answer, for Pau."""
        asks = turn.state.history and turn.entities.has_any and self._cues.matches(Cue.CHANGE, turn.text)
        return Act(ActKind.INFORM, turn.following_up()) if asks else None

    # Intents

    def since_when(self, turn: Turn) -> Act | None:
        """« et avant ? » of a rule without a known start: since when it holds."""
        asks = self._asks_what_was_before(turn) and turn.intent not in self._requests.questions
        return Act(ActKind.OTHER, turn, SINCE_WHEN) if asks else None

    def check_answered(self, turn: Turn) -> Act | None:
        """« oui », « non » after the known facts were shown: what else can be said, or each fact to correct."""
        is_other = turn.intent not in YES_NO or turn.entities.has_any or self._whole.wants_simpler(turn)
        if is_other or not self._is_checked(turn):
            return None
        return Act(ActKind.REPEAT, turn) if turn.intent == YES else Act(ActKind.OTHER, turn, MEMORY)

    def conclusion(self, turn: Turn) -> Act | None:
        """« donc c'est non ? », « elle avait raison ? »: about the last answer, unless it surely asks more."""
        judges = self._lexicon.criteria.asks_only_if_true(turn.text)
        if not turn.state.last or not (judges or self._cues.matches(Cue.CONCLUSION, turn.text)):
            return None
        sure = turn.requests and turn.requests[0].confidence >= SURE_CLAUSE
        asks_anew = sure and turn.intent in self._requests.questions and turn.intent != turn.state.last.question
        if asks_anew or turn.intent in CONFIRMED:
            return None
        form = turn.utterance.form
        kind = ActKind.INFORM if turn.entities.has_any and not judges else ActKind.REPEAT
        return Act(kind, turn.following_up(), form=QuestionForm.YES_NO if form in OPEN_FORMS else form)

    def yes_or_no(self, turn: Turn) -> Act | None:
        """« oui », « non », when nothing was asked."""
        return Act(ActKind.CONFIRM, turn, turn.intent) if turn.intent in YES_NO else None

    def statement(self, turn: Turn) -> Act | None:
        """« je suis à Pau », « j'ai reçu ma convocation »."""
        return Act(ActKind.INFORM, turn) if turn.intent == STATEMENT else None

    def forget_place_replaced(self, turn: Turn) -> Act | None:
        """« oublie les Landes, je reste en Gironde »: Gironde replaces the Landes."""
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
        """« et pourquoi ? » after a question whose table names the question that answers it."""
        if turn.intent not in ABOUT_LAST_ANSWER or not turn.is_contextual:
            return None
        question = self._history.implied_question(turn.intent, turn)
        return Act(ActKind.REQUEST, turn.following_up(), question) if question else None

    def cited_organisation(self, turn: Turn) -> Act | None:
        """« et Francil'IN, c'est depuis quand ? »: about the organisation."""
        cites = turn.intent == SINCE_WHEN and FactId.CITED_ORGANISATION in turn.entities.facts
        return Act(ActKind.INFORM, turn) if cites else None

    def implied_statement(self, turn: Turn) -> Act | None:
        """« merci, 86 », « habilitée ? ah non pas du tout »: the entities say more than the intent."""
        implied = turn.intent not in self._requests.questions and self._statements.is_implied(turn)
        return Act(ActKind.INFORM, turn) if implied else None

    def day_alone(self, turn: Turn) -> Act | None:
        """« au 12 mai 2024 ça donnait quoi ? », without a question of its own."""
        is_day = turn.entities.day and turn.intent not in self._requests.questions
        return Act(ActKind.INFORM, turn) if is_day else None

    def pronoun(self, turn: Turn) -> Act | None:
        """« à quoi ça sert ? » just after an answer: about the answer, not the assistant."""
        refers = turn.is_short and Reference.LAST_ORGANISATION in turn.references
        return Act(ActKind.UNCLEAR, turn) if turn.intent in SMALL_TALK and refers else None

    def ellipsis(self, turn: Turn) -> Act | None:
        """« et pour le titre alors… »: unsure, but it changes an entity of the last frame."""
        names = turn.entities.has_any or Reference.OPPOSITE_CASE in turn.references
        changes = self._is_unsure(turn) and turn.follows_up and names
        return Act(ActKind.INFORM, turn) if changes else None

    def low_confidence(self, turn: Turn) -> Act:
        """No intent is sure: alternatives are offered."""
        return Act(ActKind.UNCLEAR, turn, is_sure=self._is_unsure(turn))

    def other_intent(self, turn: Turn) -> Act | None:
        """« bonjour », « qui es-tu ? », « quelle est la source ? »."""
        if turn.intent is None or turn.intent in self._requests.questions or turn.intent in _NO_OTHER:
            return None
        return Act(ActKind.OTHER, turn, turn.intent)

    def aside(self, turn: Turn) -> Act | None:
        """« the first one, what's that exactly? »: the fact stated counts, not the question detected."""
        asks_alone = len(turn.requests) == 1 and turn.intent in self._requests.questions
        is_aside = asks_alone and self._statements.is_aside(turn.requests[0], turn)
        return Act(ActKind.INFORM, turn) if is_aside else None

    def request(self, turn: Turn) -> Act | None:
        """« qui paie les modules ? »: a question of the programme."""
        if turn.intent is None and turn.likeliest and turn.likeliest.intent in self._requests.questions:
            guessed = replace(turn, requests=(turn.likeliest,), intent=turn.likeliest.intent)
            return Act(ActKind.REQUEST, guessed, is_sure=False)
        return Act(ActKind.REQUEST, turn) if turn.intent in self._requests.questions else None

    @staticmethod
    def _is_checked(turn: Turn) -> bool:
        """Whether the last reply showed the known facts, or asked for more, instead of answering."""
        last = turn.state.last_reply
        return bool(turn.state.history and last and last.form is ReplyForm.CHECK)

    def _rejecting(self, turn: Turn) -> Turn:
        """Mark the turn as rejecting the last answer, if it does."""
        rejected = self._whole.rejected(turn) if turn.state.last or turn.state.rejected else None
        if not rejected or turn.restates:
            return turn
        if not rejected.of_course:
            # "No, I mean the price, not the travel costs": a part says what is meant.
            return turn.rejecting_last().by_parts()
        course = self._history.last_course(turn.state)
        return turn.rejecting_last(course=course) if course in turn.entities.courses else turn

    def _asks_what_was_before(self, turn: Turn) -> bool:
        can_ask = turn.state.history and not turn.state.awaits
        return bool(can_ask) and self._cues.matches(Cue.WHAT_WAS_BEFORE, turn.text)

    def _is_unsure(self, turn: Turn) -> bool:
        """Whether no intent is sure. "Out of scope" is never sure of an utterance that names a course."""
        if turn.intent is None:
            return True
        names_course = turn.intent == OUT_OF_SCOPE and turn.entities.courses
        return bool(names_course) and turn.requests[0].confidence < SURE_OUT_OF_SCOPE


def _formed(act: Act, *, is_simpler: bool) -> Act:
    """An act in the form that the utterance wants, if its interpretation sets none."""
    if act.form is not QuestionForm.NONE:
        return act
    return replace(act, form=QuestionForm.SIMPLER if is_simpler else act.turn.utterance.form)


_NO_OTHER: Final = frozenset({STATEMENT, FORGET, REPEAT, OTHER_LANGUAGE, *YES_NO})
"""Intents that have an interpretation of their own."""
