"""What the dialogue takes from the heads: the form of a question, and whose a fact is.

What is likelier than not counts: no threshold is set by hand, the heads are calibrated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlu.entities.model import Attribution, DateRole, Hearing
from nlu.forms import QuestionForm
from nlu.heads.labels import ACT, FORM, HOLDER, ROLE, Context, RankedLabel, Reading
from nlu.meaning import MessageAct
from nlu.training_data.annotated import DATE

if TYPE_CHECKING:
    from nlu.heads.heads import EncodedMessage

_LIKELIER_THAN_NOT = 0.5

_SUPPOSED, _ASKED, _OTHERS = frozenset({"suppose", "souhaite"}), frozenset({"demande"}), frozenset({"autre"})
_GOES_ON = (MessageAct.CORRECT, MessageAct.ANSWER)
"""Roles and holders as the annotated messages have them (`nlu/annotated/etiquettes.yml`)."""


def form_of(reading: Reading) -> QuestionForm:
    """What a message wants to be told; NONE where no form is likelier than not."""
    labels = reading.get(FORM, [])
    if labels and labels[0].probability > _LIKELIER_THAN_NOT:
        return QuestionForm(labels[0].name)
    return QuestionForm.NONE


def form_asked(reading: Reading) -> QuestionForm:
    """What a clause wants to be told where it asks; NONE where it rather tells, greets or thanks."""
    labels = reading.get(ACT, [])
    return form_of(reading) if labels and labels[0].name == MessageAct.ASK else QuestionForm.NONE


def goes_on(reading: Reading) -> bool:
    """Whether a message corrects or answers, and so goes on about the person spoken of."""
    labels = reading.get(ACT, [])
    return bool(labels) and labels[0].name in _GOES_ON


def sets_aside(reading: Reading) -> bool:
    """Whether a message most likely says that the answer before it was not what was asked."""
    labels = reading.get(ACT, [])
    return bool(labels) and labels[0].name == MessageAct.REJECT


@dataclass(frozen=True)
class HeadsHearing(Hearing):
    """How the heads hear what a message names.

    Attributes:
        encoded: the message.
        context: what came before it.
        may_be_others: whether another person is spoken of, or may be.
    """

    encoded: EncodedMessage
    context: Context
    may_be_others: bool

    def attribution(self, fact: str, start: int, end: int) -> Attribution:
        """Whose a fact is that the message names from `start` to `end`, and whether it is so."""
        reading = self._mention(fact, start, end)
        if not reading:
            return Attribution.NOBODYS
        supposed, asked = (_share(reading.get(ROLE, []), roles) for roles in (_SUPPOSED, _ASKED))
        if supposed + asked > _LIKELIER_THAN_NOT:
            return Attribution.SUPPOSED if supposed > asked else Attribution.ASKED
        if self.may_be_others and _share(reading.get(HOLDER, []), _OTHERS) > _LIKELIER_THAN_NOT:
            return Attribution.OTHERS
        return Attribution.OWN

    def dated(self, start: int, end: int) -> tuple[DateRole, Attribution]:
        """The likeliest role of the date that the message names from `start` to `end`, and whose it is."""
        roles = self._mention(DATE, start, end).get(ROLE, [])
        role = DateRole(roles[0].name) if roles else DateRole.OTHER
        return role, self.attribution(DATE, start, end)

    def _mention(self, entity: str, start: int, end: int) -> Reading:
        is_known = entity in self.encoded.heads.entities
        return self.encoded.mention(entity, start, end, self.context) if is_known else {}


def _share(labels: list[RankedLabel], names: frozenset[str]) -> float:
    return sum(label.probability for label in labels if label.name in names)
