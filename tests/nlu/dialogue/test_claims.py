"""Figures that an adviser puts forward, and what an adviser takes for granted."""

from __future__ import annotations

from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from tests.support.tables import each_row
from tests.support.utterances import AFRESH, interpreted

AFTER_CCP1 = DialogueState(history=(FrameOutline("format", "ccp1"),))


def claimed(interpretation: Interpretation) -> tuple[str, list[tuple[int, str | None]]]:
    assert interpretation.claim
    return interpretation.claim.item, sorted((figure.value, figure.unit) for figure in interpretation.claim.figures)


@each_row(
    ("text", "form", "state", "courses", "claim"),
    [
        (
            "le titre dure bien 17 semaines ?",
            QuestionForm.YES_NO,
            AFRESH,
            ("titre_complet",),
            ("titre_complet", [(17, "semaines")]),
        ),
        ("on m'a dit 400h", QuestionForm.NONE, AFTER_CCP1, (), ("ccp1", [(400, "heures")])),
        (
            "175 + 210 ça fait 385, donc presque 400 non ?",
            QuestionForm.YES_NO,
            AFTER_CCP1,
            (),
            ("ccp1", [(175, "heures"), (210, "heures"), (385, "heures")]),
        ),
    ],
)
def test_figure_is_claimed_of_the_course_named_or_the_last(text, form, state, courses, claim) -> None:
    assert claimed(interpreted(text, form, state, intent="format", courses=courses)) == claim


def test_figures_to_choose_from_are_no_department() -> None:
    text, seventy = "c'est 70 ou 175 heures ?", StatedPlace(("70",), "70")
    interpretation = interpreted(text, QuestionForm.HOW_MUCH, AFTER_CCP1, intent="format", place=seventy)
    assert claimed(interpretation)[1] == [(70, "heures"), (175, "heures")]
    assert interpretation.state.place is None


@each_row("text", ["combien d'heures ?", "je peux suivre deux modules ?"])
def test_question_without_a_figure_of_the_course_claims_nothing(text: str) -> None:
    assert interpreted(text, QuestionForm.YES_NO, AFTER_CCP1, intent="format").claim is None


def test_level_that_only_a_figure_states_is_not_kept_and_one_stated_narrows_the_claim() -> None:
    by_figure, level = "175 h pour moi, donc ?", {"niveau": "intermediaire"}
    kept = interpreted(by_figure, QuestionForm.YES_NO, AFTER_CCP1, intent="format", facts=level).state.facts
    assert "niveau" not in kept
    stated, level = "je débute, donc 315 h pour moi ?", {"niveau": "debutant"}
    assert claimed(interpreted(stated, QuestionForm.YES_NO, AFTER_CCP1, intent="format", facts=level))[0] == "debutant"


def test_premise_is_decided_on_beside_the_question_unless_it_is_what_is_asked() -> None:
    text, title = "puisque le titre est obligatoire, je m'inscris où ?", ("titre_complet",)
    interpretation = interpreted(text, QuestionForm.WHERE, intent="inscription", courses=title)
    (premise,) = interpretation.premises
    assert (premise.frame.question, premise.frame.facts["parcours"]) == ("obligation", "titre_complet")
    assert [(frame.question, frame.criteria) for frame in interpretation.frames] == [("inscription", ())]
    asked = interpreted("le titre est obligatoire ?", QuestionForm.YES_NO, intent="obligation", courses=title)
    assert asked.premises == ()
