"""Messages that no adviser writes hold up the others hardly longer than a question does.

The work is counted, by calls of functions and by the characters that the encoder gets: a count does not depend on what
else the machine does.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable
from contextlib import contextmanager
from threading import Event
from types import FrameType
from uuid import uuid4

import pytest

from bot.answers.text_ids import OwnText
from bot.messages import LONGEST_MESSAGE, Message
from bot.rasa_adapter import message_processor
from nlu.classification.utterance_classifier import MAX_CLASSIFIED_CHARACTERS
from nlu.encoder.sentence_encoder import SentenceEncoder
from nlu.text import MAX_READ_CHARACTERS
from tests.bench.odd_messages import ODD_MESSAGES

MOST_CALLS = 300_000
"""Of a message as long as may be, where an ordinary one takes 3,000 and, with the encoder, 6 ms.

Most of them are the mask's, part by part of what is kept: others are answered in between (`nlu/aside.py`).
"""

LONG = "Bonjour, je vous transfère ce fil. " * 30

WARM_UP = "quel organisme pour le titre ?"


async def calls(reply: Awaitable[object]) -> int:
    """How many functions are called, those of libraries too, until there is a reply."""
    count = 0

    def counted(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        # Comprehensions and lambdas are parts of the function that they stand in.
        count += event == "call" and not frame.f_code.co_name.startswith("<")

    sys.setprofile(counted)
    try:
        await reply
    finally:
        sys.setprofile(None)
    return count


@contextmanager
def encoded(monkeypatch):
    """The texts that the encoder gets: that of the message as a whole first."""
    texts: list[str] = []
    encode, vectors = SentenceEncoder.encode, SentenceEncoder.vectors
    monkeypatch.setattr(SentenceEncoder, "encode", lambda self, text: (texts.append(text), encode(self, text))[1])
    monkeypatch.setattr(SentenceEncoder, "vectors", lambda self, part: (texts.extend(part), vectors(self, part))[1])
    yield texts


@pytest.mark.parametrize("kind", ODD_MESSAGES)
async def test_the_work_of_an_odd_message_is_bounded(assistant, monkeypatch, kind):
    # Counted is what this thread does.
    monkeypatch.setattr(message_processor, "MAX_PROMPT_CHARACTERS", LONGEST_MESSAGE)
    assert 0.98 * LONGEST_MESSAGE < len(ODD_MESSAGES[kind]) <= LONGEST_MESSAGE
    conversation = uuid4().hex
    await assistant.reply(Message(conversation, WARM_UP))
    assert await calls(assistant.reply(Message(conversation, ODD_MESSAGES[kind]))) <= MOST_CALLS


@pytest.mark.parametrize("kind", ODD_MESSAGES)
async def test_the_encoder_gets_no_more_of_a_message_than_is_classified(assistant, monkeypatch, kind):
    with encoded(monkeypatch) as texts:
        await assistant.answer_alone(Message(uuid4().hex, ODD_MESSAGES[kind]))
    whole, *clauses = texts
    assert len(whole) <= MAX_CLASSIFIED_CHARACTERS
    assert sum(map(len, clauses)) <= MAX_READ_CHARACTERS


async def test_a_long_message_holds_up_nobody_while_the_encoder_reads_it(assistant, monkeypatch):
    began, answered = Event(), Event()
    encode = SentenceEncoder.encode

    def wait_until_the_other_is_answered(encoder, text, before=""):
        if "ce fil" in text:
            began.set()
            assert answered.wait(60), "the other conversation waited"
        return encode(encoder, text, before)

    monkeypatch.setattr(SentenceEncoder, "encode", wait_until_the_other_is_answered)
    long = asyncio.create_task(assistant.reply(Message(uuid4().hex, f"{LONG} qui paie la formation ?")))
    assert await asyncio.to_thread(began.wait, 60)
    assert (await assistant.reply(Message(uuid4().hex, "bonjour"))).question == "saluer"
    answered.set()
    assert (await long).question == "financement"


async def test_the_length_of_a_message_is_that_of_the_letters_it_stands_for(assistant):
    for text in ("ﷺ" * LONGEST_MESSAGE, "½" * (LONGEST_MESSAGE // 2)):
        reply = await assistant.reply(Message(uuid4().hex, text))
        assert reply.question == OwnText.TOO_LONG
