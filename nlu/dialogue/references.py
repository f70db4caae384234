"""References: how an utterance points back to what was said before."""

from __future__ import annotations

from enum import Flag, auto
from functools import reduce
from operator import or_

from nlu.entities.cues import Cue, Cues
from nlu.entities.model import Entities


class Reference(Flag):
    """How an utterance depends on what was said before; several may hold."""

    NONE = 0
    FOLLOW_UP = auto()  # « et pour … »
    LAST_COURSE = auto()  # « ça dure … »
    LAST_MODULE = auto()  # « c'est un module de combien d'heures ? »
    LAST_ORGANISATION = auto()  # « ils ont un site ? »
    OPPOSITE_CASE = auto()  # « et sinon ? »
    SELF = auto()  # « et pour moi ? »
    OTHER_PERSON = auto()  # « une collègue à Biarritz »


_CUE_OF = {
    Reference.FOLLOW_UP: Cue.FOLLOW_UP,
    Reference.LAST_COURSE: Cue.LAST_COURSE,
    Reference.LAST_MODULE: Cue.LAST_MODULE,
    Reference.LAST_ORGANISATION: Cue.LAST_ORGANISATION,
    Reference.OPPOSITE_CASE: Cue.OPPOSITE_CASE,
    Reference.SELF: Cue.SELF,
    Reference.OTHER_PERSON: Cue.OTHER_PERSON,
}


def find_references(text: str, entities: Entities, cues: Cues) -> Reference:
    """The references of an utterance. Another person's place, set aside for the adviser's own, does not count."""
    found = reduce(or_, (ref for ref, cue in _CUE_OF.items() if cues.matches(cue, text)), Reference.NONE)
    if Reference.SELF in found and entities.replaces_place:
        found &= ~Reference.OTHER_PERSON
    return found
