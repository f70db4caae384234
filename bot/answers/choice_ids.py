"""Opaque ids of choices: short, the same after a restart, and never a command that a user could type.

All choices are known in advance (every question of every training, every value of every fact), so an id is a hash
of its meaning and nothing needs to be stored.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256

from nlu.dialogue.context import ChoiceMeaning
from nlu.intents import LANGUAGE, OTHER_LANGUAGE
from rules.ids import FactId
from rules.model import Programme

_ID = re.compile(r"c_[a-z2-7]{10}")


def choice_id(meaning: ChoiceMeaning) -> str:
    """The id of a choice: "c_" and ten letters and digits."""
    facts = "&".join(f"{fact}={value}" for fact, value in sorted(meaning.facts.items()))
    digest = sha256(f"{meaning.question or ''}?{facts}".encode()).digest()
    return "c_" + b32encode(digest)[:10].decode().lower()


class Choices:
    """Every choice that can be offered, by id."""

    def __init__(self, programme: Programme, intents: Iterable[str], languages: Iterable[str]) -> None:
        courses = programme.facts[FactId.COURSE].values
        meanings = [ChoiceMeaning(intent) for intent in intents]
        meanings += [ChoiceMeaning(table, {FactId.COURSE: course}) for table in programme.tables for course in courses]
        meanings += [
            ChoiceMeaning(None, {fact.id: value}) for fact in programme.facts.values() for value in fact.values
        ]
        meanings += [ChoiceMeaning.correction(fact) for fact in programme.facts]
        meanings += [ChoiceMeaning(OTHER_LANGUAGE, {LANGUAGE: language}) for language in languages]
        self._by_id = {choice_id(meaning): meaning for meaning in meanings}

    def meaning(self, text: str) -> ChoiceMeaning | None:
        """The meaning of a click; None if the message is no click, or the choice is no longer offered."""
        return self._by_id.get(text.strip())

    @staticmethod
    def looks_like_one(text: str) -> bool:
        """Whether a message has the form of a click, known or not."""
        return _ID.fullmatch(text.strip()) is not None
