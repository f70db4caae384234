"""Cards: the parts of an answer, each titled with its course or departments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from bot.answers.path_rendering import render_detail
from bot.answers.place_names import phrase
from bot.answers.rendering import Renderer
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, capitalized
from bot.messages import Card, Reply
from nlu.dialogue.decisions import Part
from rules.decision import Answer, Ask, Unknown
from rules.ids import FactId, QuestionId
from rules.model import Programme
from rules.path import decide_with_open_fact

_PAYER: Final = "payeur"
"""The detail of a path's stage that says who pays."""


class CardRenderer:
    """Arranges the replies to the parts of a question as cards."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer
        self._payer_question = payer_question(programme)

    def arrange(
        self, parts: Sequence[Part], replies: Sequence[Reply], texts: AnswerTexts, *, alone: bool = True
    ) -> list[Reply]:
        """An introductory line, a card for each part, then the texts that hold for all parts.

        The replies stay as they are if a fact is missing, or if nothing distinguishes the parts.

        Args:
            parts: the decisions on a question.
            replies: the reply to each part.
            texts: the texts of the language.
            alone: whether the question is about one course; if not, each card is titled with its course.
        """
        decided = [part.decision for part in parts if not isinstance(part.decision, Ask)]
        courses = [part.facts.get(FactId.COURSE) for part in parts]
        by_course = not alone or len(set(courses)) > 1
        by_place = len({part.codes for part in parts}) > 1
        if len(decided) < len(parts) or not (by_course or by_place) or (by_course and None in courses):
            return list(replies)
        shared = _shared(replies)
        cards = []
        for part, decision, reply in zip(parts, decided, replies, strict=True):
            own = tuple(text for text in reply.paragraphs if text not in shared)
            is_divided = courses.count(part.facts.get(FactId.COURSE)) > 1
            title = self._title(part, texts, by_course=by_course, by_place=is_divided)
            cards.append(self._card(title, part, decision, msgspec.structs.replace(reply, blocks=own), texts))
        intro = self._intro(parts[0], texts, by_course=by_course)
        before = [Reply(texts.language, (intro,))] if intro else []
        return [*before, *cards, Reply(texts.language, shared)]

    def _title(self, part: Part, texts: AnswerTexts, *, by_course: bool, by_place: bool) -> str:
        course, place = self._course(part, texts), phrase(self._programme, part.place, texts, part.codes)
        if by_course and by_place:
            return texts.fill(texts.interface[InterfaceText.CARD], {"parcours": course, "dans": place})
        return course if by_course else capitalized(place)

    def _intro(self, part: Part, texts: AnswerTexts, *, by_course: bool) -> str | None:
        """The introductory line: the place if the titles are courses, else the subject."""
        if not by_course:
            subject = self._course(part, texts) or texts.questions.get(part.question)
            return texts.fill(texts.interface[InterfaceText.BY_PLACE], {"sujet": subject}) if subject else None
        if part.place is None or FactId.PLACE not in self._programme.tables[part.question].reads:
            return None
        place = capitalized(phrase(self._programme, part.place, texts))
        return texts.fill(texts.interface[InterfaceText.BY_COURSE], {"dans": place})

    @staticmethod
    def _course(part: Part, texts: AnswerTexts) -> str:
        return texts.demands[FactId.COURSE].valeurs.get(part.facts.get(FactId.COURSE, ""), "")

    def _card(self, title: str, part: Part, decision: Answer | Unknown, reply: Reply, texts: AnswerTexts) -> Reply:
        payer = self._payer(part) if part.question == QuestionId.ORGANISATION else None
        if payer and payer.wording not in texts.path.brefs:
            payer = None  # before modules existed, there was nothing to pay
        lines = [*reply.paragraphs, *([render_detail(_PAYER, payer, texts)] if payer else [])]
        sources = [self._renderer.source(payer.citation, texts)] if payer else []
        links = self._renderer.links(decision.links, texts)
        return msgspec.structs.replace(
            reply,
            blocks=(Card(title, "\n".join(lines), links),),
            links=tuple(link for link in reply.links if link not in links),
            sources=tuple(dict.fromkeys((*reply.sources, *sources))),
        )

    def _payer(self, part: Part) -> Answer | None:
        """Who pays for the course, if the programme knows."""
        if self._payer_question is None:
            return None
        decision = decide_with_open_fact(self._programme, self._payer_question, part.facts, on=part.decision.trace.on)
        return decision if isinstance(decision, Answer) else None


def payer_question(programme: Programme) -> str | None:
    """The question that tells who pays, as named in the path; None if the path names none."""
    stages = programme.path.stages if programme.path else ()
    details = (detail for stage in stages for detail in stage.details)
    return next((question for label, question in details if label == _PAYER), None)


def _shared(replies: Sequence[Reply]) -> tuple[str, ...]:
    """The texts common to several replies, except their first: what newer sources change for all parts."""
    first, *others = replies
    return tuple(text for text in first.paragraphs[1:] if others and all(text in reply.paragraphs for reply in others))
