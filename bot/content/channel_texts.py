"""A channel's own texts: a YAML file in the folder of each language, read, checked and typeset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from bot.answers.texts import LANGUAGES, typeset, words_in_braces
from bot.content.declarations import Declaration, Parts
from rules.errors import Finding, ProgrammeError
from rules.yaml_lines import Document, Key, read_sound


class ChannelTexts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A block of texts."""


class FeedbackReasons(ChannelTexts, frozen=True):
    """Why an answer was useless: titles of buttons."""

    fausse: str
    autre_question: str
    pas_claire: str
    perimee: str
    autre: str

    def by_id(self) -> dict[str, str]:
        """The title of each reason, in the order they are offered."""
        return msgspec.structs.asdict(self)


T = TypeVar("T", bound=ChannelTexts)

Placeholders = Mapping[Key, frozenset[str]]
"""The placeholders each text must have, by path; other texts have none."""

DocumentChecks = Callable[[Mapping[str, Document[T]], Parts], Iterable[Finding]]
"""A channel's further checks of its files, by language."""


def declare_texts(
    file: str,
    schema: type[T],
    placeholders: Placeholders,
    *,
    empty_remedy: str = "écrire un texte",
    check: DocumentChecks[T] = lambda _documents, _parts: (),
) -> Declaration[Mapping[str, T]]:
    """Declare texts by language, from a file in the folder of each language.

    Args:
        file: its name, one of `bot.answers.texts.THEMES_APART`.
        schema: its form.
        placeholders: the placeholders of its texts.
        empty_remedy: what a maintainer should do about an empty text.
        check: finds mistakes that the form allows.
    """

    def build(parts: Parts) -> Mapping[str, T]:
        findings: list[Finding] = []
        read = {name: read_sound(parts.files.answers / name / file, schema, findings) for name in LANGUAGES}
        documents = {language: document for language, document in read.items() if document}
        for document in documents.values():
            findings += text_findings(document, placeholders, empty_remedy)
        findings += check(documents, parts)
        if findings:
            raise ProgrammeError(findings)
        return {language: _printed(document, language, schema) for language, document in documents.items()}

    return Declaration(file, lambda files: (files.answers,), build)


def text_findings(document: Document[Any], placeholders: Placeholders, empty_remedy: str) -> Iterator[Finding]:
    """The texts that are empty, or do not have the placeholders they must have."""
    for path, text in texts_of(msgspec.to_builtins(document.content)):
        place, name = document.place(*path), name_of(path)
        if not text:
            yield Finding(place, f"« {name} » est vide", empty_remedy)
        expected = placeholders.get(path, frozenset())
        if words_in_braces(text) != expected:
            shown = " et ".join(f"{{{placeholder}}}" for placeholder in sorted(expected)) or "aucun"
            yield Finding(
                place,
                f"« {name} » n'a pas les mots entre accolades qu'il faut",
                f"mots entre accolades de ce texte : {shown}",
            )


def texts_of(part: Mapping[str, Any], path: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every text with its path, without the white space around it."""
    for key, value in part.items():
        if isinstance(value, str):
            yield (*path, key), value.strip()
        else:
            yield from texts_of(value, (*path, key))


def name_of(path: Key) -> str:
    """A path as findings show it: "avis.merci"."""
    return ".".join(map(str, path))


def _printed(document: Document[T], language: str, schema: type[T]) -> T:
    """The texts, typeset, without the white space around them."""
    texts: T = msgspec.convert(_typeset(msgspec.to_builtins(document.content), language), schema)
    return texts


def _typeset(part: Any, language: str) -> Any:
    if isinstance(part, dict):
        return {key: _typeset(value, language) for key, value in part.items()}
    return typeset(part.strip(), language)
