"""Forms of replies: which one comes next, and what is kept of the last."""

from __future__ import annotations

import re

from bot.answers.reply_forms import MAX_MISSES, in_new_form
from bot.answers.text_ids import OwnText
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
TEXTS = load_answer_texts()
OUTSIDE_A_TURN = {OwnText.FAILURE, OwnText.EMPTY, OwnText.TOO_LONG, OwnText.EXPIRED_CHOICE}
"""Said where no turn was taken: nothing is known of the reply before."""

ONCE = {OwnText.FORGET, OwnText.START_OVER}
"""After these the conversation is forgotten."""

THE_SAME_EACH_TIME = {OwnText.DANGER, OwnText.ANNOYANCE}
"""The numbers to call are told whole; a few words of sympathy are short already."""

MAX_WORDS = 25


def understood(last: SentReply | None = None, **changes) -> Interpretation:
    misses = changes.pop("misses", 0)
    state = DialogueState(last_reply=last, misses=misses)
    frames = (Frame("financement", {}, None),)
    return Interpretation("financement", "fr", state, **{"rule": "request", "frames": frames, **changes})


def form_after(*forms: ReplyForm, **changes) -> ReplyForm:
    """The form that comes after one in which the same was said."""
    last = in_new_form(FULL, FORMS, understood()).sent
    for form in forms:
        last = SentReply(last.content, f"digest of {form}", form)
    return in_new_form(FULL, FORMS, understood(last, **changes)).sent.form


def test_new_reply_is_full() -> None:
    assert in_new_form(FULL, FORMS, understood()).sent.form is ReplyForm.FULL


def test_same_content_goes_through_the_forms_it_has_and_around() -> None:
    assert form_after() is ReplyForm.SHORT
    assert form_after(ReplyForm.SHORT) is ReplyForm.AGAIN
    assert form_after(ReplyForm.AGAIN) is ReplyForm.PERSON
    assert form_after(ReplyForm.PERSON) is ReplyForm.FULL


def test_adviser_who_does_not_understand_is_not_told_all_of_it_again() -> None:
    assert form_after(ReplyForm.SHORT, form=QuestionForm.SIMPLER) is ReplyForm.PERSON
    assert form_after(ReplyForm.SHORT, is_guess=True) is ReplyForm.PERSON
    assert form_after(ReplyForm.AGAIN, form=QuestionForm.SIMPLER) is ReplyForm.SHORT


def test_reply_that_is_asked_for_again_is_repeated_as_such() -> None:
    assert form_after(rule="repeat") is ReplyForm.AGAIN
    assert form_after(rule="repeat", form=QuestionForm.SIMPLER) is ReplyForm.SHORT


def test_other_content_is_full_again() -> None:
    last = in_new_form(SHORT, FORMS, understood()).sent
    assert in_new_form(FULL, FORMS, understood(last)).sent.form is ReplyForm.FULL


def test_short_form_that_is_wanted_comes_first() -> None:
    reply = in_new_form(FULL, FORMS, understood(form=QuestionForm.SIMPLER))
    assert (reply.paragraphs, reply.sent.form) == (SHORT.paragraphs, ReplyForm.SHORT)


def test_text_of_the_assistant_is_not_said_in_other_words_the_first_time() -> None:
    interpretation = understood(form=QuestionForm.SIMPLER, frames=())
    assert in_new_form(FULL, FORMS, interpretation).sent.form is ReplyForm.FULL


def test_reply_without_a_short_form_is_full_where_it_is_wanted_short() -> None:
    assert in_new_form(FULL, {}, understood(form=QuestionForm.SIMPLER)).sent.form is ReplyForm.FULL


def test_click_gets_the_full_reply_unless_that_was_just_sent() -> None:
    assert form_after(ReplyForm.SHORT, rule="") is ReplyForm.FULL
    assert form_after(rule="") is ReplyForm.SHORT


@each_row("misses", range(4))
def test_person_comes_with_the_second_miss(misses: int) -> None:
    reply = in_new_form(FULL, FORMS, understood(misses=misses))
    assert (reply.sent.form is ReplyForm.PERSON) is (misses >= MAX_MISSES)


def test_person_is_not_named_twice_in_a_row_whatever_was_missed() -> None:
    last = in_new_form(PERSON, FORMS, understood()).sent
    assert in_new_form(FULL, FORMS, understood(last, misses=MAX_MISSES)).sent.form is not ReplyForm.PERSON


def test_nothing_of_the_text_is_kept() -> None:
    sent = in_new_form(FULL, FORMS, understood()).sent
    assert re.fullmatch(r"[0-9a-f]{12}", sent.content)
    assert re.fullmatch(r"[0-9a-f]{12}", sent.text)


@each_row("language", LANGUAGES)
def test_each_text_of_the_assistant_can_be_said_in_other_words(language: str) -> None:
    lacking = {name for name in OwnText if not TEXTS[language].answers[name].en_bref}
    assert lacking == OUTSIDE_A_TURN | ONCE | THE_SAME_EACH_TIME


@each_row("language", LANGUAGES)
def test_short_forms_are_short(language: str) -> None:
    texts = TEXTS[language]
    brief = {name: text.en_bref for name, text in texts.answers.items() if text.en_bref}
    assert len(brief) >= 100
    assert {name for name, text in brief.items() if len(text.split()) > MAX_WORDS} == set()
    assert {name for name, text in brief.items() if text == texts.answers[name].texte} == set()


@each_row("language", LANGUAGES)
def test_each_fact_is_asked_for_in_other_words_the_second_time(language: str) -> None:
    assert all(demand.en_bref and demand.en_bref != demand.texte for demand in TEXTS[language].demands.values())
