"""YAML with line numbers: data typed by a schema, and the line of each part.

PyYAML's C parser gives nodes with marks and msgspec checks the types; neither does both, this module joins them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

import msgspec
import yaml
from msgspec import inspect

from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.suggestions import choose, did_you_mean, nearest
from rules.yaml_mistakes import NO_YAML, STRANGE_SPACE, diagnose, not_utf8

T = TypeVar("T")
Key = tuple[Hashable, ...]

# msgspec ends its messages with the path in the data: "Expected `str`, got `int` - at `$.lignes[3].quand`".
_MISSING_FIELD = re.compile(r"Object missing required field `(.+)`")
_UNKNOWN_FIELD = re.compile(r"Object contains unknown field `(.+)`")
_EXPECTED = re.compile(r"Expected `(.+)`, got `(.+)`")
_MSGSPEC_NAMES: dict[type, tuple[str, ...]] = {
    str: ("str",),
    int: ("int",),
    float: ("float",),
    bool: ("bool",),
    list: ("array",),
    dict: ("object",),
    type(None): ("null",),
    date: ("date",),
    datetime: ("datetime",),
}
_NO_SUCH_VALUE = re.compile(r"Invalid enum value '(.+)'")
_KEY_OF = "key` in `"
"""Before a path in msgspec's messages, if a key of that part is wrong."""

_ONE_AT_A_TIME = Lock()
"""msgspec prepares a schema at its first use, and crashes the process if two threads do so at once."""

_INVISIBLE = re.compile(f"{yaml.reader.Reader.NON_PRINTABLE.pattern}|[\u200b\u2028\u2029\u2060\ufeff]")
"""Characters that YAML refuses, and invisible ones that it takes for letters. They come by pasting."""

_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_FAR = re.compile(r"(?!19|20|21)\d{4}-\d\d-\d\d")
"""Dates written for "always" or "never", outside the years 1900 to 2199."""

_MOST_PARTS = 100_000
"""Parts of a file at most, counting repetitions by "*"; the longest file has a twentieth of it."""

_LONGEST_REPEATED = 40
"""Length in characters up to which a remedy repeats a value."""

_PATH_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[(\.\.\.)\]")


_TEXT, _MERGED = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"


class _Loader(yaml.CSafeLoader):
    """The safe C loader. Duplicate keys are refused (YAML would silently keep the last)."""


class _NoSuchDayError(yaml.MarkedYAMLError):
    """A date that does not exist."""


class _UnsoundTextError(Exception):
    """A text that is no valid YAML, or none that we accept: line, problem, remedy, and the column if known."""

    def __init__(self, line: int, problem: str, remedy: str, column: int | None = None) -> None:
        super().__init__(problem)
        self.line, self.problem, self.remedy, self.column = line, problem, remedy, column


def _timestamp(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError as error:
        raise _NoSuchDayError(problem=node.value, problem_mark=node.start_mark) from error


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _timestamp)


@dataclass(frozen=True)
class Document(Generic[T]):
    """A file's content, with the line of every part."""

    content: T
    file: Path
    lines: dict[Key, int]

    def place(self, *path: Hashable) -> Place:
        """The place of a part; if it is absent, of its nearest parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))


def read_document(path: Path, schema: type[T]) -> Document[T]:
    """Read a YAML file into `schema`.

    Raises:
        ProgrammeError: the file is missing, is no YAML, or does not fit the schema; with line and remedy.
    """
    try:
        text = _text(path)
        data, lines = _parsed(text)
    except _UnsoundTextError as error:
        raise ProgrammeError(
            [Finding(Place(path, error.line), error.problem, error.remedy, column=error.column)]
        ) from error
    try:
        with _ONE_AT_A_TIME:
            content = msgspec.convert(data, schema)
    except msgspec.ValidationError as error:
        raise ProgrammeError([_schema_finding(error, data, path, text, lines, schema)]) from error
    return Document(content, path, lines)


def _text(path: Path) -> str:
    """The text of a file.

    Raises:
        _UnsoundTextError: it cannot be read, or is not in UTF-8.
    """
    try:
        written = path.read_bytes()
    except OSError as error:
        why = "il n'existe pas" if isinstance(error, FileNotFoundError) else "l'ordinateur en refuse la lecture"
        raise _UnsoundTextError(
            1, f"fichier illisible ({why})", "rétablir le fichier (git restore), en UTF-8"
        ) from error
    try:
        return written.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        mistake = not_utf8(written, error)
        raise _UnsoundTextError(mistake.line, mistake.problem, mistake.remedy) from error


def read_sound(path: Path, schema: type[T], findings: list[Finding]) -> Document[T] | None:
    """Read a YAML file; on mistakes, add them to `findings` and return None."""
    try:
        return read_document(path, schema)
    except ProgrammeError as error:
        findings += error.findings
        return None


def read_all(
    directory: Path, schema: type[T], findings: list[Finding], left_out: Collection[str] = ()
) -> Iterator[Document[T]]:
    """The valid files of a folder, by name; mistakes in the others are added to `findings`.

    `left_out` names files not to read, without their ending.
    """
    for path in sorted(directory.glob("*.yml")):
        document = None if path.stem in left_out else read_sound(path, schema, findings)
        if document:
            yield document


@lru_cache(maxsize=512)
def _parsed(text: str) -> tuple[object, dict[Key, int]]:
    """A file's data and its lines. Callers must not change the data, which is cached: several rooms read the same
    files,
    again at every save, and `diff` reads two nearly equal versions.

    Raises:
        _UnsoundTextError: the text is no YAML.
    """
    for sign, problem, remedy in (
        (_INVISIBLE, "cette ligne contient un caractère invisible", "retaper la ligne à la main, sans copier-coller"),
        (
            _CONFLICT,
            "deux modifications se contredisent ici (conflit de git)",
            "garder la bonne, et retirer les lignes <<<<<<<, ======= et >>>>>>>",
        ),
    ):
        if found := sign.search(text):
            raise _UnsoundTextError(text.count("\n", 0, found.start()) + 1, problem, remedy)
    lines: dict[Key, int] = {}
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            data = loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
        if node is not None:
            _note_lines(node, (), lines)
    except _NoSuchDayError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _UnsoundTextError(
            line, f"la date « {error.problem} » n'existe pas", "corriger le jour ou le mois"
        ) from error
    except yaml.MarkedYAMLError as error:
        mistake = diagnose(text, error)
        raise _UnsoundTextError(mistake.line, mistake.problem, mistake.remedy, mistake.column) from error
    except (ValueError, RecursionError) as error:
        # An invalid number ("!!int x"), or a part that contains itself.
        raise _UnsoundTextError(1, NO_YAML, "revenir à ce que le fichier était (git restore), et reprendre") from error
    return data, lines


def _note_lines(node: yaml.Node, path: Key, lines: dict[Key, int]) -> None:
    if len(lines) > _MOST_PARTS:
        problem = "ce fichier reprend trop de fois ses propres morceaux (par « * »)"
        raise _UnsoundTextError(lines[path[:1]], problem, "écrire en entier ce qu'ils reprennent, ou le retirer")
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.tag not in (_TEXT, _MERGED):
                # YAML takes "no" for false, and "2024" for a number.
                problem = f"« {key.value} » n'est pas un texte, et ne peut pas être une clé"
                raise _UnsoundTextError(line, problem, f"la mettre entre guillemets ('{key.value}'), ou la corriger")
            if key.value != key.value.strip():
                raise _UnsoundTextError(line, *STRANGE_SPACE)
            if key.value in seen:
                problem = f"la clé « {key.value} » figure déjà à la ligne {seen[key.value]}"
                raise _UnsoundTextError(line, problem, "n'en garder qu'une")
            seen[key.value] = line
            child = (*path, key.value)
            lines[child] = line
            _note_lines(value, child, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*path, index), lines)
    elif _FAR.fullmatch(node.value):
        raise _UnsoundTextError(
            node.start_mark.line + 1,
            f"la date « {node.value} » n'est pas de notre temps",
            "corriger l'année ; pour « toujours », retirer cette clé",
        )


def _schema_finding(
    error: msgspec.ValidationError, data: object, file: Path, text: str, lines: dict[Key, int], schema: object
) -> Finding:
    problem, _, where = str(error).partition(" - at `")
    where = where.removeprefix(_KEY_OF).rstrip("`").lstrip("$.")
    steps: Key = tuple(name or (int(index) if index else ...) for name, index, _any in _PATH_STEP.findall(f".{where}"))
    path = next((path for path, part in _matching(data, steps) if _is_culprit(part, problem)), ())
    line = lines.get(path, 1)
    if mistyped := _mistyped(problem, path, data, schema):
        problem = f"Object contains unknown field `{mistyped}`"
    if key := _UNKNOWN_FIELD.match(problem) or _NO_SUCH_VALUE.match(problem):
        line = lines.get((*path, key[1]), line)
    name = ".".join(str(step) for step in path) or "le fichier"
    remedy = _suggested(problem, path, schema) or _remedy(problem, _as_written(text, path))
    return Finding(Place(file, line), _in_french(problem, name), remedy)


def _as_written(text: str, path: Key) -> str | None:
    """The short scalar at a path of a file, in quotes; None if there is none."""
    node = yaml.compose(text, _Loader)
    for step in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
    if not isinstance(node, yaml.ScalarNode) or not 0 < len(node.value) <= _LONGEST_REPEATED:
        return None
    return "'{}'".format(node.value.replace("'", "''"))


def _mistyped(problem: str, path: Key, data: object, schema: object) -> str | None:
    """A key similar to a missing one, or None."""
    missing = _MISSING_FIELD.match(problem)
    block = next((part for at, part in _matching(data, path) if at == path), None)
    if missing is None or not isinstance(block, dict):
        return None
    strange = set(block) - {*_fields_at(path, schema)}
    return next((key for key in strange if nearest(key, [missing[1]])), None)


def _fields_at(path: Key, schema: object) -> list[str]:
    """The keys that a schema allows at a path."""
    structs = (kind for kind in _kinds_at(path, schema) if isinstance(kind, inspect.StructType))
    return [field.encode_name for struct in structs for field in struct.fields]


def _suggested(problem: str, path: Key, schema: object) -> str | None:
    """The remedy for an unknown key or value: the names allowed. None for any other problem."""
    kinds = _kinds_at(path, schema)
    if unknown := _UNKNOWN_FIELD.match(problem):
        return f"{did_you_mean(unknown[1], _fields_at(path, schema))}corriger le nom de la clé, ou la retirer"
    if value := _NO_SUCH_VALUE.match(problem):
        keys = [kind.key_type for kind in kinds if isinstance(kind, inspect.DictType)]
        allowed = [
            str(each) for kind in (*kinds, *keys) if isinstance(kind, inspect.LiteralType) for each in kind.values
        ]
        return f"corriger la valeur : {choose(value[1], allowed)}" if allowed else None
    return None


def _kinds_at(path: Key, schema: object) -> list[inspect.Type]:
    """The types that a schema allows at a path."""
    kinds = list(_alternatives(inspect.type_info(schema)))
    for step in path:
        kinds = [each for kind in kinds for child in _children(kind, step) for each in _alternatives(child)]
    return kinds


def _alternatives(kind: inspect.Type) -> Iterable[inspect.Type]:
    return kind.types if isinstance(kind, inspect.UnionType) else (kind,)


def _children(kind: inspect.Type, step: Hashable) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type
    elif isinstance(kind, (inspect.ListType, inspect.VarTupleType)):
        yield kind.item_type


def _matching(part: object, steps: Key, path: Key = ()) -> Iterator[tuple[Key, object]]:
    """The parts of the data that a msgspec path means; "[...]" in it stands for any key of a mapping."""
    if not steps:
        yield path, part
        return
    step, rest = steps[0], steps[1:]
    # "[...]" stands for any key: some of these parts have no such child.
    keyed = dict(enumerate(part)) if isinstance(part, list) else part if isinstance(part, dict) else {}
    children = list(keyed.items()) if step is ... else [(step, keyed[step])] if step in keyed else []
    for key, child in children:
        yield from _matching(child, rest, (*path, key))


def _is_culprit(part: object, problem: str) -> bool:
    missing, unknown, expected = (pattern.match(problem) for pattern in (_MISSING_FIELD, _UNKNOWN_FIELD, _EXPECTED))
    if missing:
        return isinstance(part, dict) and missing[1] not in part
    if unknown:
        return isinstance(part, dict) and unknown[1] in part
    if value := _NO_SUCH_VALUE.match(problem):
        return value[1] in part if isinstance(part, dict) else value[1] == part
    if expected:
        return expected[2] in _MSGSPEC_NAMES.get(type(part), ("",))
    return True


def _in_french(problem: str, where: str) -> str:
    missing, unknown, expected = (pattern.match(problem) for pattern in (_MISSING_FIELD, _UNKNOWN_FIELD, _EXPECTED))
    if missing:
        return f"il manque la clé « {missing[1]} » ({where})"
    if unknown:
        return f"la clé « {unknown[1]} » n'existe pas ici ({where})"
    if expected:
        return f"« {where} » devrait être {_kind(expected[1])}, c'est {_kind(expected[2])}"
    if value := _NO_SUCH_VALUE.match(problem):
        return f"« {where} » : « {value[1]} » ne fait pas partie des valeurs permises"
    if "date" in problem:
        return f"« {where} » devrait être une date (AAAA-MM-JJ)"
    return f"« {where} » n'a pas la forme attendue"


def _remedy(problem: str, written: str | None) -> str:
    if "missing required field" in problem:
        return "ajouter cette clé ; les lignes voisines montrent sa forme"
    expected = _EXPECTED.match(problem)
    if expected and expected[2] == "null":
        return "écrire ce qui manque, ou retirer la ligne"
    allowed = expected[1].split(" | ") if expected else []
    if expected and "str" in allowed and expected[2] != "array":
        read = " : sans eux, YAML y lit « oui » ou « non »" if expected[2] == "bool" else ""
        example = written or 'par exemple "mon cas : puis-je ?"'
        return f"mettre la valeur entre guillemets ({example}){read}"
    if written and "array" in allowed:
        return f"en faire une liste : [{written}]"
    return "corriger la valeur ; docs/maintenir.md donne la forme de chaque clé"


def _kind(name: str) -> str:
    kinds = {
        "str": "un texte",
        "int": "un nombre entier",
        "float": "un nombre",
        "bool": "oui ou non (true, false)",
        "array": "une liste",
        "object": "un bloc de clés",
        "null": "vide",
        "date": "une date (AAAA-MM-JJ)",
        "datetime": "une date avec heure",
    }
    return " ou ".join(kinds.get(part.strip(), part.strip()) for part in name.split("|"))
