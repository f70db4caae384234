"""Notices: what a source of lower precedence says about the same case, in one line."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answers.explanations import cited
from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts
from rules.decision import Notice


def notice_text(notice: Notice, values: Mapping[str, object], texts: AnswerTexts) -> str:
    """A notice in words: what it changes in practice if its text says so, else a remark.

    Args:
        notice: the source's decision.
        values: what fills the words in braces.
        texts: the texts of the language.
    """
    answer, source = texts.answers[notice.wording], cited(notice.citation, texts)
    if answer.en_pratique:
        return texts.fill(
            texts.interface[InterfaceText.IN_PRACTICE], {"texte": texts.fill(answer.en_pratique, values), **source}
        )
    shown = texts.fill(answer.avis or answer.texte, values)
    return texts.fill(texts.interface[InterfaceText.NOTICE], {"avis": shown, **source})
