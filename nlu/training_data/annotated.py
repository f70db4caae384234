"""Annotated messages, in Rasa's own form: what is done in a message, and what is so, and whose (`nlu/annotated`).

An act is Rasa's intent; a mark is Rasa's entity, with whether it is so as its role, and its holder as its group. What
Rasa's form has no place for stands in the metadata: language, form of the question, the reply before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from nlu.meaning import MessageAct
from nlu.training_data.examples import Language
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, read_all, read_document

ANNOTATED = Path(__file__).parents[1] / "annotated"
LABELS_FILE = "etiquettes.yml"
PLACE = "lieu"
"""The entity of a place."""

DATE = "date"
"""The entity of a date, a year or a period; all others but places are facts."""

_ANNOTATION = re.compile(r"\[(?P<words>[^\[\]]+)\](?P<entity>\{[^{}]*\})")
"""Read by ourselves: Rasa checks its own JSON schema anew at each entity, for four seconds in all."""

NO_QUESTION = "aucune"


class Labels(msgspec.Struct, forbid_unknown_fields=True):
    """The labels that annotations may use, each with what it means; `entites` has the values of each."""

    actes: dict[MessageAct, str]
    formes: dict[str, str]
    faits: dict[str, str]
    lieux: dict[str, str]
    dates: dict[str, str]
    groupes: dict[str, str]
    entites: dict[str, list[str]]


class Metadata(msgspec.Struct, forbid_unknown_fields=True):
    """What Rasa's form has no place for.

    Attributes:
        langue: "fr" or "en".
        formes: those of the message's questions, in order.
        avant: the reply just before, shortened; empty at the start of a conversation.
    """

    langue: Language
    formes: list[str]
    avant: str = ""


class _Example(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    metadata: Metadata


class _Act(msgspec.Struct, forbid_unknown_fields=True):
    intent: str
    examples: list[_Example]


class _Entity(msgspec.Struct, forbid_unknown_fields=True):
    entity: str
    value: str = ""
    role: str = ""
    group: str = ""


_ENTITY = msgspec.json.Decoder(_Entity)


class AnnotatedFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file of Rasa's training data, with the metadata that we give examples."""

    version: str
    nlu: list[_Act]


@dataclass(frozen=True)
class Mark:
    """Words that name a place or a fact.

    Attributes:
        start: where they start in the message, in characters.
        end: where they end.
        entity: `lieu`, `date`, or the fact.
        value: the fact's value, empty for a place and a date.
        role: whether the fact is so, or what the place or the date is here.
        group: whose it is.
    """

    start: int
    end: int
    entity: str
    value: str
    role: str
    group: str


@dataclass(frozen=True)
class AnnotatedMessage:
    """A message with its act, its marks in order, and what its metadata say."""

    text: str
    act: str
    marks: tuple[Mark, ...]
    metadata: Metadata
    place: Place


def read_annotated(directory: Path = ANNOTATED, labels_file: Path | None = None) -> list[AnnotatedMessage]:
    """All annotated messages of a folder; `labels_file` where that has no labels of its own.

    Raises:
        ProgrammeError: a file does not have the form, or an annotation cannot be right; with line and remedy.
    """
    findings: list[Finding] = []
    labels = read_document(labels_file or directory / LABELS_FILE, Labels).content
    messages = [
        message
        for document in read_all(directory / "messages", AnnotatedFile, findings)
        for message in _messages(document)
    ]
    for message in messages:
        findings += _impossible(message, labels)
    findings += _annotated_otherwise(messages)
    if findings:
        raise ProgrammeError(findings)
    return messages


def _messages(document: Document[AnnotatedFile]) -> Iterator[AnnotatedMessage]:
    for number, act in enumerate(document.content.nlu):
        for index, example in enumerate(act.examples):
            text, marks = _read(example.text.strip())
            place = document.place("nlu", number, "examples", index)
            yield AnnotatedMessage(text, act.intent, marks, example.metadata, place)


def _read(annotated: str) -> tuple[str, tuple[Mark, ...]]:
    """A text without its annotations, and the marks; an annotation that has not the form stays in the text."""
    text, read, marks = "", 0, []
    for found in _ANNOTATION.finditer(annotated):
        try:
            entity = _ENTITY.decode(found["entity"])
        except msgspec.DecodeError:
            continue
        text += annotated[read : found.start()]
        start, read = len(text), found.end()
        text += found["words"]
        marks.append(Mark(start, len(text), entity.entity, entity.value, entity.role, entity.group))
    return text + annotated[read:], tuple(marks)


def _impossible(message: AnnotatedMessage, labels: Labels) -> Iterator[Finding]:
    def unknown(kind: str, label: str, known: Iterable[str]) -> Finding:
        return Finding(message.place, f"{kind} : « {label} » n'est pas connu", f"prendre : {', '.join(known)}")

    if message.act not in labels.actes:
        yield unknown("acte", message.act, labels.actes)
    for form in message.metadata.formes:
        if form not in labels.formes:
            yield unknown("genre de question", form, labels.formes)
    if "[" in message.text:
        yield Finding(
            message.place,
            f"une annotation n'est pas lue : « {message.text} »",
            'l\'écrire [mots]{"entity": "…", "role": "…", "group": "…"}',
        )
    if message.act == MessageAct.ASK and NO_QUESTION in message.metadata.formes:
        yield Finding(message.place, f"« {message.text} » demande, et sans question", "corriger l'acte ou la forme")
    for mark in message.marks:
        words = message.text[mark.start : mark.end]
        values = labels.entites.get(mark.entity)
        if values is None:
            yield unknown("entité", mark.entity, labels.entites)
        elif values and mark.value not in values:
            yield unknown(f"valeur de « {words} »", mark.value, values)
        roles = {PLACE: labels.lieux, DATE: labels.dates}.get(mark.entity, labels.faits)
        if mark.role not in roles:
            yield unknown(f"rôle de « {words} »", mark.role, roles)
        if mark.group not in labels.groupes:
            yield unknown(f"groupe de « {words} »", mark.group, labels.groupes)


def _annotated_otherwise(messages: list[AnnotatedMessage]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], AnnotatedMessage] = {}
    for message in messages:
        other = seen.setdefault((message.text.casefold(), message.metadata.avant.casefold()), message)
        if (other.act, other.marks, other.metadata) != (message.act, message.marks, message.metadata):
            yield Finding(
                message.place,
                f"« {message.text} » est annoté autrement ailleurs ({other.place})",
                "garder l'annotation qui est juste",
            )
