"""Forms of replies: which one comes next, and what is kept of the last."""

from __future__ import annotations

import re

from bot.answers.reply_forms import MAX_MISSES, in_new_form
from bot.answers.texts import LANGUAGES, load_answer_texts
from bot.messages import Reply
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState, ReplyForm, SentReply
from nlu.forms import QuestionForm
from tests.support.tables import each_row

FULL = Reply("fr", ("La réponse, avec tout ce qu'il faut savoir.",))
SHORT = Reply("fr", ("La réponse.",))
PERSON = Reply("fr", ("Écrivez.",))
AGAIN = Reply("fr", ("De nouveau :", *FULL.paragraphs))
FORMS = {
    ReplyForm.SHORT: lambda: SHORT,
    ReplyForm.AGAIN: lambda: AGAIN,
    ReplyForm.CHECK: lambda: None,
    ReplyForm.PERSON: lambda: PERSON,
}
SIMPLER = {"form": QuestionForm.SIMPLER}
TEXTS = load_answer_texts()
MAX_WORDS = 25


def understood(last: SentReply | None = None, **changes) -> Interpretation:
    misses = changes.pop("misses", 0)
    state = DialogueState(last_reply=last, misses=misses)
    frames = (Frame("financement", {}, None),)
    return Interpretation("financement", "fr", state, **{"rule": "request", "frames": frames, **changes})


@each_row(
    ("last_form", "changes", "form"),
    [
        # the same content goes through the forms that it has, and around
        (ReplyForm.FULL, {}, ReplyForm.SHORT),
        (ReplyForm.SHORT, {}, ReplyForm.AGAIN),
        (ReplyForm.AGAIN, {}, ReplyForm.PERSON),
        (ReplyForm.PERSON, {}, ReplyForm.FULL),
        # who does not understand is not told all of it again
        (ReplyForm.SHORT, SIMPLER, ReplyForm.PERSON),
        # what is asked for again is repeated as such
        (ReplyForm.FULL, {"rule": "repeat"}, ReplyForm.AGAIN),
        (ReplyForm.FULL, {"rule": "repeat", **SIMPLER}, ReplyForm.SHORT),
        # a click gets the full reply unless that was just sent
        (ReplyForm.SHORT, {"rule": ""}, ReplyForm.FULL),
        # something else was said: in full, unless it is wanted short
        (None, {}, ReplyForm.FULL),
        (None, {**SIMPLER, "frames": ()}, ReplyForm.FULL),  # a text of the assistant itself
        (None, {"misses": MAX_MISSES - 1}, ReplyForm.FULL),
        (None, {"misses": MAX_MISSES}, ReplyForm.PERSON),
    ],
)
def test_what_was_just_said_comes_in_another_form(last_form: ReplyForm | None, changes: dict, form: ReplyForm) -> None:
    said = FULL if last_form else Reply("fr", ("Autre chose.",))
    last = in_new_form(said, FORMS, understood()).sent
    if last_form not in (None, ReplyForm.FULL):
        last = SentReply(last.content, f"digest of {last_form}", last_form)
    assert in_new_form(FULL, FORMS, understood(last, **changes)).sent.form is form


def test_nothing_of_the_text_is_kept() -> None:
    sent = in_new_form(FULL, FORMS, understood()).sent
    assert re.fullmatch(r"[0-9a-f]{12}", sent.content)
    assert re.fullmatch(r"[0-9a-f]{12}", sent.text)


@each_row("language", LANGUAGES)
def test_short_forms_are_short(language: str) -> None:
    texts = TEXTS[language]
    brief = {name: text.en_bref for name, text in texts.answers.items() if text.en_bref}
    assert len(brief) >= 100
    assert {name for name, text in brief.items() if len(text.split()) > MAX_WORDS} == set()
    assert {name for name, text in brief.items() if text == texts.answers[name].texte} == set()
