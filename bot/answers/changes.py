"""What a move to another place changes: courses with another organisation there, and courses with the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import msgspec

from bot.answers.place_names import phrase
from bot.answers.rendering import Renderer, merged
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, capitalized
from bot.messages import Reply
from nlu.dialogue.decisions import Part, decision_parts
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from rules.decision import Ask
from rules.ids import FactId
from rules.model import Programme


class ChangeRenderer:
    """Renders what a move changes, in the texts that stand under a course's name (`en_carte`)."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer

    def moved(self, frames: Sequence[Frame], left: StatedPlace, texts: AnswerTexts, today: date) -> Reply:
        """Who runs each course at both places, if that changes; then the courses that stay the same.

        Args:
            frames: the question about the organisation, for each course or all, at the new place.
            left: the place before.
            texts: the texts in their form under a title.
            today: what counts as today.
        """
        now = [part for frame in frames for part in decision_parts(self._programme, frame, today)]
        before = [
            part for frame in frames for part in decision_parts(self._programme, replace(frame, place=left), today)
        ]
        changing, staying, practices, replies = list[str](), dict[str, str](), list[str](), list[Reply]()
        for earlier, later in zip(before, now, strict=True):
            if isinstance(earlier.decision, Ask) or isinstance(later.decision, Ask):
                continue
            course = texts.demands[FactId.COURSE].valeurs.get(later.facts.get(FactId.COURSE, ""), "")
            reply = self._renderer.render(later, texts)
            if earlier.decision.same_for_the_adviser(later.decision):
                staying[course] = _line(reply)
                practices += self._renderer.in_practice(later, later.decision, texts)
                replies.append(msgspec.structs.replace(reply, blocks=(), notices=()))
                continue
            lines = [self._at(part, texts) for part in (earlier, later)]
            practice = self._renderer.in_practice(later, later.decision, texts)
            title = texts.fill(texts.interface[InterfaceText.CHANGES_FOR], {"parcours": course})
            changing.append("\n".join([title, *lines, *practice]))
            replies.append(msgspec.structs.replace(reply, blocks=()))
        blocks = changing
        if staying:
            intro = InterfaceText.UNCHANGED_FOR if changing else InterfaceText.NOTHING_CHANGES
            lines = [self._row(course, line, texts) for course, line in staying.items()]
            blocks = [*changing, "\n".join([texts.interface[intro], *lines]), *practices]
        whole = merged([*replies, Reply(texts.language, ())], texts.language)
        return msgspec.structs.replace(whole, blocks=tuple(blocks))

    def _at(self, part: Part, texts: AnswerTexts) -> str:
        """The name of a place, then who runs the course there."""
        where = capitalized(phrase(self._programme, part.place, texts, part.codes))
        line = _line(self._renderer.render(part, texts))
        return self._row(where, line, texts)

    @staticmethod
    def _row(what: str, line: str, texts: AnswerTexts) -> str:
        return texts.fill(texts.interface[InterfaceText.CHANGE_LINE], {"quoi": what, "reponse": line})


def _line(reply: Reply) -> str:
    """The first line of an answer."""
    return reply.paragraphs[0].splitlines()[0]
