"""Other forms of the texts: short, under a title, and about another person.

The code that makes an answer does not know which form it has.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerText, AnswerTexts, FactTexts

Text = TypeVar("Text", AnswerText, FactTexts)


def in_brief(texts: AnswerTexts) -> AnswerTexts:
    """The texts with answers and questions for facts in their short form, if they have one.

    Notices stay, since an answer may be wrong without them, but do not name their sources.
    """
    return msgspec.structs.replace(
        texts,
        answers={name: _brief(text) for name, text in texts.answers.items()},
        demands={fact: _brief(text) for fact, text in texts.demands.items()},
        acts=msgspec.structs.replace(texts.acts, raisons={}, formes={}),
        interface=texts.interface | {InterfaceText.NOTICE: texts.interface[InterfaceText.NOTICE_IN_BRIEF]},
        is_in_brief=True,
    )


def for_parts(texts: AnswerTexts) -> AnswerTexts:
    """The texts for a reply to several questions: short, each part in the form of its question."""
    return msgspec.structs.replace(in_brief(texts), acts=texts.acts, demands=texts.demands)


def on_cards(texts: AnswerTexts) -> AnswerTexts:
    """The texts with answers in their form under a title with the course's name, if they have one."""
    answers = {
        name: msgspec.structs.replace(text, texte=text.en_carte) if text.en_carte else text
        for name, text in texts.answers.items()
    }
    return msgspec.structs.replace(texts, answers=answers)


def of_another(texts: AnswerTexts) -> AnswerTexts:
    """The texts with answers, reasons and questions for facts worded for another person, if they have such a form."""
    return msgspec.structs.replace(
        texts,
        answers={name: _of_another(text) for name, text in texts.answers.items()},
        demands={fact: _of_another(text) for fact, text in texts.demands.items()},
        acts=msgspec.structs.replace(texts.acts, raisons=texts.acts.raisons | texts.acts.raisons_d_un_autre),
        is_of_another=True,
    )


def _brief(text: Text) -> Text:
    return msgspec.structs.replace(text, texte=text.en_bref) if text.en_bref else text


def _of_another(text: Text) -> Text:
    return msgspec.structs.replace(text, texte=text.d_un_autre) if text.d_un_autre else text
