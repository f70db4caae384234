"""Continuations: buttons under an answer for the questions that advisers often ask next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.answers.choice_ids import choice_id
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, value_name
from bot.messages import Choice
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.decisions import decision_parts
from nlu.dialogue.frames import Frame
from rules.decision import Ask
from rules.ids import FactId
from rules.model import Programme

MAX_OTHER_COURSES: Final = 1
"""Other courses offered for the same question: more would take a link's place."""

MAX_CHOICES: Final = 5
"""Buttons under an answer; with links, more than a telephone shows at once."""


class Continuations:
    """Offers the same question for another course or department, and a shorter answer."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def after(
        self, frame: Frame, offered: tuple[Choice, ...], texts: AnswerTexts, today: date, *, is_long: bool
    ) -> tuple[Choice, ...]:
        """The buttons under an answer.

        Args:
            frame: the question answered.
            offered: the answer's own buttons, which come first.
            texts: the texts of the language.
            today: what counts as today.
            is_long: whether the answer has a shorter form.
        """
        others = [*self._other_courses(frame, texts, today), *self._other_place(frame, texts)]
        if is_long:
            course = frame.facts.get(FactId.COURSE)
            meaning = ChoiceMeaning(frame.question, {FactId.COURSE: course} if course else {})
            others.append(Choice(choice_id(meaning), texts.interface[InterfaceText.SHORTER]))
        own = {choice.id for choice in offered}
        return (*offered, *(choice for choice in others if choice.id not in own))[:MAX_CHOICES]

    def _other_courses(self, frame: Frame, texts: AnswerTexts, today: date) -> Iterator[Choice]:
        """The same question for other courses, if without a course it asks for one or is answered for each."""
        course = frame.facts.get(FactId.COURSE)
        if course is None:
            return
        facts = {fact: value for fact, value in frame.facts.items() if fact != FactId.COURSE}
        parts = decision_parts(self._programme, replace(frame, facts=facts), today)
        decision = parts[0].decision
        if isinstance(decision, Ask):
            courses = decision.choices if decision.fact == FactId.COURSE else ()
        else:
            courses = tuple(part.facts.get(FactId.COURSE, course) for part in parts)
        others = [other for other in dict.fromkeys(courses) if other != course]
        for other in others[:MAX_OTHER_COURSES]:
            meaning = ChoiceMeaning(frame.question, {FactId.COURSE: other})
            yield Choice(choice_id(meaning), value_name(self._programme, texts, FactId.COURSE, other))

    def _other_place(self, frame: Frame, texts: AnswerTexts) -> Iterator[Choice]:
        if frame.place and FactId.PLACE in self._programme.tables[frame.question].reads:
            meaning = ChoiceMeaning.correction(FactId.PLACE)
            yield Choice(choice_id(meaning), texts.interface[InterfaceText.OTHER_PLACE])
