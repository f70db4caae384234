"""Forms of a reply: what was just said is said in another form, so that the same reply is never sent twice in a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

import msgspec

from bot.messages import Reply
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import ReplyForm, SentReply
from nlu.forms import QuestionForm

MAX_MISSES = 2
"""Messages in a row that are not understood, the last of which is told whom to write to."""

DIGEST_CHARACTERS = 12

Forms = Mapping[ReplyForm, Callable[[], "Reply | None"]]
"""What makes a reply in each of the forms that it has; None where it turns out to have nothing to say."""


def content_digest(reply: Reply) -> str:
    """A digest of what a reply says, which tells nothing of it."""
    return sha256(reply.text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def content_of(reply: Reply) -> str:
    """The digest of what a reply says, without what only surrounds it (that it is a guess, what is asked again)."""
    return reply.sent.content if reply.sent else content_digest(reply)


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
    if interpretation.state.misses >= MAX_MISSES:
        return _from(ReplyForm.PERSON)
    if same is None:
        is_simpler = interpretation.form is QuestionForm.SIMPLER
        return (ReplyForm.SHORT, ReplyForm.FULL) if is_simpler else (ReplyForm.FULL,)
    if not interpretation.rule:
        return _from(ReplyForm.FULL)  # a click asks for the answer, whatever was said of it in short
    return (*_from(same.form)[1:], same.form)


def _from(first: ReplyForm) -> tuple[ReplyForm, ...]:
    """All forms in their order, from one on and around."""
    order = tuple(ReplyForm)
    start = order.index(first)
    return order[start:] + order[:start]
