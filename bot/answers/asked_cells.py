"""The asked thing first: the line of the matrix that answers just what is asked, then all else behind a fold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from bot.answers.rendering import Renderer, merged
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, typeset
from bot.messages import Block, Card, Fold, Reply, plain
from nlu.dialogue.frames import Frame
from rules.cells import line_of
from rules.decision import Answer
from rules.engine import decide_cell
from rules.ids import FactId
from rules.model import Programme

MAX_CHOICES = 3

_VERDICTS = ("oui", "non", "en_partie", "si", "vrai", "faux")
"""The words by which a reply has decided what was asked; "it depends" and "I don't know" have not."""


class AskedCells:
    """Opens replies with the line of the cell that is asked."""

    def __init__(self, programme: Programme, renderer: Renderer) -> None:
        self._programme = programme
        self._renderer = renderer

    def first(self, replies: Sequence[Reply], frame: Frame, texts: AnswerTexts, today: date) -> list[Reply]:
        """The replies to a question, opened by the line of its cell; as they are where they say it first themselves."""
        if frame.cell not in self._programme.cells or frame.compares or frame.explains or frame.day:
            return list(replies)
        whole = merged(replies, texts.language)
        # Cards answer for each course where none was named.
        if self._says_first(whole, frame, texts) or any(isinstance(block, Card) for block in whole.blocks):
            return list(replies)
        element, attribute = frame.cell
        place = {FactId.PLACE.value: frozenset(frame.place.codes)} if frame.place else {}
        decision = decide_cell(self._programme, element, attribute, {**frame.facts, **place}, on=today)
        line = typeset(line_of(decision).in_language(texts.language), texts.language)
        # Where the text behind the fold is about the cell too, or asks for a fact, its links are the right ones.
        serves = bool(whole.awaits) or frame.cell in self._programme.said.get(whole.outcome or "", ())
        links = whole.links if serves else self._renderer.links(decision.links, texts)
        source = self._renderer.source(decision.citation, texts)
        return [
            msgspec.structs.replace(
                whole,
                blocks=(line, *self._behind(whole, texts)),
                notices=(),
                links=links,
                choices=whole.choices if whole.awaits else whole.choices[:MAX_CHOICES],
                sources=tuple(dict.fromkeys((source, *whole.sources))),
                answered=isinstance(decision, Answer),
                cells=(f"{element}.{attribute}",),
            )
        ]

    def _says_first(self, whole: Reply, frame: Frame, texts: AnswerTexts) -> bool:
        """Whether a reply begins with what is asked: a verdict of the rules, or a text of that cell.

        A question that is narrower than any cell ("can I use my CPF?") keeps its own text first.
        """
        if whole.paragraphs and whole.paragraphs[0].startswith(tuple(texts.acts.mots[word] for word in _VERDICTS)):
            return True
        said = self._programme.said.get(whole.outcome or "", ())
        return said[:1] == (frame.cell,) or whole.outcome in self._programme.narrower

    @staticmethod
    def _behind(whole: Reply, texts: AnswerTexts) -> tuple[Block, ...]:
        """What a reply said without the line: a question that it asks stays, the rest is folded."""
        if whole.awaits:
            return whole.blocks
        if texts.is_in_brief:
            return ()
        folded = tuple(plain(block) for block in (*whole.blocks, *whole.notices))
        return (Fold(texts.interface[InterfaceText.FOLD], folded),) if folded else ()
