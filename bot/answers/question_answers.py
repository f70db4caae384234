"""Answers to questions, each in its own form; several become parts of one reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from bot.answers.acts import ActRenderer
from bot.answers.asked_cells import AskedCells
from bot.answers.cards import CardRenderer
from bot.answers.changes import ChangeRenderer
from bot.answers.choice_ids import choice_id
from bot.answers.claims import ClaimRenderer
from bot.answers.doubts import DoubtRenderer
from bot.answers.explanations import Explainer
from bot.answers.organisations import OrganisationRenderer
from bot.answers.path_rendering import path_of
from bot.answers.place_names import phrase
from bot.answers.quotes import quoting
from bot.answers.rendering import Renderer, merged
from bot.answers.reply_forms import content_digest
from bot.answers.text_forms import for_parts, on_cards
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, uncapitalized, value_name
from bot.messages import Choice, LinkButton, Reply
from nlu.dialogue.answers import AnswerKind
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.decisions import Part, decision_parts, item_parts
from nlu.dialogue.frames import Frame, by_question
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact, ReplyForm, SentReply
from nlu.intents import DETAILS, WHY
from rules.decision import Ask
from rules.ids import FactId, QuestionId
from rules.model import Programme
from rules.path import StageStatus

MAX_TIMES = 2
"""Replies that ask the same question; a third would tell the adviser nothing new."""

ASKS = "ask"
"""The outcome of a reply that asks for a fact."""


class QuestionAnswerer:
    """Answers a message's questions about the programme.

    Args:
        programme: makes the decisions.
        history: knows which question waits for which fact.
        renderer: puts decisions into words.
        texts: all texts except the short forms.
    """

    def __init__(
        self, programme: Programme, history: History, renderer: Renderer, texts: Iterable[AnswerTexts]
    ) -> None:
        texts = tuple(texts)
        self._for_parts = {own.variant: for_parts(own) for own in texts}
        self._on_cards = {own.variant: on_cards(own) for own in texts}
        self._programme = programme
        self._history = history
        self._renderer = renderer
        self._explainer = Explainer(programme)
        self._acts = ActRenderer(programme, renderer)
        self._organisations = OrganisationRenderer(programme, renderer)
        self._claims = ClaimRenderer(programme, renderer)
        self._cards = CardRenderer(programme, renderer)
        self._cells = AskedCells(programme, renderer)
        self._changes = ChangeRenderer(programme, renderer)
        self._doubts = DoubtRenderer(programme, renderer)

    def choice(self, texts: AnswerTexts, question: str, course: str | None = None) -> Choice:
        """A button that asks a question, about a course if one is given."""
        title = texts.questions[question]
        if course and FactId.COURSE in self._history.facts_read(question):
            name = texts.demands[FactId.COURSE].valeurs[course]
            title = texts.fill(texts.interface[InterfaceText.COURSE_QUESTION], {"question": title, "parcours": name})
        return Choice(choice_id(ChoiceMeaning(question, {FactId.COURSE: course} if course else {})), title)

    def offered(self, interpretation: Interpretation, texts: AnswerTexts) -> tuple[Choice, ...]:
        """The readings of an unclear message, as buttons."""
        return tuple(self.choice(texts, other.question, other.course) for other in interpretation.alternatives)

    def answered(self, interpretation: Interpretation, texts: AnswerTexts, today: date) -> Reply:
        """Compose: addressee, false premises, answers, pending question."""
        state = interpretation.state
        whom = texts.acts.autrui.get(state.other or "", texts.interface[InterfaceText.FOR_OTHER])
        by_person = self._by_person(interpretation, whom, texts, today) if interpretation.is_by_person else []
        is_of_one = state.about_other and not (by_person or self._asked_in_each_case(interpretation))
        replies = [Reply(texts.language, (whom,))] if is_of_one else []
        wrong = self._premises(interpretation, texts, today)
        replies += wrong
        if interpretation.organisations:
            replies.append(self._organisations.compare(interpretation, texts, today))
        elif interpretation.claim:
            part = decision_parts(self._programme, interpretation.frames[0], today)[0]
            replies.append(self._claims.render(part, interpretation.claim, texts, today))
        elif by_person:
            replies += by_person
        elif left := interpretation.moved_from:
            replies.append(self._changes.moved(interpretation.frames, left, self._on_cards[texts.variant], today))
        elif asked := self._asked_in_each_case(interpretation):
            replies += self._by_case(interpretation, asked, texts, today)
        else:
            replies += self._compared_with_last(interpretation, texts, today)
            frames = interpretation.frames[:1] if interpretation.is_by_person else interpretation.frames
            forms = self._in_brief(texts) if interpretation.is_doubted else texts
            replies += self._each_answered(frames, forms, today)
        if interpretation.is_doubted:
            replies = [self.doubted(merged(replies, texts.language), interpretation.frames[0], texts, today)]
        if interpretation.carries_on:
            unknown = Reply(texts.language, (texts.interface[InterfaceText.CARRIED_ON],))
            replies.insert(len(replies) if interpretation.moved_from else 0, unknown)
        if interpretation.keeps_workplace:
            values = {"dans": phrase(self._programme, interpretation.state.where, texts)}
            assumed = texts.fill(texts.interface[InterfaceText.WORKPLACE], values)
            replies.insert(1, Reply(texts.language, (assumed,)))
        if wrong and all(_is_decided(frame, interpretation) for frame in interpretation.frames):
            replies = [
                *wrong,
                *(msgspec.structs.replace(reply, blocks=()) for reply in replies if reply not in wrong),
            ]
        content = content_digest(merged(replies, texts.language))
        uncertain = Reply(texts.language, (texts.interface[InterfaceText.UNCERTAIN],))
        offered = Reply(texts.language, (), choices=self.offered(interpretation, texts))
        resumed = self._resumed(interpretation, texts, replies, today)
        whole = merged([*([uncertain] if interpretation.is_guess else []), *replies, *resumed, offered], texts.language)
        whole = msgspec.structs.replace(whole, sent=SentReply(content, content_digest(whole), ReplyForm.FULL))
        return quoting(whole, interpretation.not_answered, texts)

    def doubted(self, reply: Reply, frame: Frame, texts: AnswerTexts, today: date) -> Reply:
        """The reply after the doubts whether its subject still takes place."""
        return self._doubts.before(reply, frame, texts, today)

    def _premises(self, interpretation: Interpretation, texts: AnswerTexts, today: date) -> list[Reply]:
        """The message's false premises, corrected."""
        found = (
            self._acts.premise(decision_parts(self._programme, premise.frame, today)[0], premise.mention, texts)
            for premise in interpretation.premises
        )
        return [Reply(texts.language, (text,)) for text in found if text]

    def _each_answered(self, frames: Sequence[Frame], texts: AnswerTexts, today: date) -> list[Reply]:
        """The replies to all questions, each in its own form; short if there are several.

        Missing facts are asked for last, one at a time.
        """
        groups = by_question(frames)
        if len(groups) > 1:
            texts = self._in_brief(texts)
        replies = [
            reply
            for group in groups
            for frame in group
            for reply in self._cells.first(
                self.replies(frame, texts, today, alone=len(group) == 1), frame, texts, today
            )
        ]
        asks = [reply for reply in replies if reply.outcome == ASKS]
        return [*(reply for reply in replies if reply.outcome != ASKS), *asks[:1]]

    def _in_brief(self, texts: AnswerTexts) -> AnswerTexts:
        """The short texts, for an answer of several parts."""
        return texts if texts.is_in_brief else self._for_parts[texts.variant]

    def replies(self, question: Frame, texts: AnswerTexts, today: date, *, alone: bool = True) -> list[Reply]:
        """The replies to one question: the day if one was named, then each part, then the next steps."""
        if question.compares:
            return [self._acts.compare(item_parts(self._programme, question, today), question, texts)]
        parts = decision_parts(self._programme, question, today)
        if question.explains:
            return [self.about_answer(question.explains, parts, texts)]
        replies = []
        if question.day and not isinstance(parts[0].decision, Ask):
            intro = InterfaceText.ON_FUTURE_DAY if question.day > today else InterfaceText.ON_DAY
            day = texts.day(question.day)
            replies.append(Reply(texts.language, (texts.fill(texts.interface[intro], {"jour": day}),)))
        replies += self._each_part(parts, question, texts, alone=alone)
        return replies + self._renderer.next_steps(question, parts, texts) + self._path_offered(question, texts)

    def _each_part(self, parts: Sequence[Part], question: Frame, texts: AnswerTexts, *, alone: bool) -> list[Reply]:
        """The reply to each part of a question: cards if there are several, lines of text with short texts."""
        if texts.is_in_brief or (alone and len(parts) == 1):
            return [self._acts.render(part, question, texts, alone=alone) for part in parts]
        own = self._on_cards[texts.variant]
        rendered = [self._acts.render(part, question, own, alone=alone) for part in parts]
        return self._cards.arrange(parts, rendered, own, alone=alone)

    def _compared_with_last(self, interpretation: Interpretation, texts: AnswerTexts, today: date) -> list[Reply]:
        """Whether the answer is the same as before, or in all places; empty if not asked or not known."""
        if interpretation.compares_places:
            parts = decision_parts(self._programme, interpretation.frames[0], today)
            intro = InterfaceText.SAME_ANSWER if len(parts) == 1 else InterfaceText.OTHER_ANSWER
            is_known = not any(isinstance(part.decision, Ask) for part in parts)
            return [Reply(texts.language, (texts.interface[intro],))] if is_known else []
        if interpretation.versus is None:
            return []
        before, now = (
            [part.decision for part in decision_parts(self._programme, frame, today)]
            for frame in (interpretation.versus, interpretation.frames[0])
        )
        if any(isinstance(decision, Ask) for decision in (*before, *now)):
            return []
        if not all(decision.is_comparable for decision in (*before, *now) if not isinstance(decision, Ask)):
            return []
        is_same = len(before) == len(now) and all(
            not isinstance(earlier, Ask) and earlier.same_for_the_adviser(later)
            for earlier, later in zip(before, now, strict=True)
        )
        intro = InterfaceText.SAME_ANSWER if is_same else InterfaceText.OTHER_ANSWER
        return [Reply(texts.language, (texts.interface[intro],))]

    def _path_offered(self, question: Frame, texts: AnswerTexts) -> list[Reply]:
        """A button for the adviser's path, after the questions listed in `etapes.yml`."""
        path = self._programme.path
        if path is None or question.question not in path.offered_after:
            return []
        return [Reply(texts.language, (), choices=(self.choice(texts, QuestionId.MY_PATH),))]

    @staticmethod
    def _asked_in_each_case(interpretation: Interpretation) -> AwaitedFact | None:
        """The fact asked for, if each frame supposes one of its values; None if they are questions of their own."""
        asked, frames = interpretation.asked, interpretation.frames
        values = {frame.facts.get(asked.fact) for frame in frames} if asked and asked.fact != FactId.COURSE else set()
        unknown = interpretation.answers == AnswerKind.UNKNOWN
        return asked if unknown or (len(values) > 1 and None not in values) else None

    def _by_case(
        self, interpretation: Interpretation, asked: AwaitedFact, texts: AnswerTexts, today: date
    ) -> list[Reply]:
        """A short answer for each value of the fact asked for, then how to find out which one applies."""
        texts = self._in_brief(texts)
        replies = []
        for frame in interpretation.frames:
            part, *others = decision_parts(self._programme, frame, today)
            if others or isinstance(part.decision, Ask):
                continue
            reply = self._renderer.render(part, texts)
            case = value_name(self._programme, texts, asked.fact, frame.facts[asked.fact])
            answer = self._next_stages(part, texts) or reply.paragraphs[0]
            text = texts.fill(texts.interface[InterfaceText.CASE], {"cas": case, "reponse": answer})
            replies.append(msgspec.structs.replace(reply, blocks=(text,), notices=()))
        if interpretation.answers == AnswerKind.UNKNOWN or not replies:
            replies.append(self.how_to_find_out(asked, texts))
        return replies

    def _next_stages(self, part: Part, texts: AnswerTexts) -> str | None:
        """A path's next stage and the later ones, in a line; None for other answers."""
        if part.decision.trace.question != QuestionId.MY_PATH:
            return None
        stages = path_of(self._programme, part).stages
        following, later = (
            texts.enumeration(
                [uncapitalized(texts.path.etapes[stage.id]) for stage in stages if stage.status == status]
            )
            for status in (StageStatus.NEXT, StageStatus.LATER)
        )
        if not following:
            return None
        alone = texts.fill(texts.interface[InterfaceText.PATH_CASE_ALONE], {"prochaine": following})
        values = {"prochaine": following, "suite": later}
        return texts.fill(texts.interface[InterfaceText.PATH_CASE], values) if later else alone

    def _by_person(self, interpretation: Interpretation, whom: str, texts: AnswerTexts, today: date) -> list[Reply]:
        """A short answer for each person, named; empty if both get the same."""
        replies, answers = [], set()
        for frame in interpretation.frames:
            own = self._for_parts[texts.language, bool(frame.of_other)]
            part, *_ = decision_parts(self._programme, frame, today)
            reply = self._acts.render(part, frame, own, alone=True)
            person = whom if frame.of_other else texts.interface[InterfaceText.FOR_ONESELF]
            text = texts.fill(
                texts.interface[InterfaceText.PERSON_CASE], {"pour_qui": person, "reponse": reply.paragraphs[0]}
            )
            replies.append(msgspec.structs.replace(reply, blocks=(text,), notices=(), choices=()))
            answers.add(reply.paragraphs[0])
        return replies if len(answers) > 1 else []

    def how_to_find_out(self, asked: AwaitedFact, texts: AnswerTexts) -> Reply:
        """How to find out the fact asked for; the question stays open and is not put again."""
        text = texts.demands[asked.fact].si_inconnu or texts.demands[asked.fact].texte
        return Reply(texts.language, (text.strip(),), awaits=asked.aside())

    def _resumed(
        self, interpretation: Interpretation, texts: AnswerTexts, replies: Sequence[Reply], today: date
    ) -> list[Reply]:
        """After an interruption, the open question again, once, in one line."""
        state, awaits = interpretation.state, interpretation.state.awaits
        if awaits is None or awaits.times >= MAX_TIMES or any(reply.awaits for reply in replies):
            return []
        waiting = self._history.waiting(awaits.fact, state, today)
        if waiting is None or waiting.question in {frame.question for frame in interpretation.frames}:
            return []
        return [self.put_again(awaits, InterfaceText.RESUMED, texts)]

    def put_again(self, awaits: AwaitedFact, intro: InterfaceText, texts: AnswerTexts) -> Reply:
        """The question for an awaited fact once more, in other words."""
        again = self._renderer.fact_question(awaits.fact, awaits.options, texts)
        text = texts.fill(texts.interface[intro], {"question": again.paragraphs[0]})
        return msgspec.structs.replace(again, blocks=(text,), awaits=awaits.again())

    def reconciled(self, parts: Sequence[Part], texts: AnswerTexts) -> Reply:
        """A short answer again, after the adviser found a contradiction: newer sources first, if there are any."""
        texts = self._in_brief(texts)
        decided = [(part, part.decision) for part in parts if not isinstance(part.decision, Ask)]
        whole = merged([self._renderer.render(part, texts) for part, _ in decided], texts.language)
        newer = [line for part, decision in decided for line in self._renderer.in_practice(part, decision, texts)]
        intro = InterfaceText.SOURCES_DIFFER if newer else InterfaceText.ANSWER_STANDS
        newer = list(dict.fromkeys(newer))
        older = [block for block in whole.blocks if block not in newer]
        return msgspec.structs.replace(whole, blocks=(texts.interface[intro], *newer, *older), question=WHY)

    def about_answer(
        self, action: str, parts: Sequence[Part], texts: AnswerTexts, *, is_doubted: bool = False
    ) -> Reply:
        """The reply to a question about an answer: why, since when, which source; details if it is doubted."""
        links = [
            LinkButton(texts.interface[InterfaceText.SEE_PAGE], part.decision.citation.source.url)
            for part in parts
            if not isinstance(part.decision, Ask) and part.decision.citation.source.url
        ]
        if action == WHY and not is_doubted and not isinstance(parts[0].decision, Ask):
            details = Choice(choice_id(ChoiceMeaning(DETAILS)), texts.interface[InterfaceText.DETAILS])
            why = self._acts.why(parts, texts)
            return Reply(texts.language, why, links=tuple(dict.fromkeys(links)), choices=(details,), question=action)
        answers = [
            "" if isinstance(part.decision, Ask) else self._renderer.render(part, texts).paragraphs[0] for part in parts
        ]
        paragraphs = [
            self._explainer.explain(action, part.decision, part.facts, part.place, texts, text)
            for part, text in zip(parts, answers, strict=True)
        ]
        if action == WHY:
            paragraphs = [*filter(None, answers), *paragraphs]
        return Reply(
            texts.language,
            tuple(dict.fromkeys(paragraphs)),
            links=tuple(dict.fromkeys(links)),
            question=action,
        )


def _is_decided(frame: Frame, interpretation: Interpretation) -> bool:
    """Whether a message asks only what it takes for granted ("puisque c'est obligatoire, j'y suis obligé ?")."""
    asked = (frame.question, frame.facts.get(FactId.COURSE))
    return any(
        asked == (premise.frame.question, premise.frame.facts.get(FactId.COURSE)) for premise in interpretation.premises
    )
