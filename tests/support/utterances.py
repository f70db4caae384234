"""Classified utterances without a model."""

from __future__ import annotations

from datetime import date

import numpy as np

from nlu.classification.delexicalization import Delexicalized
from nlu.classification.ranking import ClassifiedClause
from nlu.classification.utterance_classifier import ClassifiedUtterance
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.encoder.encoding import Encoding
from nlu.encoder.encodings import Encodings
from nlu.entities.clauses import Clause
from nlu.entities.model import CourseSpan, Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.heads.heads import EncodedMessage, Heads
from nlu.resources import project_resources

AFRESH = DialogueState()

_NOTHING = Encoding(np.zeros(768, np.float32), {}, np.zeros(0, np.int64), np.zeros(0, np.int64))


def unheard(whole: ClassifiedClause) -> tuple[ClassifiedUtterance, EncodedMessage]:
    """A French utterance of one clause, of which the heads hear nothing."""
    delexicalized = Delexicalized(whole.clause.text, ())
    encodings = Encodings({whole.delexicalized: _NOTHING})
    return ClassifiedUtterance(whole, (), "fr", delexicalized, encodings), EncodedMessage(
        Heads(), delexicalized, _NOTHING, encodings
    )


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
    """The interpretation of a question of which all is given that the classifier, heads and finders would find."""
    whole = ClassifiedClause(Clause(text, 0, True), ((intent, 0.9), ("saluer", 0.01)))
    cited = {"organisme_cite": organisations[0]} if organisations else {}
    entities = Entities(
        courses=courses,
        course_spans=tuple(CourseSpan(course, 0, len(text)) for course in courses),
        enumerated=len(courses) > 1,
        facts=cited | (facts or {}),
        organisations=organisations,
        place=place,
    )
    utterance = Utterance(whole, (), entities, Reference.NONE, "fr", form)
    return project_resources().interpreter.interpret(Turn.of(utterance, state, date(2026, 11, 27)))
