"""Unanswered questions: the programme is silent on them, or they were not understood."""

from __future__ import annotations

from functools import partial

from bot.messages import Reply
from bot.process.long_work import long_work
from bot.storage.masking import Masking
from bot.storage.open_questions import UnansweredQuestion
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.interpretation import Interpretation
from nlu.intents import FALLBACK, OUT_OF_SCOPE


async def unanswered(
    text: str,
    choice: ChoiceMeaning | None,
    interpretation: Interpretation | None,
    reply: Reply,
    mask: Masking,
    hub: str | None = None,
) -> UnansweredQuestion | None:
    """The unanswered question to keep, masked; None if it was answered.

    A click is kept as the name of its question. Masking a long text takes long; others are answered meanwhile.
    `hub` is the id of the hub whose page or link the message came by.
    """
    if interpretation is None:
        return None
    missed = interpretation.is_guess or bool(interpretation.not_answered)
    not_understood = missed or interpretation.intent in (FALLBACK, OUT_OF_SCOPE)
    if reply.answered and not not_understood:
        return None
    return UnansweredQuestion(
        kind="not_understood" if not_understood else "no_rule",
        language=interpretation.language,
        text=f"[{choice.question or 'choix'}]" if choice else await long_work(partial(mask, text)),
        question=reply.question,
        intents=interpretation.ranking,
        hub=hub,
    )
