"""Patterns of facts: the expressions of `lexique/`, read, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from nlu.entities.expressions import Alternative, Expression, regex
from nlu.entities.plain_words import plain_expression, plain_expressions
from rules.errors import Finding, ProgrammeError
from rules.facts import FactDefinition
from rules.model import Place
from rules.suggestions import choose
from rules.yaml_lines import Document, read_document

LEXICON = Path(__file__).parents[1] / "lexique"
PIECES = "morceaux.yml"

_PIECE = re.compile(r"\{([a-z]\w*)\}")
"""A piece is referenced by its name in braces; a count ("{0,40}") begins with a digit."""

_MALFORMED = (re.error, OverflowError, RecursionError)
"""What Python raises for a malformed expression."""

_LONGEST_SHOWN = 60
"""Characters of an expression or text shown in a finding."""


class Value(msgspec.Struct, forbid_unknown_fields=True):
    """The words of a value.

    Attributes:
        expressions: expressions that state it.
        mots: plain words that state it.
        sauf: expressions that set it aside, before or within its words.
    """

    expressions: list[str] = []
    mots: list[str] = []
    sauf: list[str] = []


Values = dict[str, dict[str, list[str] | Value]]
"""Values by fact and name; a bare list is a list of expressions."""


@dataclass(frozen=True)
class Pattern:
    """The compiled words of a value.

    Attributes:
        states: finds the value; the match begins with the character before its words.
        sets_aside: cancels the value if found in its clause, up to its end.
    """

    states: Expression | re.Pattern[str]
    sets_aside: Expression | None


Patterns = Mapping[str, Mapping[str, Pattern]]


def read_pieces(lexicon: Path, findings: list[Finding]) -> dict[str, str]:
    """Read the named pieces, each of which may use those above it.

    A list means alternatives, each ending at a word boundary.
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
            sound_parts([Alternative(alternatives[-1], expression, where)], findings)
        pieces[name] = alternatives[0] if isinstance(written, str) else rf"(?:{'|'.join(alternatives)})\b"
    return pieces


def read_patterns(
    names: Iterable[str],
    lexicon: Path,
    facts: Mapping[str, FactDefinition],
    pieces: Mapping[str, str],
    findings: list[Finding],
) -> Patterns:
    """Read files of expressions; mistakes are added to the findings."""
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
    """The patterns of the words by which the programme names values."""
    return {name: {value: plain_pattern(words) for value, words in fact.words} for name, fact in facts.items()}


def plain_pattern(words: Iterable[str]) -> Pattern:
    """A pattern for any of some names, whatever their accents, spaces and capitals."""
    names = filter(None, map(plain_expression, words))
    return Pattern(regex(rf"\W(?=\w)(?:{'|'.join(names)})(?!\w)"), None)


def _pattern(
    document: Document[Values], fact: str, value: str, pieces: Mapping[str, str], findings: list[Finding]
) -> Pattern | None:
    written = document.content[fact][value]
    as_block = written if isinstance(written, Value) else Value(written)

    def parts(key: str, expressions: Sequence[str], plain: Sequence[Alternative] = ()) -> list[Alternative]:
        path = (fact, value, key) if isinstance(written, Value) else (fact, value)
        return sound_parts([*written_parts(document, path, expressions, findings, pieces), *plain], findings)

    if not (as_block.expressions or as_block.mots):
        findings.append(no_words(document, fact, value))
        return None
    plain = plain_expressions(document, (fact, value, "mots"), as_block.mots, findings)
    states, sets_aside = parts("expressions", as_block.expressions, plain), parts("sauf", as_block.sauf)
    if findings:
        return None
    whole = document.place(fact, value)
    # A character class in front lets the engine skip quickly from word to word.
    stating = together(states, r"\W(?=\w){}(?!\w)", value, whole, findings)
    aside = together(sets_aside, r"(?<!\w){}(?!\w)", value, whole, findings) if sets_aside else None
    return Pattern(stating, aside) if stating else None


def no_words(document: Document[Any], *path: str) -> Finding:
    """The finding of a key with neither words nor an expression."""
    remedy = "écrire des « mots », ou une expression, ou retirer la valeur"
    return Finding(document.place(*path), f"« {path[-1]} » n'a pas de mots ni d'expression", remedy)


def mistaken_examples(
    document: Document[Any], path: Sequence[str], oui: Sequence[str], non: Sequence[str], matches: Callable[[str], bool]
) -> Iterator[Finding]:
    """Sentences of `oui` that do not match the name at the end of the path, and sentences of `non` that do."""
    for key, sentences, expected in (("oui", oui, True), ("non", non, False)):
        for index, sentence in enumerate(sentences):
            if matches(sentence) is not expected:
                verb = "n'est pas reconnu comme" if expected else "est reconnu comme"
                place = document.place(*path, key, index)
                yield Finding(
                    place, f"« {sentence} » {verb} « {path[-1]} »", "corriger les expressions, ou retirer l'exemple"
                )


def written_parts(
    document: Document[Any],
    path: tuple[str | int, ...],
    expressions: Sequence[str],
    findings: list[Finding],
    pieces: Mapping[str, str] | None = None,
) -> list[Alternative]:
    """The expressions of a list, with their named pieces filled in if there are any."""
    places = [document.place(*path, index) for index in range(len(expressions))]
    return [
        Alternative(filled(written, pieces, place, findings) if pieces is not None else written, written, place)
        for written, place in zip(expressions, places, strict=True)
    ]


def words_pattern(
    document: Document[Any],
    path: tuple[str | int, ...],
    parts: Sequence[Alternative],
    findings: list[Finding],
    before: str = r"(?<!\w)",
) -> Expression | None:
    """An expression for any of some expressions as whole words; None if there are none, or after a finding.

    `before` must match before the first word, and is not part of the match.
    """
    parts = sound_parts(parts, findings)
    if findings or not parts:
        return None
    return together(parts, before + r"{}(?!\w)", str(path[-1]), document.place(*path), findings)


def filled(
    expression: str, pieces: Mapping[str, str], place: Place, findings: list[Finding], file: str = PIECES
) -> str:
    """An expression with its named pieces filled in; unknown names are added to the findings."""

    def called(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            remedy = f"{choose(match[1], pieces, file)}, ou l'y ajouter, plus haut que là où il sert"
            findings.append(Finding(place, f"le morceau « {match[1]} » n'existe pas", remedy))
            return ""
        return f"(?:{pieces[match[1]]})"

    return _PIECE.sub(called, expression)


def compiled(expression: str, written: str, place: Place, findings: list[Finding], flags: int = 0) -> Expression | None:
    """Compile an expression; if it is malformed, add a finding on `written` and return None."""
    try:
        return Expression(expression, written, place, flags)
    except _MALFORMED as error:
        findings.append(_malformed(written, place, error))
        return None


def expression_at(document: Document[Any], expression: str, *path: str | int, flags: int = 0) -> Expression:
    """Compile the expression at a path of a file.

    Raises:
        ProgrammeError: it is malformed.
    """
    findings: list[Finding] = []
    written = document.content
    for step in path:
        written = written[step] if isinstance(written, dict) else getattr(written, str(step))
    shown_as = written if isinstance(written, str) else expression
    if found := compiled(expression, shown_as, document.place(*path), findings, flags):
        return found
    raise ProgrammeError(findings)


def together(
    parts: Sequence[Alternative], around: str, written: str, place: Place, findings: list[Finding], flags: int = 0
) -> Expression | None:
    """Join sound expressions into one; if that fails, add a finding and return None.

    Args:
        parts: the expressions.
        around: an expression with `{}` in place of all of them.
        written: how a finding names it.
        place: where it is written.
        findings: the findings so far.
        flags: flags of `re`.
    """
    texts = [f"(?:{part.text})" for part in parts]
    alone = [part._replace(text=around.replace("{}", text)) for part, text in zip(parts, texts, strict=True)]
    try:
        return Expression(around.replace("{}", f"(?:{'|'.join(texts)})"), written, place, flags, parts=alone)
    except _MALFORMED as error:
        findings.append(_malformed(written, place, error))
        return None


def sound_parts(parts: Iterable[Alternative], findings: list[Finding], flags: int = 0) -> list[Alternative]:
    """The expressions that compile; a finding is added for each of the others."""
    found = []
    for part in parts:
        try:
            regex(part.text, flags)
        except _MALFORMED as error:
            findings.append(_malformed(part.written, part.place, error))
        else:
            found.append(part)
    return found


def _malformed(written: str, place: Place, error: Exception) -> Finding:
    problem = f"l'expression « {shown(written)} » est mal formée ({error})"
    return Finding(place, problem, "vérifier les parenthèses et les crochets")


def shown(text: str) -> str:
    """A text, or the beginning of a long one."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN].rstrip()}…"
