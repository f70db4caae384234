"""The length of answers and sentences, and how easy they are to read: the formulas of Kandel and Moles, and of Flesch.

Both count syllables, estimated by where pyphen would hyphenate words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyphen

from bot.answers.by_zone import said_anywhere
from bot.answers.folding import MAX_WORDS
from bot.answers.text_ids import OwnText
from bot.answers.texts import LANGUAGES
from bot.content.loading import ANSWER_TEXTS
from bot.maintenance.check.inputs import CheckInputs
from rules.errors import Finding
from rules.model import Place

_BLANK = re.compile(r"\{\w*\}")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\s*\n+\s*|\s:\s|(?<=\w):\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_WITHOUT_SHORT_FORM = frozenset({OwnText.FORGET, OwnText.START_OVER, OwnText.DANGER})
"""Texts never said twice in a row, since they forget the conversation, or always said in full, for safety."""

_EASE = {"fr": (207.0, 1.015, 73.6), "en": (206.835, 1.015, 84.6)}
"""By language: the start value, the cost of a word per sentence, and the cost of a syllable per word."""


def reading_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Texts and sentences that are too long, and files that are hard to read."""
    limits = inputs.thresholds.textes
    for text in inputs.texts:
        longest = limits.caracteres_bouton if text.button else limits.caracteres
        if len(text.text) > longest:
            problem = f"ce texte a {len(text.text)} caractères, plus de {longest}"
            yield Finding(text.place, problem, "le raccourcir, ou le couper en deux réponses", "warning")
        for sentence in sentences(said_anywhere(text.text)):
            words = len(_WORD.findall(sentence))
            if words > limits.mots_par_phrase:
                place = inputs.line_of(text, text.text.find(sentence))
                problem = f"une phrase de {words} mots : « {' '.join(sentence.split()[:6])} … »"
                yield Finding(place, problem, "la couper en deux, ou en faire une liste", "warning")
    yield from _without_short_form(inputs)
    for language in LANGUAGES:
        yield from _hard_to_read(inputs, language)


def _without_short_form(inputs: CheckInputs) -> Iterator[Finding]:
    """Long answers that have no shorter form for saying them again."""
    longest = inputs.thresholds.textes.mots_sans_forme_courte
    for language, texts in (inputs.content.get(ANSWER_TEXTS) or {}).items():
        for name, text in texts.answers.items():
            words = len(_WORD.findall(said_anywhere(text.texte)))
            place = inputs.answer_places.get((language, name))
            if place and words > MAX_WORDS:
                problem = f"« {name} » a {words} mots : au-delà de {MAX_WORDS}, une réponse devrait se replier"
                yield Finding(place, problem, "le raccourcir : un texte ne se replie pas en partie", "warning")
            if place and words > longest and not text.en_bref and name not in _WITHOUT_SHORT_FORM:
                problem = f"« {name} » a {words} mots, plus de {longest}, et pas de forme courte"
                yield Finding(place, problem, "ajouter « en_bref », en une ou deux phrases courtes", "warning")


def _hard_to_read(inputs: CheckInputs, language: str) -> Iterator[Finding]:
    limits = inputs.thresholds.textes
    files: dict[Path, list[str]] = {}
    for text in inputs.texts:
        if text.language == language and not text.button and text.place.file.parent.name in (*LANGUAGES, "faq"):
            files.setdefault(text.place.file, []).append(text.text)
    for file, texts in files.items():
        whole = "\n".join(texts)
        least = limits.facilite["fr" if language == "fr" else "en"]
        if len(_WORD.findall(whole)) >= limits.mots_pour_mesurer and (value := ease(whole, language)) < least:
            problem = f"textes difficiles à lire en {language} : facilité de {value:.0f} sur 100, moins de {least:.0f}"
            yield Finding(Place(file, 1), problem, "des phrases plus courtes, des mots plus simples", "warning")


def sentences(text: str) -> list[str]:
    """The sentences of a text; list items count as sentences, and so does text before a colon."""
    bare = _ADDRESS.sub("adresse", text)
    return [sentence for sentence in _SENTENCE_END.split(bare) if _WORD.search(sentence)]


def ease(text: str, language: str) -> float:
    """How easy a text is to read, normally from 0 (hard) to 100 (easy)."""
    parts = sentences(_BLANK.sub("", text))
    words = [word for part in parts for word in _WORD.findall(part)]
    if not words:
        return 100.0
    start, by_length, by_syllables = _EASE[language]
    syllables = sum(_syllables(word.casefold(), language) for word in words)
    return start - by_length * len(words) / len(parts) - by_syllables * syllables / len(words)


@lru_cache(maxsize=20_000)
def _syllables(word: str, language: str) -> int:
    return len(_hyphens(language).positions(word)) + 1


@lru_cache(maxsize=2)
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="fr" if language == "fr" else "en_GB", left=1, right=1)
