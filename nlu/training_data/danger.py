"""Messages of danger, of exasperation, and their everyday false friends, from `nlu/annotated/danger.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.distress import Distress
from nlu.training_data.examples import Language
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, read_document

DANGER = Path(__file__).parents[1] / "annotated" / "danger.yml"

MIN_MESSAGES = 20
"""Messages of each kind in each language: with fewer, nothing is learnt of how people write."""

Sentences = dict[Language, list[str]]


class DangerFile(msgspec.Struct, forbid_unknown_fields=True):
    """The file: messages by what they show; `faux_amis` and `ordinaires` show no distress."""

    danger: Sentences
    exasperation: Sentences
    faux_amis: Sentences
    ordinaires: Sentences


@dataclass(frozen=True)
class DistressMessage:
    """A message, the distress that it shows, and where it is written."""

    text: str
    distress: Distress
    place: Place


_KINDS = {
    "danger": Distress.DANGER,
    "exasperation": Distress.EXASPERATION,
    "faux_amis": Distress.NONE,
    "ordinaires": Distress.NONE,
}


def read_danger(path: Path = DANGER) -> list[DistressMessage]:
    """All messages of the file.

    Raises:
        ProgrammeError: it does not have the form, a message stands in it twice, or a kind has too few messages.
    """
    document = read_document(path, DangerFile)
    messages = list(_messages(document))
    findings = [*_twice(messages), *_too_few(document)]
    if findings:
        raise ProgrammeError(findings)
    return messages


def _messages(document: Document[DangerFile]) -> Iterator[DistressMessage]:
    for kind, distress in _KINDS.items():
        sentences: Sentences = getattr(document.content, kind)
        for language, texts in sentences.items():
            for index, text in enumerate(texts):
                yield DistressMessage(text, distress, document.place(kind, language, index))


def _twice(messages: list[DistressMessage]) -> Iterator[Finding]:
    seen: dict[str, DistressMessage] = {}
    for message in messages:
        other = seen.setdefault(message.text.casefold().strip(), message)
        if other is not message:
            yield Finding(message.place, f"« {message.text} » est écrit deux fois ({other.place})", "en garder un")


def _too_few(document: Document[DangerFile]) -> Iterator[Finding]:
    for kind in ("danger", "exasperation", "faux_amis"):
        for language in ("fr", "en"):
            count = len(getattr(document.content, kind).get(language, ()))
            if count < MIN_MESSAGES:
                problem = f"« {kind} » n'a que {count} messages en « {language} »"
                yield Finding(document.place(kind), problem, f"en écrire au moins {MIN_MESSAGES}")
