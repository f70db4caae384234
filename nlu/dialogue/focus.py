"""The focus: whether an utterance is about the adviser or about another person."""

from __future__ import annotations

import re
from dataclasses import replace

from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.entities.cues import Cue, Cues
from nlu.entities.lexicon import Lexicon
from nlu.entities.model import Entities
from nlu.text import fold

_PART_END = re.compile(r"(?<=[,.;:!?])\s+")

MAX_WORDS_TAKEN_UP = 3
"""Words of a part that the next part refers to by a pronoun ("et le mien, il est payé ?")."""


def is_about_other(
    text: str, entities: Entities, references: Reference, state: DialogueState, lexicon: Lexicon, *, goes_on: bool
) -> bool:
    """Whether an utterance is about another person.

    Decided by its last question ("ma collègue a sa convocation, elle peut … ?"), else by whose facts it states. If
    neither decides, a short utterance stays about the person spoken of.

    Args:
        text: the utterance.
        entities: its entities.
        references: how it points back.
        state: the state before the turn.
        lexicon: has the cues for persons.
        goes_on: whether it may depend on what was said before.
    """
    cues, asks_only_if_true = lexicon.cues, lexicon.criteria.asks_only_if_true
    # "Non, dans les Landes, le Gers c'est mes parents" mentions them in passing.
    # So does "my colleague tells me that I must", unless it goes on about her ("she says that she must").
    # "Is she right?" is no question about her.
    parts = [part for part in _PART_END.split(text.strip()) if not asks_only_if_true(part)] or [text]
    rest = " ".join(parts)
    asked = asked_last(rest)
    teller = cues.span(Cue.TELLER, rest)
    tells = teller is not None and not cues.matches(Cue.THIRD_PERSON, fold(rest)[teller[1] :])
    named = Reference.OTHER_PERSON in references and not entities.replaces_place and not tells
    somebody = named or bool(entities.others_facts)
    if cues.matches(Cue.STAFF, asked) and not tells:
        return True  # "How do I enrol my new adviser?" is asked by an employer
    if cues.matches(Cue.FIRST_PERSON, asked) or cues.matches(Cue.SELF, asked):
        return False
    if cues.matches(Cue.THIRD_PERSON, asked) and (somebody or state.beside_facts or state.about_other):
        return True
    if named and cues.matches(Cue.OTHER_PERSON, asked):
        return True  # "…, would my colleague be able to take two?"
    if Reference.SELF in references or tells:
        return False
    third = cues.matches(Cue.THIRD_PERSON, text) and not cues.matches(Cue.FIRST_PERSON, text)
    if entities.states_own and not (third and state.other):
        return False
    # "He says that he can even take three, is it true?" is about him.
    return somebody or (state.about_other and (goes_on or third))


def placed(entities: Entities, text: str, cues: Cues, *, about_other: bool) -> Entities:
    """Choose the place of an utterance that states places of two persons.

    Words after the places decide for the adviser. Without such words both count ("elle demande où s'inscrire, moi je
    suis à Bayonne").
    """
    if entities.places_of_two is None:
        return entities
    own, others = entities.places_of_two
    if about_other:
        return replace(entities, place=others)
    rest = text[entities.places_end :]
    if cues.matches(Cue.FIRST_PERSON, rest) or cues.matches(Cue.SELF, rest):
        return replace(entities, place=own)
    ends = not any(sign.isalnum() for sign in rest)
    return replace(entities, place=own.beside(others)) if ends and cues.matches(Cue.THIRD_PERSON, text) else entities


def asked_last(text: str) -> str:
    """The last part of a text that asks, with the part before it if it refers to that ("et le mien, il est payé ?")."""
    parts = _PART_END.split(text.strip())
    asking = [place for place, part in enumerate(parts) if part.endswith("?")]
    last = asking[-1] if asking else len(parts) - 1
    first = last - 1 if last and len(parts[last - 1].split()) <= MAX_WORDS_TAKEN_UP else last
    return " ".join(parts[first : last + 1])
