"""Patterns of facts: the expressions of `lexique/`, read, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from nlu.entities.plain_words import plain_expression, plain_expressions
from rules.errors import Finding
from rules.facts import FactDefinition
from rules.model import Place
from rules.suggestions import choose
from rules.yaml_lines import Document, read_document

LEXICON = Path(__file__).parents[1] / "lexique"
PIECES = "morceaux.yml"

_PIECE = re.compile(r"\{([a-z]\w*)\}")
"""A piece is called by its name in braces; a count ("{0,40}") begins with a digit."""


class Value(msgspec.Struct, forbid_unknown_fields=True):
    """What states a value of a fact, in plain words (`mots`) and as expressions, and what sets it aside where it stands
    before it or in it.
    """

    expressions: list[str] = []
    mots: list[str] = []
    sauf: list[str] = []


Values = dict[str, dict[str, list[str] | Value]]
"""By fact and value; a list alone is expressions."""


@dataclass(frozen=True)
class Pattern:
    """Compiled: `states` finds the value, unless `sets_aside` is found in the clause up to its end.

    `states` begins with the character before the words.
    """

    states: re.Pattern[str]
    sets_aside: re.Pattern[str] | None


Patterns = Mapping[str, Mapping[str, Pattern]]


def read_pieces(lexicon: Path, findings: list[Finding]) -> dict[str, str]:
    """Read the named pieces, each of which may call those above it.

    A list is alternatives, which end at the edge of a word.
    """
    document = read_document(lexicon / PIECES, dict[str, str | list[str]])
    pieces: dict[str, str] = {}
    for name, written in document.content.items():
        place = document.place(name)
        if not _PIECE.fullmatch(f"{{{name}}}"):
            findings.append(
                Finding(place, f"« {name} » ne peut pas nommer un morceau", "n'écrire que des lettres sans accent")
            )
        places = (
            [document.place(name, index) for index in range(len(written))] if isinstance(written, list) else [place]
        )
        alternatives = []
        for expression, where in zip([written] if isinstance(written, str) else written, places, strict=True):
            alternatives.append(filled(expression, pieces, where, findings))
            compiled(alternatives[-1], expression, where, findings)
        pieces[name] = alternatives[0] if isinstance(written, str) else rf"(?:{'|'.join(alternatives)})\b"
    return pieces


def read_patterns(
    names: Iterable[str],
    lexicon: Path,
    facts: Mapping[str, FactDefinition],
    pieces: Mapping[str, str],
    findings: list[Finding],
) -> Patterns:
    """Read files of expressions; what is wrong with them is added to the findings."""
    patterns: dict[str, dict[str, Pattern]] = {}
    for name in names:
        document = read_document(lexicon / name, Values)
        for fact, values in document.content.items():
            if fact not in facts:
                remedy = choose(fact, facts, "faits.yml")
                findings.append(Finding(document.place(fact), f"le fait « {fact} » n'existe pas", remedy))
                continue
            for value in values:
                if value not in facts[fact].values:
                    problem = f"« {value} » n'est pas une valeur de « {fact} »"
                    remedy = choose(value, facts[fact].values, "faits.yml")
                    findings.append(Finding(document.place(fact, value), problem, remedy))
                pattern = _pattern(document, fact, value, pieces, findings)
                if pattern:
                    patterns.setdefault(fact, {})[value] = pattern
    return patterns


def plain_patterns(facts: Mapping[str, FactDefinition]) -> Patterns:
    """The patterns of the words by which the programme itself names values."""
    return {name: {value: plain_pattern(words) for value, words in fact.words} for name, fact in facts.items()}


def plain_pattern(words: Iterable[str]) -> Pattern:
    """What finds any of some names, however they are accented, spaced or capitalized."""
    names = filter(None, map(plain_expression, words))
    return Pattern(regex(rf"\W(?=\w)(?:{'|'.join(names)})(?!\w)"), None)


def _pattern(
    document: Document[Values], fact: str, value: str, pieces: Mapping[str, str], findings: list[Finding]
) -> Pattern | None:
    written = document.content[fact][value]
    as_block = written if isinstance(written, Value) else Value(written)

    def place(key: str, index: int) -> Place:
        return document.place(fact, value, *((key, index) if isinstance(written, Value) else (index,)))

    def joined(key: str, expressions: list[str], plain: Sequence[str] = ()) -> str | None:
        whole = [
            filled(expression, pieces, place(key, index), findings) for index, expression in enumerate(expressions)
        ]
        sound = [
            compiled(expression, expressions[index], place(key, index), findings) is not None
            for index, expression in enumerate(whole)
        ]
        return "|".join(f"(?:{expression})" for expression in (*whole, *plain)) if all(sound) else None

    if not (as_block.expressions or as_block.mots):
        remedy = "écrire des « mots », ou une expression, ou retirer la valeur"
        findings.append(Finding(document.place(fact, value), f"« {value} » n'a pas de mots ni d'expression", remedy))
        return None
    plain = plain_expressions(document, (fact, value, "mots"), as_block.mots, findings)
    states, sets_aside = joined("expressions", as_block.expressions, plain), joined("sauf", as_block.sauf)
    if not states or sets_aside is None:
        return None
    whole = document.place(fact, value)
    # A character class in front lets the engine skip quickly from word to word.
    stating = compiled(rf"\W(?=\w)(?:{states})(?!\w)", value, whole, findings)
    aside = compiled(rf"(?<!\w)(?:{sets_aside})(?!\w)", value, whole, findings) if as_block.sauf else None
    return Pattern(stating, aside) if stating else None


def mistaken_examples(
    document: Document[Any], path: Sequence[str], oui: Sequence[str], non: Sequence[str], matches: Callable[[str], bool]
) -> Iterator[Finding]:
    """Sentences of `oui` that do not match what the last of the path names, and of `non` that do."""
    for key, sentences, expected in (("oui", oui, True), ("non", non, False)):
        for index, sentence in enumerate(sentences):
            if matches(sentence) is not expected:
                verb = "n'est pas reconnu comme" if expected else "est reconnu comme"
                place = document.place(*path, key, index)
                yield Finding(
                    place, f"« {sentence} » {verb} « {path[-1]} »", "corriger les expressions, ou retirer l'exemple"
                )


def words_pattern(
    document: Document[Any], path: tuple[str | int, ...], expressions: Sequence[str], findings: list[Finding]
) -> re.Pattern[str] | None:
    """Finds any of the expressions as whole words; None where there is none, or after a finding."""
    for index, expression in enumerate(expressions):
        compiled(expression, expression, document.place(*path, index), findings)
    whole = "|".join(f"(?:{expression})" for expression in expressions)
    if findings or not expressions:
        return None
    return compiled(rf"(?<!\w)(?:{whole})(?!\w)", whole, document.place(*path), findings)


def filled(
    expression: str, pieces: Mapping[str, str], place: Place, findings: list[Finding], file: str = PIECES
) -> str:
    """An expression with its named pieces in place; a name that no piece has is added to the findings."""

    def called(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            remedy = f"{choose(match[1], pieces, file)}, ou l'y ajouter, plus haut que là où il sert"
            findings.append(Finding(place, f"le morceau « {match[1]} » n'existe pas", remedy))
            return ""
        return f"(?:{pieces[match[1]]})"

    return _PIECE.sub(called, expression)


def compiled(
    expression: str, written: str, place: Place, findings: list[Finding], flags: int = 0
) -> re.Pattern[str] | None:
    """An expression compiled; where it is malformed, None, and a finding more on what was `written`."""
    try:
        return regex(expression, flags)
    except re.error as error:
        problem = f"l'expression « {written} » est mal formée ({error})"
        findings.append(Finding(place, problem, "vérifier les parenthèses et les crochets"))
        return None


@lru_cache(maxsize=4_096)
def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """An expression compiled, and kept: `re` itself keeps 512, a third of what the lexicon has, so that each reading of
    an edited lexicon would compile all of it again.
    """
    return re.compile(expression, flags)
