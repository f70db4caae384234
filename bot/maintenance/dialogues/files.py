"""The conversations of `tests/dialogues/*.yml`: « quand … alors … », read and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from bot.content.todo_markers import TO_FILL
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.yaml_lines import Document, Key, read_all


class ExchangeBlock(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the adviser writes or presses, and the texts that the reply must and must not contain."""

    quand: str | None = None
    choisir: str | None = None
    alors: list[str] = []
    jamais: list[str] = []


class DialogueBlock(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A conversation: either messages before a single judged reply (`quand`), or exchange by exchange."""

    dialogue: str | None = None
    fait: str | None = None
    le: date | None = None
    quand: str | list[str] = []
    alors: list[str] = []
    jamais: list[str] = []
    echanges: list[ExchangeBlock] = []


@dataclass(frozen=True)
class DialogueExchange:
    """One message of an adviser.

    Attributes:
        text: the message.
        pressed: whether it is the title of a button under the last reply.
        wanted: the texts that the reply must contain.
        unwanted: the texts that it must not contain.
        place: file and line.
    """

    text: str
    pressed: bool
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Dialogue:
    """A conversation of its own; `on` is the day it takes place, None for today."""

    name: str
    on: date | None
    exchanges: tuple[DialogueExchange, ...]
    place: Place


def read_dialogues(directory: Path) -> list[Dialogue]:
    """Read every conversation of a folder.

    Raises:
        ProgrammeError: a file is malformed, or a conversation says or checks nothing.
    """
    findings: list[Finding] = []
    dialogues: list[Dialogue] = []
    for document in read_all(directory, list[DialogueBlock], findings):
        for index, block in enumerate(document.content):
            found = list(_findings(block, index, document))
            findings += found
            if not found:
                dialogues.append(_dialogue(block, index, document))
    if findings:
        raise ProgrammeError(findings)
    return dialogues


def _dialogue(block: DialogueBlock, index: int, document: Document[list[DialogueBlock]]) -> Dialogue:
    if block.echanges:
        exchanges = [
            DialogueExchange(
                (exchange.quand or exchange.choisir or "").strip(),
                exchange.choisir is not None,
                tuple(exchange.alors),
                tuple(exchange.jamais),
                document.place(index, "echanges", number),
            )
            for number, exchange in enumerate(block.echanges)
        ]
    else:
        place = document.place(index)
        *before, last = _messages(block)
        exchanges = [DialogueExchange(text, False, (), (), place) for text in before]
        exchanges.append(DialogueExchange(last, False, tuple(block.alors), tuple(block.jamais), place))
    name = block.dialogue or " → ".join(exchange.text for exchange in exchanges)
    return Dialogue(f"{block.fait} : {name}" if block.fait else name, block.le, tuple(exchanges), document.place(index))


def _messages(block: DialogueBlock) -> list[str]:
    return [block.quand] if isinstance(block.quand, str) else block.quand


def _findings(block: DialogueBlock, index: int, document: Document[list[DialogueBlock]]) -> Iterator[Finding]:
    place = document.place(index)
    if bool(block.echanges) == bool(block.quand):
        yield Finding(
            place,
            "il faut « quand » ou « echanges », et un seul des deux",
            "écrire « quand » pour une seule réponse à vérifier, « echanges » pour en vérifier plusieurs",
        )
    elif block.quand and not all(text.strip() for text in _messages(block)):
        yield Finding(document.place(index, "quand"), "un message de « quand » est vide", "écrire ce que l'on demande")
    elif block.echanges and (block.alors or block.jamais):
        yield Finding(place, "« alors » et « jamais » vont dans chaque échange", "les déplacer sous « echanges »")
    elif not (block.alors or block.jamais or any(exchange.alors or exchange.jamais for exchange in block.echanges)):
        yield Finding(place, "ce dialogue ne vérifie rien", "ajouter « alors » (ce que la réponse doit dire)")
    for number, exchange in enumerate(block.echanges):
        if bool(exchange.quand) == bool(exchange.choisir):
            yield Finding(
                document.place(index, "echanges", number),
                "il faut « quand » ou « choisir », et un seul des deux",
                "écrire « quand » pour un message, « choisir » pour le titre d'un bouton",
            )
        yield from _unwritten(exchange, (index, "echanges", number), document)
    yield from _unwritten(block, (index,), document)


def _unwritten(
    block: ExchangeBlock | DialogueBlock, path: Key, document: Document[list[DialogueBlock]]
) -> Iterator[Finding]:
    """Empty expected texts, which every reply contains, and texts left to write, which none does."""
    for key, texts in (("alors", block.alors), ("jamais", block.jamais)):
        for number, text in enumerate(texts):
            place = document.place(*path, key, number)
            if not text.strip():
                yield Finding(place, f"un texte de « {key} » est vide", "l'écrire, ou le retirer")
            elif text.startswith(TO_FILL):
                yield Finding(place, f"il reste à écrire « {key} »", f"remplacer « {TO_FILL} … »")
