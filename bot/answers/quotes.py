"""Quotes: the first words of the parts of a message left unanswered; sent, never kept."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from bot.messages import Reply

MAX_QUOTED = 2
"""Unanswered parts of a message quoted in a reply."""

MAX_QUOTED_WORDS = 8

_AROUND = ' \t\n.,;:!?…«»"“”'
"""Characters cut off at both ends of a quote."""


def quoting(reply: Reply, parts: Sequence[str], texts: AnswerTexts) -> Reply:
    """Add a line to a reply that quotes the parts of the message left unanswered.

    Args:
        reply: the answers to the other parts.
        parts: the unanswered parts, in the adviser's words.
        texts: the texts of the language.
    """
    if not parts:
        return reply
    quotes = [
        texts.fill(texts.interface[InterfaceText.QUOTE], {"extrait": first_words(part)}) for part in parts[:MAX_QUOTED]
    ]
    line = texts.fill(texts.interface[InterfaceText.NOT_ANSWERED], {"extraits": texts.enumeration(quotes)})
    return msgspec.structs.replace(reply, blocks=(*reply.blocks, line), quoting=(line,))


def first_words(text: str) -> str:
    """The first words of a text, on one line, with an ellipsis for the rest."""
    words = text.strip(_AROUND).split()
    few = " ".join(words[:MAX_QUOTED_WORDS]).rstrip(_AROUND)
    return few if len(words) <= MAX_QUOTED_WORDS else f"{few}…"
