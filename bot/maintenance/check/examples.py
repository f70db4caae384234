"""The example sentences, each by itself and among those of its question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from bot.answers.texts import LANGUAGE_NAMES
from bot.content.project_files import ProjectFiles
from bot.maintenance.check.thresholds import ExampleThresholds
from bot.storage.masking import Mask
from nlu.intents import OUT_OF_SCOPE
from nlu.text import folded_words
from nlu.training_data.examples import Example
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import read_document

_MIN_COPIED: Final = 10
"""Shared sentences from which one file is a copy of another."""


def example_mistakes(files: ProjectFiles, examples: tuple[Example, ...]) -> Iterator[Finding]:
    """Sentences that are empty, or reserved for measuring."""
    for example in examples:
        if not example.text.strip():
            yield Finding(
                example.place, f"un exemple de « {example.intent} » est vide", "l'écrire, ou retirer la ligne"
            )
    yield from _kept_for_measuring(files, examples)


def copied_files(files: ProjectFiles) -> tuple[tuple[Finding, ...], frozenset[Path]]:
    """Findings for files that mostly share their sentences, and these files: their sentences are not reported."""
    sentences: dict[Path, set[str]] = {}
    for path in (*sorted(files.examples.glob("*.yml")), *sorted(files.faq.glob("*.yml"))):
        try:
            content = read_document(path, dict[str, Any]).content
        except ProgrammeError:
            continue
        held = [content.get(key) for key in ("exemples", "questions", "suites")]
        sentences[path] = {sentence.strip().casefold() for part in held for sentence in _sentences(part)}
    holders: dict[str, list[Path]] = {}
    for path, own in sentences.items():
        for sentence in own:
            holders.setdefault(sentence, []).append(path)
    shared = Counter(pair for paths in holders.values() for pair in combinations(paths, 2))
    copies: list[Finding] = []
    involved: set[Path] = set()
    for (path, other), count in shared.items():
        if count >= _MIN_COPIED and 2 * count >= min(len(sentences[path]), len(sentences[other])):
            original, copy = (other, path) if _is_named_otherwise(path) else (path, other)
            problem = f"ce fichier est une copie de {files.named(original)} : {count} phrases y sont les mêmes"
            copies.append(Finding(Place(copy, 1), problem, "y écrire d'autres phrases, ou retirer le fichier"))
            involved |= {path, other}
    return tuple(copies), frozenset(involved)


def _is_named_otherwise(path: Path) -> bool:
    """Whether a file is not named after its question, as after copying."""
    content = read_document(path, dict[str, Any]).content
    return path.stem not in (content.get("intention"), content.get("faq"))


def example_warnings(
    files: ProjectFiles, thresholds: ExampleThresholds, examples: tuple[Example, ...]
) -> Iterator[Finding]:
    """Sentences that are too long, duplicate, too few, personal, or in the wrong language."""
    longest = thresholds.caracteres
    seen: dict[tuple[str, str, str, bool], Example] = {}
    for example in examples:
        if not example.text.strip():
            continue
        if len(example.text) > longest:
            problem = f"un exemple de {len(example.text)} caractères, plus de {longest}"
            yield Finding(example.place, problem, "garder la question, retirer ce qui l'entoure", "warning")
        other = seen.setdefault((example.intent, example.language, example.text.strip(), example.contextual), example)
        if other is not example:
            problem = f"« {example.text} » est déjà à la ligne {other.place.line}"
            yield Finding(example.place, problem, "retirer l'une des deux lignes", "warning")
    yield from _too_few(thresholds, examples)
    yield from _personal(files, thresholds, examples)
    yield from _of_the_other_language(thresholds, examples)


def _too_few(thresholds: ExampleThresholds, examples: tuple[Example, ...]) -> Iterator[Finding]:
    least = thresholds.minimum
    counts = Counter((example.intent, example.language) for example in examples if not example.contextual)
    first = {example.intent: example for example in reversed(examples)}
    for intent, example in first.items():
        for language in ("fr", "en"):
            if counts[intent, language] < least:
                document = read_document(example.place.file, dict[str, Any])
                key = "exemples" if "exemples" in document.content else "questions"
                place = document.place(key, language)
                problem = f"« {intent} » n'a que {counts[intent, language]} exemples en {LANGUAGE_NAMES[language]}"
                yield Finding(place, problem, f"en écrire {least} au moins, aussi divers que les gens", "warning")


def _personal(files: ProjectFiles, thresholds: ExampleThresholds, examples: tuple[Example, ...]) -> Iterator[Finding]:
    path, wanted = files.masks, tuple(thresholds.donnees_personnelles)
    try:
        mask = _mask(path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ProgrammeError):
        return
    for example in examples:
        found = _masked(example.text, mask, wanted)
        if found:
            problem = f"l'exemple contient ce qui serait masqué dans une question : {', '.join(found)}"
            yield Finding(example.place, problem, "retirer cette donnée de la phrase", "warning")


@lru_cache(maxsize=2)
def _mask(path: Path, _text: str) -> Mask:
    return Mask.load(path)


@lru_cache(maxsize=50_000)
def _masked(text: str, mask: Mask, wanted: tuple[str, ...]) -> list[str]:
    return mask.found(text, wanted)


def _kept_for_measuring(files: ProjectFiles, examples: tuple[Example, ...]) -> Iterator[Finding]:
    """Examples that are also test sentences: learnt by heart, they would measure nothing."""
    kept: dict[str, str] = {}
    for path in sorted(files.sentences.glob("*.yml")):
        try:
            content = read_document(path, Any).content
        except ProgrammeError:
            continue
        for sentence in _sentences(content):
            kept[sentence.strip().casefold()] = path.name
    for example in examples:
        file = kept.get(example.text.strip().casefold())
        if file:
            problem = f"« {example.text} » mesure ce qui est compris (tests/evaluation/sentences/{file})"
            yield Finding(example.place, problem, "la retirer d'ici, ou la dire autrement")


def _sentences(part: object) -> Iterator[str]:
    """Lists of sentences at any depth; of labelled ones, the sentence."""
    if isinstance(part, dict):
        phrase = part.get("phrase")
        if isinstance(phrase, str):
            yield phrase
        else:
            for value in part.values():
                yield from _sentences(value)
    elif isinstance(part, list):
        for value in part:
            if isinstance(value, str):
                yield value
            else:
                yield from _sentences(value)


def _of_the_other_language(thresholds: ExampleThresholds, examples: tuple[Example, ...]) -> Iterator[Finding]:
    """Sentences whose words occur elsewhere only in the other language.

    Each is compared with all other sentences: a classifier trained on it would have learnt its mistake.
    """
    words = [(example, folded_words(example.text)) for example in examples]
    counts: dict[str, Counter[str]] = {"fr": Counter(), "en": Counter()}
    for example, found in words:
        counts[example.language].update(set(found))
    totals = {language: sum(counter.values()) or 1 for language, counter in counts.items()}
    for example, found in words:
        if example.intent == OUT_OF_SCOPE:
            continue  # belongs to both languages, or to none
        other = "en" if example.language == "fr" else "fr"
        known, score = 0, 0.0
        for word in set(found):
            here, there = counts[example.language][word] - 1, counts[other][word]
            if here + there:
                known += 1
                score += math.log10((there + 0.5) / totals[other]) - math.log10((here + 0.5) / totals[example.language])
        if known >= thresholds.mots_pour_la_langue and score >= thresholds.certitude_de_la_langue:
            filed, sounds = LANGUAGE_NAMES[example.language], LANGUAGE_NAMES[other]
            problem = f"« {example.text} » est rangé en {filed}, et semble écrit en {sounds}"
            yield Finding(example.place, problem, f"le mettre sous « {other} »", "warning")
