"""What the dialogue takes from the heads: whose a fact is.

What is likelier than not counts: no threshold is set by hand, the heads are calibrated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlu.entities.model import Attribution, DateRole, Hearing
from nlu.heads.labels import HOLDER, ROLE, Context, RankedLabel, Reading
from nlu.training_data.annotated import DATE

if TYPE_CHECKING:
    from nlu.heads.heads import EncodedMessage

_LIKELIER_THAN_NOT = 0.5

_SUPPOSED, _ASKED, _OTHERS = frozenset({"suppose", "souhaite"}), frozenset({"demande"}), frozenset({"autre"})
"""Roles and holders as the annotated messages have them (`nlu/annotated/etiquettes.yml`)."""


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
