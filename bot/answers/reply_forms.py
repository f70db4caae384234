"""Forms of a reply: what was just said is said in another form, so that the same reply is never sent twice in a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from bot.messages import Reply
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.proposals import CONCLUDING_RULES, ActRule
from nlu.dialogue.state import ReplyForm, SentReply
from nlu.forms import QuestionForm

MAX_MISSES = 2
"""Messages in a row that are not understood, the last of which is told whom to write to."""

DIGEST_CHARACTERS = 12

_ALL: Final = tuple(ReplyForm)
_UNASKED: Final = (ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.AGAIN, ReplyForm.PERSON)
"""To a question of other words: the same once more comes after what could make it more precise."""
_CONFIRMING: Final = (ReplyForm.AGAIN, ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.PERSON)
_TO_BE_CLEARER: Final = (ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.PERSON)
"""To an adviser who does not understand, the same at the same length says nothing; another question may be answered by
another part of it."""

MAX_GIVEN_ONCE = 20
"""Of what is said once: what was said longer ago is said again."""

Forms = Mapping[ReplyForm, Callable[[], "Reply | None"]]
"""What makes a reply in each of the forms that it has; None where it turns out to have nothing to say."""


def content_digest(reply: Reply) -> str:
    """A digest of what a reply answers, notices aside, which tells nothing of it, nor of what the adviser said."""
    return _digest(msgspec.structs.replace(reply.without_quotes(), notices=()).text)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def content_of(reply: Reply) -> str:
    """The digest of what a reply says, without what only surrounds it (that it is a guess, what is asked again)."""
    return reply.sent.content if reply.sent else content_digest(reply)


def telling_once(
    reply: Reply, full: Reply, sympathy: Sequence[str], last: SentReply | None, again: Sequence[str] = ()
) -> Reply:
    """The reply after a word of sympathy, without what was told before in the conversation: that word, and its notices.

    Args:
        reply: the reply, with what the conversation is to keep of it.
        full: the reply in its full form, whose notices are those of the short one in more words.
        sympathy: the paragraphs of the word, if one is due.
        last: the reply before.
        again: the word where the other one was told before.
    """
    before = last.given_once if last else ()
    are_known = bool(full.notices) and all(_digest(notice) in before for notice in full.notices)
    notices = () if are_known else tuple(notice for notice in reply.notices if _digest(notice) not in before)
    words = (tuple(text for text in each if _digest(text) not in before) for each in (sympathy, again))
    kindly = next(filter(None, words), ())
    now = tuple(dict.fromkeys((*before, *(_digest(text) for text in (*kindly, *notices)))))[-MAX_GIVEN_ONCE:]
    sent = reply.sent and msgspec.structs.replace(reply.sent, given_once=now)
    return msgspec.structs.replace(reply, blocks=(*kindly, *reply.blocks), notices=notices, sent=sent)


def in_new_form(full: Reply, forms: Forms, interpretation: Interpretation) -> Reply:
    """The reply in the first form that was not just sent, with what the state is to keep of it.

    Args:
        full: the reply as if nothing had been said before.
        forms: its other forms.
        interpretation: how the message was understood, with the state that knows the last reply.
    """
    last = interpretation.state.last_reply
    content = content_of(full)
    is_same = last is not None and last.content == content
    for form in _order(interpretation, last if is_same else None):
        reply = full if form is ReplyForm.FULL else forms[form]() if form in forms else None
        if reply is None:
            continue
        text = content_digest(reply)
        if last is None or (last.text != text and not (is_same and last.form is form)):
            return msgspec.structs.replace(reply, sent=SentReply(content, text, form))
    return msgspec.structs.replace(full, sent=SentReply(content, content_digest(full), ReplyForm.FULL))


def _order(interpretation: Interpretation, same: SentReply | None) -> tuple[ReplyForm, ...]:
    """The forms in the order in which they are tried; `same` is the last reply where it said the same."""
    is_simpler = interpretation.form is QuestionForm.SIMPLER
    if interpretation.state.misses >= MAX_MISSES:
        return _from(ReplyForm.PERSON, _ALL)
    if same is None:
        return (ReplyForm.SHORT, ReplyForm.FULL) if is_simpler and interpretation.frames else (ReplyForm.FULL,)
    if not interpretation.rule:
        return _ALL  # a click asks for the answer, whatever was said of it in short
    if interpretation.rule in CONCLUDING_RULES:
        return _CONFIRMING
    if interpretation.rule == ActRule.REPEAT and not is_simpler:
        return _from(ReplyForm.AGAIN, _ALL)
    checked = interpretation.rule == ActRule.CHECK_ANSWERED
    if is_simpler or interpretation.is_guess or checked:
        last = ReplyForm.FULL if same.form is ReplyForm.AGAIN else same.form
        return _after(last, _TO_BE_CLEARER)
    return _after(same.form, _UNASKED if interpretation.rule == ActRule.REQUEST else _ALL)


def _from(first: ReplyForm, forms: tuple[ReplyForm, ...]) -> tuple[ReplyForm, ...]:
    """Forms from one on and around."""
    start = forms.index(first)
    return forms[start:] + forms[:start]


def _after(last: ReplyForm, forms: tuple[ReplyForm, ...]) -> tuple[ReplyForm, ...]:
    """Forms from the next of one on and around."""
    first, *others = _from(last, forms)
    return (*others, first)
