"""Quotes: the parts of a message that a reply does not answer, by their first words; they are sent, and never kept."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from bot.messages import Reply

MAX_QUOTED = 2
"""Parts of a message that a reply names as not understood."""

MAX_QUOTED_WORDS = 8

_AROUND = ' \t\n.,;:!?…«»"“”'
"""What is left out at both ends of a quote."""


def quoting(reply: Reply, parts: Sequence[str], texts: AnswerTexts) -> Reply:
    """A reply with a line that names the parts of the message that it does not answer.

    Args:
        reply: the answers to the other parts.
        parts: those parts, in the adviser's words.
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
    """A few words of a text, on one line; an ellipsis stands for the rest."""
    words = text.strip(_AROUND).split()
    few = " ".join(words[:MAX_QUOTED_WORDS]).rstrip(_AROUND)
    return few if len(words) <= MAX_QUOTED_WORDS else f"{few}…"
