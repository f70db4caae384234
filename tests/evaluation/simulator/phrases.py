"""The words of the simulated user: phrases of the YAML files beside this module, which nothing learns from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import msgspec

from nlu.text import fold
from rules.ids import FactId, StrEnum
from rules.model import Programme
from rules.yaml_lines import read_document

HERE = Path(__file__).parent

BY_LANGUAGE = dict[str, list[str]]

PRONOUN_SHARE = 0.6
"""How often somebody who was named before is "elle" or "he"."""

_ELISIONS = (
    (re.compile(r"\b(qu)e (?=(?:elle|il|une?)\b)", re.IGNORECASE), r"\1'"),
    (re.compile(r"\b(d)e (?=(?:elle|une?)\b)", re.IGNORECASE), r"\1'"),
    (re.compile(r"\bsi il\b", re.IGNORECASE), "s'il"),
    (re.compile(r"\bde le conum\b"), "du conum"),
    (re.compile(r"\bà le conum\b"), "au conum"),
)


class Holder(StrEnum):
    """Of whom a goal is."""

    ME = "moi"
    OTHER = "autre"


class Style(StrEnum):
    """How somebody types."""

    PLAIN = "tel quel"
    CAREFUL = "soigné"
    BARE = "sans ponctuation"
    HASTY = "sans accents ni majuscules"


class CourseName(msgspec.Struct, forbid_unknown_fields=True):
    """A name of a course with its article, and after "à" and "de"."""

    cours: str
    au: str = ""
    du: str = ""


class Person(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody the user asks for: a noun and its pronouns; `e` ends a participle."""

    nom: str
    il: str
    lui: str
    e: str = ""
    poss: str = "sa"


class Town(msgspec.Struct, forbid_unknown_fields=True):
    """A place of a department."""

    ville: str
    postal: str
    autrement: list[str]


class Conduct(msgspec.Struct, forbid_unknown_fields=True):
    """What is neither a fact nor a question."""

    saluer: BY_LANGUAGE
    remercier: BY_LANGUAGE
    bavarder: BY_LANGUAGE
    detourner: BY_LANGUAGE
    revenir: BY_LANGUAGE
    corriger: BY_LANGUAGE
    corriger_lieu: BY_LANGUAGE
    supposer: BY_LANGUAGE
    reel: BY_LANGUAGE
    insister: BY_LANGUAGE
    passer_a_moi: BY_LANGUAGE
    passer_a_autre: BY_LANGUAGE
    rang: BY_LANGUAGE
    nieme: BY_LANGUAGE
    inconnu: BY_LANGUAGE
    personnes: dict[str, list[Person]]
    suppositions: dict[str, dict[str, BY_LANGUAGE]]


FactPhrases = dict[str, dict[str, dict[str, dict[str, list[str]]]]]
"""Fact, value, language, holder; of a place the value is `STATED`."""

STATED = "dit"


class Phrases:
    """All phrases, read once."""

    def __init__(self, programme: Programme) -> None:
        self._territories = programme.territories
        self.questions = read_document(HERE / "questions.yml", dict[str, dict[str, dict[str, list[str]]]]).content
        self.courses = read_document(
            HERE / "answers" / "formations.yml", dict[str, dict[str, list[CourseName]]]
        ).content
        self.facts: FactPhrases = {}
        for name in ("faits", "faits_modules", "faits_formation"):
            self.facts |= read_document(HERE / f"{name}.yml", FactPhrases).content
        self.answers = read_document(HERE / "answers" / "reponses.yml", dict[str, dict[str, BY_LANGUAGE]]).content
        self.conduct = read_document(HERE / "conduite.yml", Conduct).content
        self.towns = read_document(HERE / "answers" / "lieux.yml", dict[str, Town]).content

    def values(self, fact: str) -> tuple[str, ...]:
        """The values of a fact that there are words for."""
        return tuple(self.towns) if fact == FactId.PLACE else tuple(self.facts.get(fact, {}))

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Every list of phrases by its name, for those who check them."""
        found: dict[str, Sequence[str]] = {}

        def collect(name: str, node: object) -> None:
            if isinstance(node, dict):
                for key, below in node.items():
                    collect(f"{name} {key}", below)
            elif isinstance(node, list) and node and isinstance(node[0], str):
                found[name.strip()] = node

        for name, part in (("questions", self.questions), ("faits", self.facts), ("réponses", self.answers)):
            collect(name, part)
        collect("conduite", msgspec.to_builtins(self.conduct))
        return found

    def place(self, code: str, language: str, random: Random) -> str:
        """A department after its preposition: a town of it, its name, what it is called besides."""
        town, territory = self.towns[code], self._territories[code]
        if language == "en":
            return random.choice([f"in {town.ville}", territory.within.in_language("en")])
        return random.choice([f"à {town.ville}", territory.within.in_language("fr"), *town.autrement])

    def place_answer(self, code: str, language: str, random: Random) -> str:
        """A department as the answer to "which one?"."""
        town = self.towns[code]
        template = random.choice(self.answers[FactId.PLACE][STATED][language])
        return template.format(
            ville=town.ville,
            postal=town.postal,
            code=code,
            nom_lieu=self._territories[code].name,
            lieu=self.place(code, language, random),
        )

    def short_answer(self, fact: str, value: str, language: str, random: Random) -> str:
        """A fact in a few words, as the answer to a question."""
        return random.choice(self.answers[fact][value][language])

    def rank(self, index: int, language: str, random: Random) -> str:
        """A place in a list, from 0: "la 2", "the second one"."""
        ordinal = self.conduct.nieme[language][index]
        return random.choice(self.conduct.rang[language]).format(n=index + 1, nieme=ordinal)


def typed(text: str, style: Style, language: str) -> str:
    """A message as somebody types it."""
    if language == "fr":
        for pattern, replacement in _ELISIONS:
            text = pattern.sub(replacement, text)
    if style is Style.CAREFUL:
        text = text[:1].upper() + text[1:]
        return text if text[-1] in "?!." else f"{text}."
    if style is Style.BARE:
        return re.sub(r"\s*[?!.:,]+(?=\s|$)", "", text)
    if style is Style.HASTY:
        return re.sub(r"\s+\?", "?", fold(text))
    return text
