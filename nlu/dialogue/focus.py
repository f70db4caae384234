"""The focus: whether an utterance is about the adviser, or about another person who is spoken of."""

from __future__ import annotations

import re

from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.entities.cues import Cue, Cues
from nlu.entities.model import Entities

_PART_END = re.compile(r"(?<=[,.;:!?])\s+")


def is_about_other(
    text: str, entities: Entities, references: Reference, state: DialogueState, cues: Cues, *, goes_on: bool
) -> bool:
    """Whether an utterance is about another person.

    What it asks last says so ("ma collègue a sa convocation, elle peut … ?"), else whose facts it states; where neither
    does, a short utterance goes on about the person spoken of.

    Args:
        text: the utterance.
        entities: what it names.
        references: how it points back.
        state: that before the turn.
        cues: the words that tell of whom one speaks.
        goes_on: whether it may depend on what was said before.
    """
    # "Non, dans les Landes, le Gers c'est mes parents" speaks of them in passing.
    # So does "my colleague tells me that I must".
    tells = cues.matches(Cue.TELLER, text)
    named = Reference.OTHER_PERSON in references and not entities.replaces_place and not tells
    somebody = named or bool(entities.others_facts)
    *_, asked_last = _PART_END.split(text.strip())
    if cues.matches(Cue.STAFF, asked_last):
        return True  # "How do I enrol my new adviser?" is asked by an employer
    if cues.matches(Cue.FIRST_PERSON, asked_last) or Reference.SELF in references:
        return False
    if cues.matches(Cue.THIRD_PERSON, asked_last) and (somebody or state.beside_facts or state.about_other):
        return True
    if named and cues.matches(Cue.OTHER_PERSON, asked_last):
        return True  # "…, would my colleague be able to take two?"
    if entities.states_own:
        return False
    # "He says that he can even take three, is it true?" goes on about him.
    third = cues.matches(Cue.THIRD_PERSON, text) and not cues.matches(Cue.FIRST_PERSON, text)
    return somebody or (state.about_other and (goes_on or third))
