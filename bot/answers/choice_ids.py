"""Opaque ids of choices: short, the same after a restart, and never a command that a user could type.

All choices are known in advance (every question of every training, every value of every fact), so an id is a hash
of its meaning and nothing needs to be stored.
"""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from nlu.intents import CORRECT, LANGUAGE, OTHER_LANGUAGE
from rules.ids import FactId
from rules.model import Programme

_ID = re.compile(r"c_[a-z2-7]{10}")


@dataclass(frozen=True)
class ChoiceMeaning:
    """What a click says: a question to answer, facts, or both; or a fact to correct, or a language to speak."""

    question: str | None
    facts: dict[str, str] = field(default_factory=dict)

    @classmethod
    def correction(cls, fact: str) -> ChoiceMeaning:
        """The click that corrects a fact."""
        return cls(CORRECT, {"fait": fact})

    @property
    def id(self) -> str:
        """The id: "c_" and ten letters and digits."""
        facts = "&".join(f"{fact}={value}" for fact, value in sorted(self.facts.items()))
        digest = sha256(f"{self.question or ''}?{facts}".encode()).digest()
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
        self._by_id = {meaning.id: meaning for meaning in meanings}

    def meaning(self, text: str) -> ChoiceMeaning | None:
        """What a message that is a click says; None where it is not one, or one no longer offered."""
        return self._by_id.get(text.strip())

    @staticmethod
    def looks_like_one(text: str) -> bool:
        """Whether a message has the form of a click, known or not."""
        return _ID.fullmatch(text.strip()) is not None
