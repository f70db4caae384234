"""Folding: parts of a long reply that are shown on demand."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from bot.messages import Block, Fold, PathSteps, Reply, plain

MAX_WORDS: Final = 110
"""Words of a reply shown at once, sources not counted; the limit of the project's brief."""


def folded(reply: Reply, texts: AnswerTexts) -> Reply:
    """A reply with more than MAX_WORDS shortened, as far as it can be; the rest is behind a fold.

    Folded, in this order: (1) notices, (2) last texts, (3) later stages of a path, (4) details of its stages. Never
    folded: the verdict and its introduction ("Pour votre collègue :"), texts before a card, table or path, questions,
    and quotes of the adviser.
    """
    if reply.words <= MAX_WORDS:
        return reply
    blocks, behind = reply.blocks, reply.notices
    verdict = next((number for number, block in enumerate(blocks) if not plain(block).endswith(":")), 0)
    for block in reversed(reply.blocks[verdict + 1 :]):
        if not isinstance(block, str) or _words(blocks) <= MAX_WORDS:
            break
        if not block.endswith("?") and block not in reply.quoting:
            blocks = tuple(kept for kept in blocks if kept != block)
            behind = (block, *behind)
    if _words(blocks) > MAX_WORDS:
        later = texts.interface[InterfaceText.LATER_STAGES]
        blocks = tuple(shown for block in blocks for shown in _as_far_as_the_next_stage(block, later))
    while _words(blocks) > MAX_WORDS and (detail := _last_detail(blocks)):
        blocks = tuple(_without_detail(block, detail) for block in blocks)
        behind = (detail, *behind)
    fold = [Fold(texts.interface[InterfaceText.FOLD], behind)] if behind else []
    return msgspec.structs.replace(reply, blocks=(*blocks, *fold), notices=())


def _words(blocks: tuple[Block, ...]) -> int:
    return Reply("", blocks).words


def _last_detail(blocks: tuple[Block, ...]) -> str | None:
    """The last detail of the first stage that has several; None if none has."""
    steps = (step for block in blocks if isinstance(block, PathSteps) for step in block.steps)
    return next((step.details[-1] for step in steps if len(step.details) > 1), None)


def _without_detail(block: Block, detail: str) -> Block:
    if not isinstance(block, PathSteps):
        return block
    return PathSteps(
        tuple(
            msgspec.structs.replace(step, details=tuple(text for text in step.details if text != detail))
            for step in block.steps
        )
    )


def _as_far_as_the_next_stage(block: Block, title: str) -> tuple[Block, ...]:
    """A path up to its next stage, the later ones behind a fold with that title; other blocks as they are."""
    if not isinstance(block, PathSteps):
        return (block,)
    end = next((number for number, step in enumerate(block.steps, 1) if step.is_next), len(block.steps))
    later = tuple(step.line for step in block.steps[end:])
    return (PathSteps(block.steps[:end]), *([Fold(title, ("\n".join(later),))] if later else []))
