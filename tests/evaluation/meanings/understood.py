"""What was understood of a message, in the fields in which its writer says what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nlu.dialogue.interpretation import Interpretation
from nlu.distress import Distress
from nlu.forms import QuestionForm
from nlu.intents import (
    ASK_FOR_PERSON,
    DANGER,
    FALLBACK,
    FORGET,
    GOODBYE,
    GREET,
    NO,
    OUT_OF_SCOPE,
    REJECT,
    SMALL_TALK,
    START_OVER,
    STATEMENT,
    THANK,
    YES,
)
from nlu.meaning import NO_TOPIC, NOTHING, MessageAct, MessageLink, Who
from nlu.reading.reading import Reading, likeliest
from nlu.training_data.meanings import Meaning
from rules.ids import FactId

ACT_OF_INTENT: Final[Mapping[str, MessageAct]] = {
    THANK: MessageAct.THANK,
    GREET: MessageAct.GREET,
    GOODBYE: MessageAct.LEAVE,
    START_OVER: MessageAct.START_OVER,
    FORGET: MessageAct.FORGET,
    ASK_FOR_PERSON: MessageAct.PERSON,
    YES: MessageAct.CONFIRM,
    NO: MessageAct.DECLINE,
    REJECT: MessageAct.REJECT,
    DANGER: MessageAct.DISTRESS,
    STATEMENT: MessageAct.TELL,
    **dict.fromkeys(SMALL_TALK - {THANK, GREET, ASK_FOR_PERSON}, MessageAct.ABOUT_ASSISTANT),
}
"""Acts that the intent tells by itself."""

_DISTRESSED: Final = frozenset({Distress.DANGER, Distress.HARDSHIP})

_ATTRIBUTES: Final[Mapping[str, str]] = {
    "heures": "durée",
    "semaines": "durée",
    "jours_par_semaine": "durée",
    "minutes": "durée",
    "prix": "prix",
    "modules": "nombre",
    "obligatoire": "obligatoire",
    "facultatif": "obligatoire",
    "paye": "payeur",
    "a_payer": "payeur",
    "reussite": "condition",
    "convocation": "condition",
    "possible": "condition",
    "distance": "mode",
    "presentiel": "mode",
}
"""What a claim is about, by the unit of its figure or by its criterion."""


@dataclass(frozen=True)
class Understood:
    """What was understood; as `Meaning`, but for what is only measured.

    Attributes:
        topics: the questions that are answered, in order; the intent alone where none is.
        attribute: what a claim is about; None where none was heard.
    """

    act: str
    topics: tuple[str, ...]
    course: str
    form: str
    who: str
    link: str
    attribute: str | None
    language: str

    def has_topic(self, meaning: Meaning) -> bool:
        """Whether the question meant is the first understood; of a message of several, whether it is one of them."""
        return meaning.topic in (self.topics if meaning.more else self.topics[:1])


def understood(interpretation: Interpretation) -> Understood:
    """What an interpretation says of a message."""
    frames, reading = interpretation.frames, interpretation.reading
    topics = tuple(frame.question for frame in frames) or (interpretation.intent,)
    if topics[0] in {FALLBACK, STATEMENT}:
        topics = (OUT_OF_SCOPE if topics[0] == FALLBACK else NO_TOPIC,)
    return Understood(
        act=_act(interpretation, reading),
        topics=topics,
        course=_course(interpretation, reading),
        form=interpretation.form,
        who=_who(interpretation, reading),
        link=_link(interpretation, reading),
        attribute=_attribute(interpretation),
        language=interpretation.language,
    )


def read(reading: Reading, language: str) -> Understood:
    """What a reading says of a message."""
    first = reading.asks[0]
    claim = likeliest(reading.claims)
    topics = (likeliest(ask.topics) for ask in reading.asks)
    return Understood(
        act=likeliest(reading.acts),
        topics=tuple(topics),
        course=likeliest(first.courses),
        form=likeliest(first.forms),
        who=likeliest(first.persons),
        link=likeliest(reading.links),
        attribute=None if claim == NOTHING else claim,
        language=language,
    )


def _act(interpretation: Interpretation, reading: Reading | None) -> MessageAct:
    if interpretation.distress in _DISTRESSED:
        return MessageAct.DISTRESS
    if interpretation.asked and interpretation.answers:
        return MessageAct.ANSWER
    if not interpretation.frames and interpretation.intent in ACT_OF_INTENT:
        return ACT_OF_INTENT[interpretation.intent]
    return MessageAct(likeliest(reading.acts)) if reading else MessageAct.ASK


def _course(interpretation: Interpretation, reading: Reading | None) -> str:
    if interpretation.frames:
        return str(interpretation.frames[0].facts.get(FactId.COURSE, NO_TOPIC))
    return likeliest(reading.asks[0].courses) if reading else NO_TOPIC


def _who(interpretation: Interpretation, reading: Reading | None) -> Who:
    if interpretation.is_by_person:
        return Who.SEVERAL
    return Who(likeliest(reading.asks[0].persons)) if reading else Who.NOBODY


def _link(interpretation: Interpretation, reading: Reading | None) -> MessageLink:
    if interpretation.asked and interpretation.answers:
        return MessageLink.ANSWERS
    return MessageLink(likeliest(reading.links)) if reading else MessageLink.NEW


def _attribute(interpretation: Interpretation) -> str | None:
    claim = interpretation.claim
    units = [figure.unit for figure in claim.figures if figure.unit] if claim else []
    asks = interpretation.form is QuestionForm.YES_NO and interpretation.frames
    criteria = [mention.criterion for mention in interpretation.frames[0].criteria] if asks else []
    return next((_ATTRIBUTES[name] for name in (*units, *criteria) if name in _ATTRIBUTES), None)
