"""Forms of a reply: a repeated answer takes another form, so that the same reply is never sent twice in a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from bot.messages import Reply
from nlu.dialogue.act import ActRule
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import ReplyForm, SentReply
from nlu.forms import QuestionForm

MAX_MISSES = 2
"""After this many misunderstood messages in a row, the reply says whom to write to."""

DIGEST_CHARACTERS = 12

_ALL: Final = tuple(ReplyForm)
_UNASKED: Final = (ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.AGAIN, ReplyForm.PERSON)
"""For the same question in other words: asking for precision comes before repeating."""
_CONFIRMING: Final = (ReplyForm.AGAIN, ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.PERSON)
_TO_BE_CLEARER: Final = (ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.PERSON)
"""For an adviser who does not understand, without AGAIN: the same at the same length tells nothing. A shorter or fuller
form may answer another question."""

MAX_GIVEN_ONCE = 20
"""Texts remembered as told once; older ones may be told again."""

Forms = Mapping[ReplyForm, Callable[[], "Reply | None"]]
"""Makes a reply in each of its forms; None if a form has nothing to say."""


def content_digest(reply: Reply) -> str:
    """A digest of an answer without its notices and quotes; neither can be read from it."""
    return _digest(msgspec.structs.replace(reply.without_quotes(), notices=()).text)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def content_of(reply: Reply) -> str:
    """The digest of a reply's answer, without what surrounds it (that it is a guess, a question put again)."""
    return reply.sent.content if reply.sent else content_digest(reply)


def telling_once(
    reply: Reply, full: Reply, sympathy: Sequence[str], last: SentReply | None, again: Sequence[str] = ()
) -> Reply:
    """Open a reply with a word of sympathy, and drop the words and notices that the conversation has had already.

    Args:
        reply: the reply, with what the conversation keeps of it.
        full: its full form; its notices are those of the short form in more words.
        sympathy: the paragraphs of the word, if one is due.
        last: the last reply.
        again: the word to use if `sympathy` was told before.
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
    """The reply in the first form that was not just sent, with what the state keeps of it.

    Args:
        full: the reply as if nothing had been said before.
        forms: its other forms.
        interpretation: how the message was understood; its state has the last reply.
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
    """The forms in the order to try them; `same` is the last reply, if it gave the same answer."""
    is_simpler = interpretation.form is QuestionForm.SIMPLER
    if interpretation.state.misses >= MAX_MISSES:
        return _from(ReplyForm.PERSON, _ALL)
    if same is None:
        return (ReplyForm.SHORT, ReplyForm.FULL) if is_simpler and interpretation.frames else (ReplyForm.FULL,)
    if not interpretation.rule:
        return _ALL  # a click asks for the full answer, even after a short one
    if interpretation.rule == ActRule.CONCLUSION:
        return _CONFIRMING
    if interpretation.rule == ActRule.REPEAT and not is_simpler:
        return _from(ReplyForm.AGAIN, _ALL)
    checked = interpretation.rule == ActRule.CHECK_ANSWERED
    if is_simpler or interpretation.is_guess or checked:
        last = ReplyForm.FULL if same.form is ReplyForm.AGAIN else same.form
        return _after(last, _TO_BE_CLEARER)
    return _after(same.form, _UNASKED if interpretation.rule == ActRule.REQUEST else _ALL)


def _from(first: ReplyForm, forms: tuple[ReplyForm, ...]) -> tuple[ReplyForm, ...]:
    """The forms, rotated to begin with `first`."""
    start = forms.index(first)
    return forms[start:] + forms[:start]


def _after(last: ReplyForm, forms: tuple[ReplyForm, ...]) -> tuple[ReplyForm, ...]:
    """The forms, rotated to begin after `last`."""
    first, *others = _from(last, forms)
    return (*others, first)
