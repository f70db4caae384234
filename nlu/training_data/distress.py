"""Messages in hard times and their everyday false friends, from `nlu/annotated/detresse`: a file for each writer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from nlu.distress import Distress
from nlu.training_data.examples import Language
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import read_all

DISTRESS = Path(__file__).parents[1] / "annotated" / "detresse"


class WrittenMessage(msgspec.Struct, forbid_unknown_fields=True):
    """A message as it is written in a file.

    Attributes:
        niveau: how bad it is.
        langue: "fr" or "en".
        texte: the message.
        de: who is not well: who writes, somebody else, or nobody.
        avant: the assistant's reply just before; empty at the start of a conversation.
        niveau_avant: that of the message before it.
    """

    niveau: Distress
    langue: Language
    texte: str
    de: Literal["moi", "autre", "personne"] = "moi"
    avant: str = ""
    niveau_avant: Distress = Distress.NONE


class DistressFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file: the messages of one writer."""

    messages: list[WrittenMessage]


@dataclass(frozen=True)
class DistressMessage:
    """A message, how bad it is, and where it is written."""

    text: str
    distress: Distress
    place: Place


def read_distress(folder: Path = DISTRESS) -> list[DistressMessage]:
    """All messages of a folder.

    Raises:
        ProgrammeError: a file does not have the form, or two messages that are the same have two levels.
    """
    findings: list[Finding] = []
    messages = [
        DistressMessage(message.texte, message.niveau, document.place("messages", index))
        for document in read_all(folder, DistressFile, findings)
        for index, message in enumerate(document.content.messages)
    ]
    findings += _contradictions(messages)
    if findings:
        raise ProgrammeError(findings)
    return messages


def _contradictions(messages: list[DistressMessage]) -> Iterator[Finding]:
    seen: dict[str, DistressMessage] = {}
    for message in messages:
        other = seen.setdefault(message.text.casefold().strip(), message)
        if other.distress is not message.distress:
            problem = (
                f"« {message.text} » est « {message.distress} » ici et « {other.distress} » ailleurs ({other.place})"
            )
            yield Finding(message.place, problem, "choisir le niveau, et l’écrire aux deux endroits")
