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


def test_current_length_comes_first_with_its_source_and_the_older_one_after_it() -> None:
    current, before = paragraphs("parcours_initial", {})
    assert current.startswith(SINGLE_TRACK)
    assert current.endswith("Francil'IN (site officiel, octobre 2025).")
    assert before.startswith("La page de Hubikoop (printemps 2024) prévoit trois parcours")


@each_row(
    ("question", "facts", "form", "first"),
    [
        ("format", {"parcours": "ccp1"}, QuestionForm.HOW_MUCH, SINGLE_TRACK),
        ("parcours_initial", {"niveau": "intermediaire"}, QuestionForm.NONE, SINGLE_TRACK),
        (
            "conditions",
            {"parcours": "modules", "cadre": "initiale"},
            QuestionForm.NONE,
            "En pratique, depuis 2025, la convocation n'est plus",
        ),
        ("organisme", {"parcours": "ccp1", "territoire": "973"}, QuestionForm.NONE, "En pratique, depuis octobre 2024"),
        (
            "inscription",
            {"parcours": "ccp1", "territoire": "974"},
            QuestionForm.NONE,
            "En pratique, depuis octobre 2024",
        ),
    ],
)
def test_newer_rule_of_each_kind_comes_before_the_one_that_it_replaces(
    question: str, facts: dict[str, str], form: QuestionForm, first: str
) -> None:
    current, before, *_ = paragraphs(question, facts, form=form)
    assert current.startswith(first)
    assert "Auparavant :" in before or "page de Hubikoop (printemps 2024)" in before


def test_same_order_holds_in_english() -> None:
    current, before = paragraphs("parcours_initial", {}, language="en")
    assert current.startswith("In practice, since October 2025, there has been a single track")
    assert before.startswith("Hubikoop's page (spring 2024) has three tracks")


def test_verdict_comes_before_what_holds_in_practice() -> None:
    first, *_ = paragraphs("conditions", {"parcours": "modules"}, "possible", form=QuestionForm.YES_NO)
    assert not first.startswith(("En pratique", "Auparavant"))


def test_what_is_not_known_comes_before_a_newer_rule_about_something_else() -> None:
    first, *_ = paragraphs("format", {"parcours": "ccp1"}, "a_distance", form=QuestionForm.YES_NO)
    assert first.startswith("Je n'ai pas cette information")


def test_day_before_the_newer_rule_has_the_answer_alone() -> None:
    (only,) = paragraphs("parcours_initial", {}, on=date(2025, 9, 30))
    assert only.startswith("La page de Hubikoop (printemps 2024) prévoit trois parcours")


def test_what_only_adds_to_an_answer_comes_after_it() -> None:
    first, added = paragraphs("format", {"parcours": "titre_complet"})
    assert first.startswith("Le titre complet dure 17 semaines")
    assert added.startswith("En pratique, le titre REMN a été remplacé")
