"""What holds today comes before what it replaces, for somebody who asks today; a verdict comes before both."""

from __future__ import annotations

from datetime import date

from bot.answers.answerer import Answerer
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.criteria import CriterionMention
from nlu.forms import QuestionForm
from nlu.resources import project_programme
from tests.support.tables import each_row

ANSWERER = Answerer(project_programme())
TODAY = date(2026, 11, 27)
SINGLE_TRACK = "En pratique, depuis octobre 2025, il y a un seul parcours pour tout le monde"


def paragraphs(
    question: str,
    facts: dict[str, str],
    *criteria: str,
    form: QuestionForm = QuestionForm.NONE,
    on: date = TODAY,
    language: str = "fr",
) -> tuple[str, ...]:
    frame = Frame(question, facts, None, form=form, criteria=tuple(CriterionMention(name) for name in criteria))
    interpretation = Interpretation(question, language, DialogueState(), (frame,))
    reply = ANSWERER.reply(interpretation, question, on=on)
    return tuple(text.replace("\u00a0", " ").replace("’", "'") for text in reply.paragraphs)


@each_row(
    ("question", "facts", "form", "first"),
    [
        ("format", {"parcours": "ccp1"}, QuestionForm.HOW_MUCH, SINGLE_TRACK),
        ("parcours_initial", {"niveau": "intermediaire"}, QuestionForm.NONE, SINGLE_TRACK),
        ("conditions", {"parcours": "modules", "cadre": "initiale"}, QuestionForm.NONE,
         "En pratique, depuis 2025, la convocation n'est plus"),
        ("inscription", {"parcours": "ccp1", "territoire": "974"}, QuestionForm.NONE,
         "En pratique, depuis octobre 2024"),
    ],
)  # fmt: skip
def test_newer_rule_of_each_kind_comes_before_the_one_that_it_replaces(
    question: str, facts: dict[str, str], form: QuestionForm, first: str
) -> None:
    current, before, *_ = paragraphs(question, facts, form=form)
    assert current.startswith(first)
    assert "Auparavant :" in before or "page de Hubikoop (printemps 2024)" in before


def test_day_of_the_question_is_named_and_a_day_counting_as_today_is_not() -> None:
    earlier, course = date(2024, 2, 1), {"parcours": "modules"}
    named, *of_that_day = ANSWERER.answer(Frame("organisme", course, None, earlier), "fr", TODAY).paragraphs
    on_that_day = ANSWERER.answer(Frame("organisme", course, None), "fr", earlier)
    assert "1er février 2024" in named.replace("\u00a0", " ")
    assert tuple(of_that_day) == on_that_day.paragraphs
