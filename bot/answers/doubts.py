"""Doubts: newer sources' notices that an answer may no longer hold."""

from __future__ import annotations

from datetime import date

import msgspec

from bot.answers.rendering import Renderer, merged
from bot.answers.texts import AnswerTexts
from bot.messages import Reply
from nlu.dialogue.decisions import doubting_notices
from nlu.dialogue.frames import Frame
from rules.ids import FactId, QuestionId
from rules.model import Programme


class DoubtRenderer:
    """Renders the doubts that come before an answer."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer

    def before(self, reply: Reply, frame: Frame, texts: AnswerTexts, today: date) -> Reply:
        """The reply after the doubts about it; the reply alone if there are none.

        Args:
            reply: the answer.
            frame: its question, about the doubted course.
            texts: the texts of the language.
            today: what counts as today.
        """
        course = frame.facts.get(FactId.COURSE)
        facts = {FactId.COURSE.value: course} if course else {}
        doubted = Frame(QuestionId.ORGANISATION.value, facts, frame.place, frame.day)
        found = doubting_notices(self._programme, doubted, today)
        notices = {notice: texts.answers[notice.wording].encore for notice in found}
        doubts = [
            Reply(
                texts.language,
                (text,),
                links=self._renderer.links(notice.links, texts),
                sources=(self._renderer.source(notice.citation, texts),),
            )
            for notice, text in notices.items()
            if text
        ]
        return merged([*doubts, msgspec.structs.replace(reply, notices=())], texts.language) if doubts else reply
