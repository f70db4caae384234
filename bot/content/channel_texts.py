"""What the channels' own texts have in common: blocks in a file for each language, read, checked and typeset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bot.answers.texts import LANGUAGES, typeset, words_in_braces
from rules.errors import Finding
from rules.yaml_lines import Document, Key, read_sound


class ChannelTexts(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A block of texts."""


class FeedbackReasons(ChannelTexts, frozen=True):
    """Why an answer was of no use: titles of buttons."""

    fausse: str
    autre_question: str
    pas_claire: str
    perimee: str
    autre: str

    def by_id(self) -> dict[str, str]:
        """The title of each reason, in the order they are offered."""
        return msgspec.structs.asdict(self)


T = TypeVar("T", bound=ChannelTexts)


def read_texts(directory: Path, name: str, schema: type[T], findings: list[Finding]) -> dict[str, Document[T]]:
    """A file of every language that has its form; what is wrong with the others is added to the findings."""
    read = {language: read_sound(directory / language / name, schema, findings) for language in LANGUAGES}
    return {language: document for language, document in read.items() if document}


def text_findings(
    document: Document[Any], blanks: Mapping[Key, frozenset[str]], *, empty: str = "écrire un texte"
) -> Iterator[Finding]:
    """The texts that are empty, and those whose words in braces are not those they have to have.

    Args:
        document: the texts.
        blanks: the words in braces, by path; all other texts have none.
        empty: what to do about an empty one.
    """
    for path, text in texts_of(msgspec.to_builtins(document.content)):
        place, name = document.place(*path), name_of(path)
        if not text:
            yield Finding(place, f"« {name} » est vide", empty)
        expected = blanks.get(path, frozenset())
        if words_in_braces(text) != expected:
            shown = " et ".join(f"{{{blank}}}" for blank in sorted(expected)) or "aucun"
            yield Finding(
                place,
                f"« {name} » n'a pas les mots entre accolades qu'il faut",
                f"mots entre accolades de ce texte : {shown}",
            )


def printed(document: Document[T], language: str, schema: type[T]) -> T:
    """The texts as printers set them, without the white space around them."""
    texts: T = msgspec.convert(_typeset(msgspec.to_builtins(document.content), language), schema)
    return texts


def texts_of(part: Mapping[str, Any], path: Key = ()) -> Iterator[tuple[Key, str]]:
    """Every text with its path, without the white space around it."""
    for key, value in part.items():
        if isinstance(value, str):
            yield (*path, key), value.strip()
        else:
            yield from texts_of(value, (*path, key))


def name_of(path: Key) -> str:
    """A path as findings tell it: "avis.merci"."""
    return ".".join(map(str, path))


def _typeset(part: Any, language: str) -> Any:
    if isinstance(part, dict):
        return {key: _typeset(value, language) for key, value in part.items()}
    return typeset(part.strip(), language)
