"""Encodings that several readers of one message share."""

from __future__ import annotations

from functools import partial

from nlu.aside import aside
from nlu.encoder.encoding import Encoding
from nlu.encoder.sentence_encoder import sentence_encoder


class Encodings(dict[str, Encoding]):
    """Encodings by their texts, each made when it is first asked for: whoever reads a text again need not encode it."""

    def __missing__(self, text: str) -> Encoding:
        self[text] = encoding = aside(partial(sentence_encoder().encode, text))
        return encoding

    def after(self, text: str, before: str) -> Encoding:
        """The encoding of a text after what was said before it."""
        return aside(partial(sentence_encoder().encode, text, before)) if before else self[text]
