"""Classified utterances without a model."""

from __future__ import annotations

from datetime import date

import numpy as np

from nlu.classification.delexicalization import Delexicalized
from nlu.classification.ranking import RankedText
from nlu.classification.utterance_classifier import ClassifiedUtterance
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.encoder.encoding import Encoding
from nlu.encoder.encodings import Encodings
from nlu.entities.model import CourseSpan, Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.heads.heads import EncodedMessage, Heads
from nlu.intents import STATEMENT
from nlu.meaning import NO_TOPIC, NOTHING
from nlu.reading.reading import Ask, Reading
from nlu.resources import project_resources

AFRESH = DialogueState()

_NOTHING = Encoding(np.zeros(768, np.float32), {}, np.zeros(0, np.int64), np.zeros(0, np.int64))


def unheard(whole: RankedText) -> tuple[ClassifiedUtterance, EncodedMessage]:
    """A French utterance, of which the heads hear nothing."""
    delexicalized = Delexicalized(whole.text, ())
    encodings = Encodings({whole.delexicalized: _NOTHING})
    return ClassifiedUtterance(whole, (), "fr", delexicalized, encodings), EncodedMessage(
        Heads(), delexicalized, _NOTHING
    )


def reading(
    topic: str,
    share: float = 0.9,
    *others: str,
    act: str = "demande",
    course: str | None = None,
    form: QuestionForm = QuestionForm.NONE,
    link: str = "nouveau",
    who: str = "moi",
    operation: str = "une",
) -> Reading:
    """What is read in an utterance, where it is given.

    Args:
        topic: the question.
        share: how likely that is.
        others: questions that share what is left.
        act: what its writer does.
        course: which one it is about.
        form: what it wants to be told.
        link: how it depends on what came before.
        who: whom it is about.
        operation: what to do with the answer.
    """
    left = (1 - share) / (len(others) or 1)
    ask = Ask({topic: share} | dict.fromkeys(others, left), {course or NO_TOPIC: 1.0}, {form: 1.0}, {who: 1.0}, 0, 0)
    return Reading({act: 1.0}, {link: 1.0}, {operation: 1.0}, {NOTHING: 1.0}, {}, (ask,), ())


def interpreted(
    text: str,
    form: QuestionForm = QuestionForm.NONE,
    state: DialogueState = AFRESH,
    *,
    intent: str,
    courses: tuple[str, ...] = (),
    facts: dict[str, str] | None = None,
    organisations: tuple[str, ...] = (),
    place: StatedPlace | None = None,
) -> Interpretation:
    """The interpretation of a question of which all is given that the reader and the finders would find."""
    operation = {QuestionForm.COMPARE: "comparer", QuestionForm.WHICH: "choisir"}.get(form, "une")
    whole = RankedText(text, ((intent, 0.9), ("saluer", 0.01)))
    cited = {"organisme_cite": organisations[0]} if organisations else {}
    entities = Entities(
        courses=courses,
        course_spans=tuple(CourseSpan(course, 0, len(text)) for course in courses),
        enumerated=len(courses) > 1,
        facts=cited | (facts or {}),
        organisations=organisations,
        place=place,
    )
    course = courses[0] if courses else state.last.course if state.last else None
    link = "suite" if state.history else "nouveau"
    read = reading(
        NO_TOPIC if intent == STATEMENT else intent, course=course, form=form, link=link, operation=operation
    )
    utterance = Utterance(whole, entities, Reference.NONE, "fr", form, read)
    return project_resources().interpreter.interpret(Turn.of(utterance, state, date(2026, 11, 27)))
