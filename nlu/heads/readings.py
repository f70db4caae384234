"""What the dialogue takes from the heads: the form of a question, and whose a fact is.

What is likelier than not counts: no threshold is set by hand, the heads are calibrated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlu.entities.model import Attribution
from nlu.forms import QuestionForm
from nlu.heads.labels import ACT, FORM, HOLDER, ROLE, Context, RankedLabel, Reading

if TYPE_CHECKING:
    from nlu.heads.heads import EncodedMessage

_LIKELIER_THAN_NOT = 0.5

_SUPPOSED, _ASKED, _OTHERS = frozenset({"suppose", "souhaite"}), frozenset({"demande"}), frozenset({"autre"})
_ASKS = "demande"
_GOES_ON = ("repare", "repond")
"""Roles, holders and acts as the annotated messages have them (`nlu/annotated/etiquettes.yml`)."""


def form_of(reading: Reading) -> QuestionForm:
    """What a message wants to be told; NONE where no form is likelier than not."""
    labels = reading.get(FORM, [])
    if labels and labels[0].probability > _LIKELIER_THAN_NOT:
        return QuestionForm(labels[0].name)
    return QuestionForm.NONE


def form_asked(reading: Reading) -> QuestionForm:
    """What a clause wants to be told where it asks; NONE where it rather tells, greets or thanks."""
    labels = reading.get(ACT, [])
    return form_of(reading) if labels and labels[0].name == _ASKS else QuestionForm.NONE


def goes_on(reading: Reading) -> bool:
    """Whether a message corrects or answers, and so goes on about the person spoken of."""
    labels = reading.get(ACT, [])
    return bool(labels) and labels[0].name in _GOES_ON


def attribution(
    encoded: EncodedMessage, context: Context, may_be_others: bool, fact: str, start: int, end: int
) -> Attribution:
    """Whose a fact is that a message names from `start` to `end`, and whether it is so.

    Args:
        encoded: the message.
        context: what came before it.
        may_be_others: whether another person is spoken of, or may be.
        fact: the fact's id.
        start: where it is named, in characters.
        end: where that ends.
    """
    reading = encoded.mention(fact, start, end, context) if fact in encoded.heads.entities else {}
    if not reading:
        return Attribution.NOBODYS
    supposed, asked = (_share(reading.get(ROLE, []), roles) for roles in (_SUPPOSED, _ASKED))
    if supposed + asked > _LIKELIER_THAN_NOT:
        return Attribution.SUPPOSED if supposed > asked else Attribution.ASKED
    if may_be_others and _share(reading.get(HOLDER, []), _OTHERS) > _LIKELIER_THAN_NOT:
        return Attribution.OTHERS
    return Attribution.OWN


def _share(labels: list[RankedLabel], names: frozenset[str]) -> float:
    return sum(label.probability for label in labels if label.name in names)
