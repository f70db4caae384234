"""Other forms of the texts: in short, under a title, and of someone else than who writes.

What makes an answer does not see which.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerText, AnswerTexts, FactTexts

Text = TypeVar("Text", AnswerText, FactTexts)


def in_brief(texts: AnswerTexts) -> AnswerTexts:
    """The texts with each answer and each question for a fact in its short form, where it has one.

    Notices are kept, for an answer may be wrong without them; their sources are not named.
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
    """The texts of the parts of a reply to several questions: in short, each in the form of its question."""
    return msgspec.structs.replace(in_brief(texts), acts=texts.acts, demands=texts.demands)


def on_cards(texts: AnswerTexts) -> AnswerTexts:
    """The texts with each answer as it stands under a title that names its training, where it has that form."""
    answers = {
        name: msgspec.structs.replace(text, texte=text.en_carte) if text.en_carte else text
        for name, text in texts.answers.items()
    }
    return msgspec.structs.replace(texts, answers=answers)


def of_another(texts: AnswerTexts) -> AnswerTexts:
    """The texts with each answer, reason and question for a fact as it is said of someone else, where it has that."""
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
