"""The page of all keys, docs/cles.md, generated from the forms: no key is missing, and all exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from bot.maintenance.schemas.forms import FORMS, FileForm
from bot.maintenance.schemas.json_schemas import Meanings, json_schema, meaning

_HEAD: Final = """\
# Toutes les clés

Cette page est faite par `aiguilleur schemas`, de la forme des fichiers et de `bot/maintenance/schemas/cles.yml` :
ne pas la modifier à la main. VS Code et VSCodium, avec l'extension YAML, montrent la même chose pendant que l'on écrit.

Partout : `fr` et `en` sont les deux langues ; une date s'écrit `AAAA-MM-JJ` ; une période comprend ses deux bornes.
Là où il est écrit « fait : valeur », cela s'écrit `{parcours: modules}`. Une étoile (*) : la clé est obligatoire.
"""

_KINDS: Final = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "`true` ou `false`",
    "array": "liste",
    "object": "bloc",
}
_OF_LISTS: Final = {"texte": "textes", "bloc": "blocs", "nombre entier": "nombres entiers", "nombre": "nombres"}
_MANY_VALUES: Final = 6
"""Values listed at most."""


def keys_page(meanings: Meanings) -> str:
    """The page, in the order of the forms."""
    shown: set[str] = set()
    sections = [part for form in FORMS for part in _section(form, json_schema(form, meanings), meanings, shown)]
    return "\n".join([_HEAD, *sections]).rstrip() + "\n"


def _section(form: FileForm, schema: Mapping[str, Any], meanings: Meanings, shown: set[str]) -> Iterator[str]:
    """A form: its own keys, then those of its blocks that no earlier form has."""
    files = ", ".join(f"`{path}`" for path in form.files)
    yield f"## {form.title} ({files})\n"
    for number, name in enumerate(_blocks(schema)):
        if name in shown or name == "TextBlock":
            continue
        shown.add(name)
        block = schema["$defs"][name]
        if number:
            yield f"{_heading(name, schema)}\n"
        yield "| clé | forme | |\n| --- | --- | --- |"
        yield from _rows(name, block, schema, meanings)
        yield ""


def _blocks(schema: Mapping[str, Any]) -> list[str]:
    """The blocks of a schema, each after the block that contains it."""
    found: list[str] = []
    waiting = _references({key: value for key, value in schema.items() if key != "$defs"})
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting += _references(schema["$defs"][name])
    return found


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [str(part["$ref"]).rpartition("/")[2]] if "$ref" in part else []
        return own + [name for value in part.values() for name in _references(value)]
    return [name for value in part for name in _references(value)] if isinstance(part, list) else []


def _heading(name: str, schema: Mapping[str, Any]) -> str:
    """The key that a block stands under."""
    keys = [
        key
        for block in schema["$defs"].values()
        for key, value in block.get("properties", {}).items()
        if name in _references(value)
    ]
    return f"Sous {' ou '.join(f'`{key}`' for key in dict.fromkeys(keys))} :" if keys else "Chacun :"


def _rows(name: str, block: Mapping[str, Any], schema: Mapping[str, Any], meanings: Meanings) -> Iterator[str]:
    """A row for each key; consecutive keys with the same meaning share one."""
    required = set(block.get("required", ()))
    keys = [
        (key, _shape(value, schema), meaning(meanings, name, key) or "") for key, value in block["properties"].items()
    ]
    for (shape, text), same in groupby(keys, lambda entry: entry[1:]):
        cell = ", ".join(f"`{key}`{' *' if key in required else ''}" for key, _, _ in same)
        yield f"| {cell} | {_escaped(shape)} | {_escaped(text)} |"


def _shape(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """The form of a value, in words."""
    if "allOf" in part:
        return _shape(part["allOf"][0], schema)
    if "$ref" in part:
        referred = schema["$defs"][str(part["$ref"]).rpartition("/")[2]]
        return "`{fr: …, en: …}`" if [*referred.get("properties", ())] == ["fr", "en"] else "bloc"
    if "enum" in part:
        values = [f"`{value}`" for value in part["enum"]]
        return " ou ".join(values) if len(values) <= _MANY_VALUES else "texte"
    if "anyOf" in part:
        return _either([_shape(each, schema) for each in part["anyOf"] if each.get("type") != "null"])
    if part.get("format") == "date":
        return "date"
    if part.get("type") == "array" and part.get("items"):
        item = _shape(part["items"], schema)
        return f"liste de {_OF_LISTS[item]}" if item in _OF_LISTS else f"liste : {item}"
    if part.get("type") == "object" and part.get("additionalProperties"):
        return f"clé : {_shape(part['additionalProperties'], schema)}"
    return _KINDS.get(str(part.get("type")), "valeur, ou liste de valeurs")


def _either(shapes: Sequence[str]) -> str:
    return " ou ".join(dict.fromkeys(shapes))


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
