"""Explain why a text is no valid YAML: the usual mistakes of editing, each with its remedy.

PyYAML says where it could not go on, which may be far below the mistake: a quotation mark that is not closed on line 6
is noticed on line 40, where the next one stands. Here the text is examined again, from the likeliest mistake down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import yaml

_QUOTE: Final = 'mettre tout le texte entre guillemets droits ("…")'
_SPACES: Final = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
"""Characters that look like a space but are none for YAML."""

STRANGE_SPACE: Final = (
    "une espace insécable tient ici la place d'une espace ordinaire",
    "l'effacer et retaper une espace ordinaire ; dans les textes, l'assistant met lui-même les insécables",
)
"""The problem and the remedy of such a space."""

_TAB = re.compile(r"^ *\t")
_STRANGE_SPACE = re.compile(rf"^[ -]*[{_SPACES}]|^\s*[\w-]+[{_SPACES}]*:[{_SPACES}]|^\s*[\w-]+[{_SPACES}]+:(?:\s|$)")
_NEW_PART = re.compile(r"^\s*(?:- )?[\w-]+ ?:(?:\s|$)|^\s*- ")
_VALUE = re.compile(r"""^(?P<before>\s*(?:- +)*(?:[\w-]+: +)?)(?P<value>\S.*)$""")
_NO_SPACE_AFTER_COLON = re.compile(r"^\s*(?:- +)?[\w-]+:(?=[^\s:/])")
_COLON_IN_TEXT = re.compile(r"^\s*(?:- +)*(?:[\w-]+: +)?[^'\"\[{|>].*?\S( ?: )")
_PLACEHOLDER_FIRST = re.compile(r"\{[\w|:=]+\}(?=\s*\S)(?!\s*#)")
_FIRST_SIGNS: Final = "@`%*&!|>,?]}"
"""Signs that no unquoted text may begin with."""


class YamlMistake(NamedTuple):
    """A mistake in a YAML text; `line` counts from 1, `column` from 0."""

    line: int
    column: int
    problem: str
    remedy: str


class _Failure(NamedTuple):
    """Where the parser stopped.

    Attributes:
        text: the whole text.
        lines: its lines.
        line: the line where it stopped, from 0.
        column: the column, from 0.
        problem: PyYAML's description.
        context: what it was reading.
        since: line and column where that began.
    """

    text: str
    lines: list[str]
    line: int
    column: int
    problem: str
    context: str
    since: tuple[int, int] | None

    @property
    def culprit(self) -> str:
        """The line at which it stopped."""
        return self.lines[self.line]


def diagnose(text: str, error: yaml.MarkedYAMLError) -> YamlMistake:
    """The likeliest mistake in a text that the parser refused."""
    lines = text.splitlines() or [""]
    mark = error.problem_mark or error.context_mark
    at = min(mark.line, len(lines) - 1) if mark else 0
    since = (error.context_mark.line, error.context_mark.column) if error.context_mark else None
    failure = _Failure(
        text, lines, at, mark.column if mark else 0, str(error.problem or ""), str(error.context or ""), since
    )
    return next(mistake for look in _LOOKS if (mistake := look(failure)))


def not_utf8(data: bytes, error: UnicodeDecodeError) -> YamlMistake:
    """The mistake of a file in another encoding, at the line of the first unreadable letter."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        line, what, name = 1, "il est en UTF-16", "utf-16"
    else:
        line = data.count(b"\n", 0, error.start) + 1
        what, name = (
            f"« {data[error.start : error.start + 1].decode('cp1252', 'replace')} » y est écrit autrement",
            "cp1252",
        )
    remedy = (
        "le réenregistrer en UTF-8 (VS Code : en bas à droite, « Rouvrir avec l'encodage » Windows 1252, puis "
        "« Enregistrer avec l'encodage » UTF-8 ; dans un terminal : "
        f"iconv -f {name} -t utf-8 ancien.yml -o nouveau.yml)"
    )
    return YamlMistake(line, 0, f"le fichier n'est pas en UTF-8 : {what}", remedy)


def _tab(failure: _Failure) -> YamlMistake | None:
    """A line indented by a tab."""
    reach = range(failure.line, -1, -1) if "tab" in failure.problem else (failure.line, failure.line - 1)
    for line in reach:
        if line >= 0 and _TAB.match(failure.lines[line]):
            problem = "cette ligne est décalée par une tabulation (touche Tab), que YAML refuse"
            remedy = "la remplacer par des espaces, autant que devant les lignes voisines"
            return YamlMistake(line + 1, failure.lines[line].index("\t"), problem, remedy)
    return None


def _strange_space(failure: _Failure) -> YamlMistake | None:
    for line in (failure.line, failure.line - 1):
        if line >= 0 and (found := _STRANGE_SPACE.match(failure.lines[line])):
            space = re.search(f"[{_SPACES}]", found[0])
            return YamlMistake(line + 1, space.start() if space else 0, *STRANGE_SPACE)
    return None


def _open_quote(failure: _Failure) -> YamlMistake | None:
    """A quotation mark that is never closed, so that its text runs over the following lines."""
    opened = next(_running_over(failure.text), None)
    if opened is None and failure.context.startswith("while scanning a quoted scalar"):
        opened = failure.since
    if opened is None:
        return None
    line, column = opened
    sign = failure.lines[line][column : column + 1]
    within = (
        "une apostrophe dans le texte s'y écrit deux fois ('')" if sign == "'" else "un guillemet droit s'y écrit \\\""
    )
    problem = f"le guillemet {sign} ouvert ici ne se ferme pas"
    return YamlMistake(line + 1, column, problem, f"ajouter {sign} à la fin du texte ; {within}")


def _running_over(text: str) -> Iterator[tuple[int, int]]:
    """Where quoted texts begin that contain lines looking like other keys or items."""
    lines = text.splitlines()
    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                held = lines[token.start_mark.line + 1 : token.end_mark.line + 1]
                rest = lines[token.end_mark.line][token.end_mark.column :].strip()
                if rest and rest[0] not in ",]}#:" and any(_NEW_PART.match(line) for line in held):
                    yield token.start_mark.line, token.start_mark.column
    except yaml.YAMLError:
        return


def _closed_too_soon(failure: _Failure) -> YamlMistake | None:
    """A quotation mark or apostrophe inside a text quoted with the same sign."""
    found = _VALUE.match(failure.culprit)
    if found is None or found["value"][0] not in "'\"":
        return None
    sign, value = found["value"][0], found["value"]
    end = value.find(sign, 1)
    while sign == "'" and end != -1 and value[end : end + 2] == "''":
        end = value.find(sign, end + 2)
    if end == -1 or not value[end + 1 :].strip() or value[end + 1 :].lstrip().startswith("#"):
        return None
    column = found.start("value") + end
    if sign == "'":
        problem = "une apostrophe ferme ce texte avant sa fin"
        return YamlMistake(failure.line + 1, column, problem, f"{_QUOTE}, ou écrire l'apostrophe deux fois ('')")
    problem = "un guillemet droit ferme ce texte avant sa fin"
    remedy = "écrire « … » dans le texte, ou \\\" pour chaque guillemet droit qu'il contient"
    return YamlMistake(failure.line + 1, column, problem, remedy)


def _placeholder_first(failure: _Failure) -> YamlMistake | None:
    """A text that begins with a placeholder in braces, which YAML takes for a mapping."""
    for line in (failure.line, failure.line - 1):
        found = _VALUE.match(failure.lines[line]) if line >= 0 else None
        if found and _PLACEHOLDER_FIRST.match(found["value"]):
            problem = "ce texte commence par une accolade, que YAML prend pour un bloc de clés"
            return YamlMistake(line + 1, found.start("value"), problem, _QUOTE)
    return None


def _open_bracket(failure: _Failure) -> YamlMistake | None:
    if not failure.context.startswith("while parsing a flow") or failure.since is None:
        return None
    line, column = failure.since
    if line >= len(failure.lines):
        return None
    sign = failure.lines[line][column : column + 1]
    closing, name = {"{": ("}", "l'accolade"), "[": ("]", "le crochet")}.get(sign, ("", ""))
    if not closing:
        return None
    problem = f"{name} {sign} de cette ligne ne se ferme pas, ou ce qui suit n'est pas une suite « a, b »"
    remedy = f"fermer par {closing}, séparer par des virgules, et mettre entre guillemets un texte qui en contient"
    return YamlMistake(line + 1, column, problem, remedy)


def _first_sign(failure: _Failure) -> YamlMistake | None:
    """A text that begins with a sign reserved by YAML."""
    for line in (failure.line, failure.line - 1):
        found = _VALUE.match(failure.lines[line]) if line >= 0 else None
        if found and found["value"][0] in _FIRST_SIGNS and len(found["value"]) > 1:
            problem = f"un texte ne peut pas commencer par {found['value'][0]}, qui veut dire autre chose en YAML"
            return YamlMistake(line + 1, found.start("value"), problem, _QUOTE)
    return None


def _no_space(failure: _Failure) -> YamlMistake | None:
    """A colon without a space after the key."""
    for line in (*(failure.since or ())[:1], failure.line, failure.line - 1):
        found = _NO_SPACE_AFTER_COLON.match(failure.lines[line]) if 0 <= line < len(failure.lines) else None
        if found:
            problem = "il manque une espace après les deux-points"
            return YamlMistake(line + 1, found.end() - 1, problem, "écrire « clé: valeur », avec une espace")
    return None


def _colon_in_text(failure: _Failure) -> YamlMistake | None:
    """A text with a colon and a space, which YAML takes for another key."""
    if "mapping values" not in failure.problem:
        return None
    found = _COLON_IN_TEXT.match(failure.culprit)
    if found and (": " in failure.culprit[: found.start(1)] or failure.culprit.lstrip().startswith("- ")):
        problem = "ce texte contient « : », que YAML prend pour une clé de plus"
        return YamlMistake(failure.line + 1, found.start(1), problem, _QUOTE)
    return None


def _no_colon(failure: _Failure) -> YamlMistake | None:
    """A line that is neither a key nor a continuation of the text before it."""
    if failure.since is None or "could not find expected ':'" not in failure.problem:
        return None
    line, column = failure.since
    problem = "cette ligne n'est ni une clé (« nom: ») ni la suite d'un texte"
    remedy = "ajouter les deux-points après la clé, ou décaler la ligne sous le texte qu'elle continue"
    return YamlMistake(line + 1, column, problem, remedy)


def _misaligned(failure: _Failure) -> YamlMistake | None:
    """A line whose indentation matches no other line of its block."""
    if not failure.context.startswith("while parsing a block") and "mapping values" not in failure.problem:
        return None
    above = (
        line for line in reversed(failure.lines[: failure.line]) if line.strip() and not line.lstrip().startswith("#")
    )
    indent, around = _indent(failure.culprit), _indent(next(above, ""))
    where = (
        f" : elle commence après {_spaces(indent)}, celle d'avant après {_spaces(around)}" if around != indent else ""
    )
    remedy = "l'aligner sur les lignes du même bloc, juste au-dessus ; chaque « - » sous le « - » d'avant"
    return YamlMistake(failure.line + 1, indent, f"cette ligne n'est pas alignée{where}", remedy)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _spaces(count: int) -> str:
    return f"{count} espace{'s' if count > 1 else ''}"


def _anything(failure: _Failure) -> YamlMistake | None:
    remedy = "vérifier l'alignement, les deux-points suivis d'une espace et les guillemets, ici et juste au-dessus"
    return YamlMistake(failure.line + 1, min(failure.column, len(failure.culprit)), NO_YAML, remedy)


NO_YAML: Final = "ce n'est pas du YAML correct"

_LOOKS: Final[tuple[Callable[[_Failure], YamlMistake | None], ...]] = (
    _tab,
    _strange_space,
    _open_quote,
    _closed_too_soon,
    _placeholder_first,
    _open_bracket,
    _first_sign,
    _no_space,
    _colon_in_text,
    _no_colon,
    _misaligned,
    _anything,
)
"""The checks, the surest first."""
