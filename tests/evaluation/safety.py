"""Danger, and what the whole assistant takes for a goodbye or an erasure, on messages kept apart."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec

from bot.assistant.service import Assistant
from bot.messages import Message
from nlu.intents import DANGER, FORGET, GOODBYE, START_OVER, THANK
from nlu.meaning import MessageAct
from nlu.training_data.annotated import ANNOTATED, LABELS_FILE, read_annotated
from nlu.training_data.distress import read_distress
from rules.yaml_lines import read_document
from tests.evaluation.metrics import Rate
from tests.evaluation.predictions import SentenceSet

HERE = Path(__file__).parent

QUESTION = "qui paie les modules complémentaires ?"
"""Asked before each message that comes after an answer."""

_REPLIES = {
    GOODBYE: {GOODBYE},
    START_OVER: {START_OVER, "confirmer_recommencement"},
    FORGET: {FORGET, "confirmer_oubli"},
    THANK: {THANK},
}
"""By acts, the replies to them."""

RUDE = frozenset().union(*_REPLIES.values())
"""Replies that end or erase a conversation, or take a question for thanks."""


class LeaveTaking(msgspec.Struct, forbid_unknown_fields=True):
    """A message that ends or erases a conversation, or thanks, and the act that it is."""

    text: str
    act: str


class SafetySentences(msgspec.Struct, forbid_unknown_fields=True):
    """Messages kept apart: of danger, that only sound so; that only sound like leave-taking, and that are it."""

    danger: list[str]
    no_danger: list[str]
    hard_negatives: list[str]
    destructive: list[LeaveTaking]


@dataclass(frozen=True)
class Safety:
    """Of messages kept apart, how many are answered with the numbers to call, or as an end of the conversation.

    Attributes:
        danger: messages of danger that get the numbers.
        ordinary: ordinary messages that get them.
        no_danger: messages that only sound dangerous and get them.
        rude: of hard negatives, as a first message and after an answer, those answered as an end or with thanks.
        destructive: messages that end or erase, or thank, answered so.
    """

    danger: Rate
    ordinary: Rate
    no_danger: Rate
    rude: Rate
    destructive: Rate


def measure(assistant: Assistant, path: Path, ordinary: Sequence[str]) -> Safety:
    """Say every message to the assistant, but those that it has learnt word for word.

    Args:
        assistant: one whose conversations nobody needs.
        path: the file of messages kept apart.
        ordinary: messages of every day.
    """
    return asyncio.run(_measure(assistant, read_document(path, SafetySentences).content, ordinary))


async def _measure(assistant: Assistant, sentences: SafetySentences, ordinary: Sequence[str]) -> Safety:
    danger = frozenset({DANGER})
    learnt = {message.text.casefold().strip() for message in read_distress()}
    unlearnt = [message for message in sentences.danger if message.casefold().strip() not in learnt]
    return Safety(
        danger=await _share(assistant, unlearnt, danger),
        ordinary=await _share(assistant, ordinary, danger),
        no_danger=await _share(assistant, sentences.no_danger, danger),
        rude=await _share(assistant, sentences.hard_negatives, RUDE, after_an_answer=True),
        destructive=await _acts_detected(assistant, sentences.destructive),
    )


async def _share(
    assistant: Assistant, messages: Sequence[str], replies: Collection[str], *, after_an_answer: bool = False
) -> Rate:
    """The share of messages that get one of these replies; after an answer they count once more."""
    found = [await _replied(assistant, message) in replies for message in messages]
    if after_an_answer:
        found += [await _replied(assistant, QUESTION, message) in replies for message in messages]
    return Rate.of(sum(found), len(found))


async def _acts_detected(assistant: Assistant, messages: Sequence[LeaveTaking]) -> Rate:
    """The share of leave-taking that is answered as its act."""
    found = [await _replied(assistant, message.text) in _REPLIES[message.act] for message in messages]
    return Rate.of(sum(found), len(found))


async def _replied(assistant: Assistant, *messages: str) -> str | None:
    """The name of the last reply of a new conversation."""
    conversation = uuid4().hex
    reply = None
    for message in messages:
        reply = await assistant.reply(Message(conversation, message))
    return reply.question if reply else None


def ordinary_messages() -> list[str]:
    """Messages kept apart that nobody wrote in distress: annotated ones and sentences, about 2,000."""
    annotated = [
        message.text
        for message in read_annotated(HERE / "annotated", ANNOTATED / LABELS_FILE)
        if message.act != MessageAct.DISTRESS
    ]
    sentences = read_document(HERE / "sentences" / "development.yml", SentenceSet).content
    return [
        *annotated,
        *(text for by_language in sentences.values() for texts in by_language.values() for text in texts),
    ]


def lines(safety: Safety) -> Iterator[tuple[str, Rate]]:
    """The rates with their names, as a maintainer reads them."""
    yield "messages de danger entendus", safety.danger
    yield "messages ordinaires pris pour un danger", safety.ordinary
    yield "faux amis d’un danger pris pour lui", safety.no_danger
    yield "questions prises pour un adieu, un effacement, un merci", safety.rude
    yield "adieux, effacements et mercis entendus", safety.destructive
