"""The words of the answers, from `stories/answers`: loaded, checked and set in good typography, then filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import msgspec
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from nlu.examples_reader import FAQ
from rules.errors import Finding, ProgrammeError
from rules.model import Place, Programme
from rules.yaml_lines import Document, read_document

LANGUAGES = ("fr", "en")
ANSWERS = Path(__file__).parent.parent / "stories" / "answers"

_THEMES_APART = frozenset(
    {"demandes.yml", "questions.yml", "interface.yml", "telegram.yml", "widget.yml", "formulaire.yml"}
)

# French puts a non-breaking space before these signs and inside guillemets; maintainers type a plain one.
_BEFORE_SIGN = re.compile(r" (?=[:;?!»%])|(?<=«) |(?<=\d) (?=h\b|\d{3}\b)")
_NO_BREAK = "\u00a0"


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One answer: its text, its one-line form as a notice, links and questions to offer."""

    texte: str
    avis: str | None = None
    liens: list[str] = []
    choix: list[str] = []


class Demand(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How a missing fact is asked for, and the names of its values."""

    texte: str
    nom: str | None = None
    valeurs: dict[str, str] = {}


class FaqTexts(msgspec.Struct, frozen=True):
    """The part of a FAQ file that concerns the words."""

    faq: str
    titre: dict[str, str]
    reponse: dict[str, str]


class Words(msgspec.Struct, frozen=True):
    """Everything said in one language."""

    language: str
    answers: dict[str, Entry]
    demands: dict[str, Demand]
    questions: dict[str, str]
    interface: dict[str, Any]

    def number(self, value: float) -> str:
        """A number as the language writes it: "1 858", "92,115"."""
        return format_decimal(value, locale=self.language, decimal_quantization=False)

    def month(self, day: date) -> str:
        """A month and year: "mars 2024"."""
        return format_skeleton("yMMMM", day, locale=self.language)

    def day(self, day: date) -> str:
        """A day: "12 mai 2024"."""
        return format_date(day, "long", locale=self.language)

    def enumeration(self, items: list[str]) -> str:
        """Items joined with commas and "et"."""
        return format_list(items, locale=self.language)

    def duration(self, minutes: int) -> str:
        """Minutes as hours and minutes: "1 h 30", "45 min"."""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest}{_NO_BREAK}min"
        minutes_part = f"{_NO_BREAK}{rest:02d}" if rest else ""
        return f"{hours}{_NO_BREAK}h{minutes_part}" + (f"{_NO_BREAK}min" if rest and self.language == "en" else "")

    def fill(self, template: str, values: Mapping[str, object]) -> str:
        """A text with its placeholders filled; a figure whose name ends in `_minutes` is a duration.

        Raises:
            KeyError: the text names a placeholder that has no value.
        """
        shown = {}
        for name, value in values.items():
            if isinstance(value, int) and name.endswith("_minutes"):
                shown[name] = self.duration(value)
            elif isinstance(value, (int, float)):
                shown[name] = self.number(value)
            else:
                shown[name] = str(value)
        return typeset(template.format_map(shown).strip(), self.language)


def value_name(programme: Programme, words: Words, fact: str, value: str) -> str:
    """What a fact's value is called: by the maintainers' word, or by the name of the territory or organisation."""
    if fact == "territoire":
        return f"{programme.territories[value].name} ({value})"
    return words.demands[fact].valeurs.get(value) or programme.organisations[value].short_name


def load_words(directory: Path = ANSWERS, faq: Path = FAQ) -> dict[str, Words]:
    """The words of every language.

    Raises:
        ProgrammeError: a file does not have the form, or a text lacks in one language.
    """
    findings: list[Finding] = []
    faq_texts = [read_document(path, FaqTexts) for path in sorted(faq.glob("*.yml"))]
    words = {language: _read(directory / language, language, faq_texts) for language in LANGUAGES}
    for language, other in (("fr", "en"), ("en", "fr")):
        for name in words[language].answers.keys() - words[other].answers.keys():
            findings.append(
                Finding(
                    _place(directory / language, name),
                    f"le texte « {name} » n'existe pas dans answers/{other}",
                    "l'écrire dans le fichier du même nom, ou le retirer d'ici",
                )
            )
    if findings:
        raise ProgrammeError(findings)
    return words


def _place(directory: Path, name: str) -> Place:
    """Where a text is written."""
    documents = (read_document(path, dict[str, Any]) for path in sorted(directory.glob("*.yml")))
    return next(document.place(name) for document in documents if name in document.content)


def _read(directory: Path, language: str, faq: list[Document[FaqTexts]]) -> Words:
    answers: dict[str, Entry] = {}
    for path in sorted(directory.glob("*.yml")):
        if path.name not in _THEMES_APART:
            answers.update(read_document(path, dict[str, Entry]).content)
    questions = read_document(directory / "questions.yml", dict[str, str]).content
    for document in faq:
        content = document.content
        if language not in content.reponse or language not in content.titre:
            raise ProgrammeError(
                [
                    Finding(
                        document.place("reponse"), f"il manque la langue « {language} »", "ajouter le texte et le titre"
                    )
                ]
            )
        answers[content.faq] = Entry(content.reponse[language])
        questions[content.faq] = content.titre[language]
    return _set(
        Words(
            language,
            answers,
            read_document(directory / "demandes.yml", dict[str, Demand]).content,
            questions,
            read_document(directory / "interface.yml", dict[str, Any]).content,
        )
    )


def words_in_braces(text: str) -> frozenset[str]:
    """The words in braces.

    A brace without its partner gives the whole text: no word that anything fills.
    """
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset({text})


def typeset(text: str, language: str) -> str:
    """A text with the apostrophes and spaces that printers use."""
    text = text.replace("'", "’")
    return _BEFORE_SIGN.sub(_NO_BREAK, text) if language == "fr" else text


def _set(words: Words) -> Words:
    """The words as printers set them."""

    def each(part: Any) -> Any:
        if isinstance(part, str):
            return typeset(part, words.language)
        if isinstance(part, dict):
            return {key: each(value) for key, value in part.items()}
        if isinstance(part, Entry):
            return msgspec.structs.replace(part, texte=each(part.texte), avis=each(part.avis))
        if isinstance(part, Demand):
            return msgspec.structs.replace(part, texte=each(part.texte), nom=each(part.nom), valeurs=each(part.valeurs))
        return part

    return Words(words.language, each(words.answers), each(words.demands), each(words.questions), each(words.interface))
