"""From an interpreted message to a reply: the rules decide, the maintainers' texts word it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial

import msgspec

from bot.answers.acts import FALSE, NO, TRUE, YES
from bot.answers.by_zone import BY_ZONE, ByZone
from bot.answers.choice_ids import Choices
from bot.answers.continuations import Continuations
from bot.answers.folding import folded
from bot.answers.grounding import Grounding
from bot.answers.path_rendering import RenderedPath, path_of, render_path
from bot.answers.place_names import phrase
from bot.answers.privacy import PrivacyNotice
from bot.answers.question_answers import ASKS, MAX_TIMES, QuestionAnswerer
from bot.answers.rendering import Renderer, merged
from bot.answers.reply_forms import Forms, content_digest, content_of, in_new_form, telling_once
from bot.answers.text_forms import in_brief, of_another
from bot.answers.text_ids import InterfaceText, OwnText
from bot.answers.texts import AnswerTexts, load_answer_texts
from bot.messages import Choice, LinkButton, Reply
from nlu.dialogue.act import ActRule
from nlu.dialogue.answers import AnswerKind
from nlu.dialogue.decisions import Part, decision_parts
from nlu.dialogue.frames import Frame
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact, ReplyForm
from nlu.distress import HARD_TIMES, Distress
from nlu.forms import QuestionForm
from nlu.intents import (
    ABOUT_LAST_ANSWER,
    CORRECT,
    COURTESY,
    DETAILS,
    FALLBACK,
    FORGET_SOME,
    GREET,
    MEMORY,
    NOT_UNDERSTOOD,
    REJECT,
    STATEMENT,
    YES_NO,
)
from rules.decision import Ask
from rules.ids import SOMEONE_ELSE, FactId, QuestionId
from rules.model import Link, Organisation, Programme

MAX_OFFERED_INSTEAD = 2
"""Questions offered in place of a misunderstood one."""

MIN_WORDS_TO_SHORTEN = 50
"""Words from which an answer has a button for its short form."""

SAID_BEFORE = (ReplyForm.SHORT, ReplyForm.AGAIN)
"""Forms of a repeated answer: the adviser may have meant another question."""

_KIND_WORDS = {
    Distress.ANNOYANCE: OwnText.ANNOYANCE,
    Distress.HARDSHIP: OwnText.HARDSHIP,
    Distress.DISTRESS: OwnText.DISTRESS,
}

NO_RECEIPT = "—"
"""Stands for a receipt's number until the assistant has erased (Rasa's own tools erase nothing)."""


class Answerer:
    """Makes replies. One for all conversations; it keeps nothing between messages."""

    def __init__(
        self,
        programme: Programme,
        texts: Mapping[str, AnswerTexts] | None = None,
        notice: PrivacyNotice = PrivacyNotice(),  # noqa: B008
    ) -> None:
        self.programme = programme
        self.texts = {
            language: msgspec.structs.replace(own, commitments=notice.words(own))
            for language, own in (texts or load_answer_texts()).items()
        }
        self.choices = Choices(programme, (*self.texts["fr"].questions, GREET, DETAILS), self.texts)
        self._of_another = {language: of_another(own) for language, own in self.texts.items()}
        whole = (*self.texts.values(), *self._of_another.values())
        self._brief = {own.variant: in_brief(own) for own in whole}
        self._history = History(programme)
        self._renderer = Renderer(programme)
        self._continuations = Continuations(programme)
        self._grounding = Grounding(programme, self._history, self._renderer, self._say)
        self._questions = QuestionAnswerer(programme, self._history, self._renderer, whole)
        self._by_action: Mapping[str, Callable[[Interpretation, AnswerTexts, date], Reply]] = {
            FALLBACK: self._not_understood,
            "default": self._not_understood,
            STATEMENT: self._statement_noted,
            MEMORY: self._remembered,
            REJECT: self._rejected,
            FORGET_SOME: self._fact_forgotten,
            CORRECT: self._fact_asked,
        }

    def reply(self, interpretation: Interpretation, action: str, *, on: date | None = None) -> Reply:
        """The reply to a message; if it repeats the last one, in another form.

        Args:
            interpretation: how the message was understood.
            action: the answer that Rasa's policies chose, without `utter_`.
            on: what counts as today.
        """
        today = on or date.today()
        texts = self._words(interpretation.language, of_another=interpretation.state.about_other)
        full = self._full(interpretation, action, texts, today)
        last = interpretation.state.last_reply
        if interpretation.restates and last and content_of(full) == last.content:
            full = self._rejected(interpretation, texts, today)  # a rewording with the same answer: misunderstood
        reply = in_new_form(full, self._other_forms(full, interpretation, action, texts, today), interpretation)
        reply = self._continued(reply, interpretation, action, texts, today)
        if interpretation.rule == ActRule.REQUEST and interpretation.form is not QuestionForm.SIMPLER:
            reply = self._with_other_questions(reply, interpretation, texts)
        awaits = interpretation.state.awaits
        if awaits and not reply.awaits:
            reply = msgspec.structs.replace(reply, awaits=awaits.aside())
        return folded(self._kindly(reply, full, interpretation), texts)

    def _continued(
        self, reply: Reply, interpretation: Interpretation, action: str, texts: AnswerTexts, today: date
    ) -> Reply:
        """Add follow-up buttons to a full answer to one question, unless it asks for a fact or shows a path."""
        frame, *others = interpretation.frames or [None]
        is_whole = reply.sent is not None and reply.sent.form is ReplyForm.FULL
        if frame is None or others or action != frame.question or frame.question == QuestionId.MY_PATH or not is_whole:
            return reply
        if reply.outcome == ASKS or reply.awaits or frame.compares:
            return reply
        choices = self._continuations.after(
            frame, reply.choices, texts, today, is_long=self._has_short_form(reply, frame, texts, today)
        )
        return msgspec.structs.replace(reply, choices=choices)

    def _has_short_form(self, reply: Reply, frame: Frame, texts: AnswerTexts, today: date) -> bool:
        """Whether the same question, asked again by a click, would get this long reply in short."""
        words = msgspec.structs.replace(reply, notices=()).words
        if words < MIN_WORDS_TO_SHORTEN or reply.sent is None or frame.question not in texts.questions:
            return False
        clicked = Frame(frame.question, frame.facts, frame.place)
        whole, short = (
            content_digest(merged(self._questions.replies(clicked, own, today), texts.language))
            for own in (texts, self._brief[texts.variant])
        )
        return whole == reply.sent.content != short

    def _with_other_questions(self, reply: Reply, interpretation: Interpretation, texts: AnswerTexts) -> Reply:
        """Add the next likeliest questions to a repeated answer, unless it already has buttons."""
        others = interpretation.state.runners_up[:MAX_OFFERED_INSTEAD]
        if not others or reply.choices or reply.sent is None or reply.sent.form not in SAID_BEFORE:
            return reply
        choices = tuple(self.choice(texts, question) for question in others)
        blocks = (*reply.blocks, texts.interface[InterfaceText.OTHERWISE])
        return msgspec.structs.replace(reply, blocks=blocks, choices=choices)

    def _kindly(self, reply: Reply, full: Reply, interpretation: Interpretation) -> Reply:
        """Open with a word of sympathy, once; send that alone if the message tells of hardship and asks nothing."""
        last = interpretation.state.last_reply
        is_kind = self._gives_up(interpretation) or interpretation.rule == ActRule.CONTRADICTION
        text = None if is_kind else _KIND_WORDS.get(interpretation.distress)
        is_answered = interpretation.frames and full.question != OwnText.REJECTED
        if interpretation.restates and is_answered and interpretation.distress not in HARD_TIMES:
            text = OwnText.MISREAD
        word = self.say(text, interpretation.language) if text else None
        is_heard = interpretation.frames or interpretation.intent not in (*NOT_UNDERSTOOD, *COURTESY)
        asks_nothing = not is_heard and interpretation.form is QuestionForm.NONE
        needs_somebody = interpretation.distress is Distress.DISTRESS and not interpretation.frames
        again = self._say(text, self._brief[self.texts[interpretation.language].variant], {}) if text else None
        words = word.paragraphs if word else (), last, again.paragraphs if again else ()
        if word and interpretation.distress in HARD_TIMES and (asks_nothing or needs_somebody):
            alone = telling_once(msgspec.structs.replace(word, blocks=(), sent=reply.sent), full, *words)
            return alone if alone.blocks else msgspec.structs.replace(alone, blocks=word.blocks)
        return telling_once(reply, full, *words)

    def _full(self, interpretation: Interpretation, action: str, texts: AnswerTexts, today: date) -> Reply:
        """The reply as if nothing had been said before; short if the texts are the brief ones."""
        if self._gives_up(interpretation) and (person := self._person(interpretation, texts, today, OwnText.GIVEN_UP)):
            return person
        if action in ABOUT_LAST_ANSWER or action == DETAILS:
            return self._explained(action, interpretation, texts, today)
        if interpretation.frames and action == interpretation.frames[0].question:
            return self._questions.answered(interpretation, texts, today)
        if render := self._by_action.get(action):
            return render(interpretation, texts, today)
        return self._own_text(action, interpretation, texts)

    @staticmethod
    def _gives_up(interpretation: Interpretation) -> bool:
        """Whether the adviser gives up, or is annoyed and was not understood."""
        has_enough = interpretation.distress is Distress.ANNOYANCE and interpretation.intent in NOT_UNDERSTOOD
        return interpretation.rule == ActRule.GIVING_UP or has_enough

    def _person(
        self, interpretation: Interpretation, texts: AnswerTexts, today: date, text: OwnText = OwnText.PERSON
    ) -> Reply | None:
        """Whom to write to about the course and place of the conversation."""
        state = interpretation.state
        return self._grounding.person(self._history.last_course(state), state.place, texts, today, text)

    def _words(self, language: str, *, of_another: bool) -> AnswerTexts:
        """The texts of a language, worded for the adviser or for another person."""
        return self._of_another[language] if of_another else self.texts[language]

    def _other_forms(
        self, full: Reply, interpretation: Interpretation, action: str, texts: AnswerTexts, today: date
    ) -> Forms:
        """The forms of a reply besides the full one; only the short one if it is neither an answer nor a miss."""
        state, brief = interpretation.state, self._brief[texts.variant]

        def short() -> Reply | None:
            reply = self._full(interpretation, action, brief, today)
            return reply if content_of(reply) != content_of(full) else None

        def person() -> Reply | None:
            reply = self._person(interpretation, texts, today)
            return reply and msgspec.structs.replace(reply, choices=full.choices, question=full.question)

        forms: dict[ReplyForm, Callable[[], Reply | None]] = {ReplyForm.SHORT: short}
        frame = next(iter(interpretation.frames), None)
        if frame is None and action in ABOUT_LAST_ANSWER and state.last:
            frame = state.complete(state.last)
        asks = full.outcome == ASKS or (action == STATEMENT and full.question is None)
        if frame and not asks:
            if intro := self._intro_again(full, frame, texts, interpretation.rule):
                again = (texts.interface[intro], *full.blocks)
                forms[ReplyForm.AGAIN] = lambda: msgspec.structs.replace(full, blocks=again)
            if not interpretation.states_facts:  # facts just stated need no confirmation
                forms[ReplyForm.CHECK] = partial(self._grounding.check, frame, texts, today)
        if not asks and (frame or interpretation.is_miss or action == STATEMENT):
            forms[ReplyForm.PERSON] = person
        return forms

    @staticmethod
    def _intro_again(full: Reply, frame: Frame, texts: AnswerTexts, rule: str) -> InterfaceText | None:
        """The intro of a repeated reply: a conclusion is confirmed if it agrees with the reply's yes or no.

        None if the conclusion does not agree: the same words would tell nothing.
        """
        if rule != ActRule.CONCLUSION:
            return InterfaceText.AGAIN if rule in ("", ActRule.REPEAT) else InterfaceText.UNCHANGED
        negated = any(mention.negated for mention in frame.criteria)
        words = (NO, FALSE) if negated else (YES, TRUE)
        agrees = full.paragraphs[0].startswith(tuple(texts.acts.mots[word] for word in words))
        return InterfaceText.CONFIRMED if agrees else None

    def answer(self, question: Frame, language: str, today: date) -> Reply:
        """The answer to a complete question, outside any conversation.

        Args:
            question: the table, the facts and the place; its day, if it has one, replaces `today`.
            language: "fr" or "en".
            today: what counts as today.
        """
        return merged(self._questions.replies(question, self._words_of(question, language), today), language)

    def parts(self, question: Frame, today: date) -> list[Part]:
        """The decisions that answer a question: one, or one for each training or group of departments."""
        return decision_parts(self.programme, question, today)

    def path(self, question: Frame, language: str, today: date) -> tuple[Reply, RenderedPath]:
        """The whole path of an adviser, for a page: its introduction, and every stage with its details."""
        texts = self._words_of(question, language)
        part = self.parts(question, today)[0]
        return self._renderer.render(part, texts), render_path(path_of(self.programme, part), texts)

    def _words_of(self, question: Frame, language: str) -> AnswerTexts:
        return self._words(language, of_another=question.facts.get(FactId.PERSON) == SOMEONE_ELSE)

    def links(self, links: Iterable[tuple[Organisation, Link]], language: str) -> tuple[LinkButton, ...]:
        """Links as buttons in a language, each address once."""
        return self._renderer.links(links, self.texts[language])

    def say(self, name: str, language: str, values: Mapping[str, object] | None = None) -> Reply:
        """One of the assistant's own texts (`dialogue.yml`), with its links and choices."""
        return self._say(name, self.texts[language], values or {})

    def _own_text(self, action: str, interpretation: Interpretation, texts: AnswerTexts) -> Reply:
        """One of the assistant's own texts, worded for the place under discussion."""
        where = interpretation.state.where
        return self._say(action, texts, {"recu": NO_RECEIPT}, codes=where.codes if where else ())

    def _say(
        self, name: str, texts: AnswerTexts, values: Mapping[str, object], *, codes: Collection[str] = ()
    ) -> Reply:
        entry = texts.answers[name]
        links = [
            (self.programme.organisations[owner], self.programme.organisations[owner].link(purpose))
            for owner, purpose in (link.split(".", 1) for link in entry.liens)
        ]
        return Reply(
            language=texts.language,
            blocks=(texts.fill(entry.texte, {**values, BY_ZONE: ByZone(self.programme.zones, codes)}),),
            links=self._renderer.links([(owner, link) for owner, link in links if link and owner.serves(codes)], texts),
            choices=tuple(self.choice(texts, question) for question in entry.choix),
            question=str(name),
        )

    def choice(self, texts: AnswerTexts, question: str, course: str | None = None) -> Choice:
        """A button that asks a question, about a course if one is given."""
        return self._questions.choice(texts, question, course)

    def _explained(self, action: str, interpretation: Interpretation, texts: AnswerTexts, today: date) -> Reply:
        state = interpretation.state
        if not state.history:
            return self._say(OwnText.NOTHING_TO_EXPLAIN, texts, {})
        parts = self.parts(state.complete(state.history[0]), today)
        is_decided = not any(isinstance(part.decision, Ask) for part in parts)
        if interpretation.rule == ActRule.CONTRADICTION and is_decided:
            return self._questions.reconciled(parts, texts)
        reply = self._questions.about_answer(action, parts, texts, is_doubted=interpretation.rule == ActRule.DOUBT)
        if not interpretation.is_doubted:
            return reply
        return self._questions.doubted(reply, state.complete(state.history[0]), texts, today)

    def _not_understood(self, interpretation: Interpretation, texts: AnswerTexts, _today: date) -> Reply:
        """The likely interpretations as buttons; without any, what the assistant can be asked."""
        if interpretation.alternatives:
            paragraphs = self._say(OwnText.CLARIFICATION, texts, {}).paragraphs
            return Reply(
                texts.language, paragraphs, choices=self._questions.offered(interpretation, texts), question=FALLBACK
            )
        unclear = OwnText.YES_NO_WITHOUT_QUESTION if interpretation.intent in YES_NO else OwnText.NOT_UNDERSTOOD
        return self._without_rejected(self._say(unclear, texts, {}), interpretation, texts)

    def _rejected(self, interpretation: Interpretation, texts: AnswerTexts, _today: date) -> Reply:
        """Up to two other questions in place of the misunderstood one, the likeliest first."""
        reply = self._without_rejected(self._say(OwnText.REJECTED, texts, {}), interpretation, texts)
        likely = self._questions.offered(interpretation, texts)
        if interpretation.frames:
            likely = tuple(self.choice(texts, question) for question in interpretation.state.runners_up)
        offered = tuple(dict.fromkeys((*likely, *reply.choices)))
        return msgspec.structs.replace(reply, choices=offered[:MAX_OFFERED_INSTEAD])

    def _without_rejected(self, reply: Reply, interpretation: Interpretation, texts: AnswerTexts) -> Reply:
        """The reply without the questions that the adviser rejected."""
        rejected = [self.choice(texts, question) for question in interpretation.state.rejected]
        return msgspec.structs.replace(
            reply, choices=tuple(choice for choice in reply.choices if choice not in rejected)
        )

    def _statement_noted(self, interpretation: Interpretation, texts: AnswerTexts, _today: date) -> Reply:
        """Reply to a statement that asks nothing: put the open question again, else confirm the place."""
        state, asked = interpretation.state, interpretation.asked
        if asked and interpretation.answers == AnswerKind.NONE:
            return self._say(OwnText.NONE_FITS, texts, {})
        if asked and interpretation.answers == AnswerKind.UNKNOWN:
            return self._questions.how_to_find_out(asked, texts)
        if state.place and state.place.ambiguous:
            return self._renderer.fact_question(FactId.PLACE, state.place.codes, texts)
        if state.awaits and state.awaits.times >= MAX_TIMES:
            return self._questions.how_to_find_out(state.awaits, texts)
        if state.awaits and (state.awaits.fact != FactId.PLACE or state.awaits.options or state.place):
            return self._questions.put_again(state.awaits, InterfaceText.ASKED_AGAIN, texts)
        if state.place:
            where = phrase(self.programme, state.place, texts)
            return self._say(OwnText.PLACE_NOTED, texts, {"dans": where})
        awaits = state.awaits or AwaitedFact(FactId.PLACE.value)
        return msgspec.structs.replace(self._say(OwnText.PLACE_UNKNOWN, texts, {}), awaits=awaits.again())

    def _remembered(self, interpretation: Interpretation, texts: AnswerTexts, _today: date) -> Reply:
        return self._grounding.memory(interpretation.state, texts)

    def _fact_forgotten(self, interpretation: Interpretation, texts: AnswerTexts, _today: date) -> Reply:
        names = texts.enumeration(self._grounding.names(interpretation.forgotten_facts, texts))
        return self._say(OwnText.FORGET_FACT, texts, {"faits": names})

    def _fact_asked(self, interpretation: Interpretation, texts: AnswerTexts, _today: date) -> Reply:
        """The question for the fact to correct."""
        fact = interpretation.forgotten_facts[0]
        return self._renderer.fact_question(fact, self.programme.facts[fact].values, texts)
