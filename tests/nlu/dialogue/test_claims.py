"""Figures that an adviser puts forward, and what an adviser takes for granted."""

from __future__ import annotations

from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.model import CourseSpan, Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.resources import project_resources
from tests.support.tables import each_row

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter
AFRESH = DialogueState()
AFTER_CCP1 = DialogueState(history=(FrameOutline("format", "ccp1"),))


def asked(
    text: str,
    form: QuestionForm = QuestionForm.YES_NO,
    *,
    state: DialogueState = AFRESH,
    intent: str = "format",
    courses: tuple[str, ...] = (),
    facts: dict[str, str] | None = None,
    place: StatedPlace | None = None,
) -> Interpretation:
    whole = ClassifiedClause(Clause(text, 0, True), ((intent, 0.9), ("saluer", 0.01)))
    spans = tuple(CourseSpan(course, 0, len(text)) for course in courses)
    entities = Entities(courses=courses, course_spans=spans, facts=facts or {}, place=place)
    return INTERPRETER.interpret(Turn.of(Utterance(whole, (), entities, Reference.NONE, "fr", form), state, TODAY))


def claimed(interpretation: Interpretation) -> tuple[str, list[tuple[int, str | None]]]:
    assert interpretation.claim
    return interpretation.claim.item, [(figure.value, figure.unit) for figure in interpretation.claim.figures]


def test_figure_is_claimed_of_the_course_named() -> None:
    interpretation = asked("le titre dure bien 17 semaines ?", courses=("titre_complet",))
    assert claimed(interpretation) == ("titre_complet", [(17, "semaines")])


def test_figure_is_claimed_of_the_last_course() -> None:
    assert claimed(asked("donc 175 h pour moi ?", state=AFTER_CCP1)) == ("ccp1", [(175, "heures")])


def test_assertion_claims_too() -> None:
    interpretation = asked("on m'a dit 400h", QuestionForm.NONE, state=AFTER_CCP1)
    assert claimed(interpretation) == ("ccp1", [(400, "heures")])


def test_numbers_that_are_hours_of_the_course_need_no_unit_and_rough_ones_do_not_count() -> None:
    interpretation = asked("175 + 210 ça fait 385, donc presque 400 non ?", state=AFTER_CCP1)
    assert claimed(interpretation) == ("ccp1", [(175, "heures"), (210, "heures"), (385, "heures")])


def test_figures_to_choose_from_are_no_department() -> None:
    interpretation = asked(
        "c'est 70 ou 175 heures ?", QuestionForm.HOW_MUCH, state=AFTER_CCP1, place=StatedPlace(("70",), "70")
    )
    assert sorted(claimed(interpretation)[1]) == [(70, "heures"), (175, "heures")]
    assert interpretation.state.place is None


def test_falsehood_asked_about_is_heard() -> None:
    interpretation = asked("donc c'est faux, 400 h ?", state=AFTER_CCP1)
    assert interpretation.claim
    assert interpretation.claim.denied


def test_level_that_only_a_figure_states_is_not_kept() -> None:
    interpretation = asked("175 h pour moi, donc ?", state=AFTER_CCP1, facts={"niveau": "intermediaire"})
    assert "niveau" not in interpretation.state.facts


def test_level_that_is_stated_narrows_the_claim() -> None:
    interpretation = asked("je débute, donc 315 h pour moi ?", state=AFTER_CCP1, facts={"niveau": "debutant"})
    assert claimed(interpretation)[0] == "debutant"


@each_row(
    ("text", "form"),
    [
        ("combien d'heures ?", QuestionForm.HOW_MUCH),
        ("je peux suivre deux modules ?", QuestionForm.YES_NO),
        ("c'est obligatoire ?", QuestionForm.YES_NO),
    ],
)
def test_question_without_a_figure_of_the_course_claims_nothing(text: str, form: QuestionForm) -> None:
    assert asked(text, form, state=AFTER_CCP1).claim is None


def test_premise_is_decided_on_beside_the_question() -> None:
    interpretation = asked(
        "puisque le titre est obligatoire, je m'inscris où ?",
        QuestionForm.WHERE,
        intent="inscription",
        courses=("titre_complet",),
    )
    (premise,) = interpretation.premises
    assert premise.frame.question == "obligation"
    assert premise.frame.facts["parcours"] == "titre_complet"
    assert [frame.question for frame in interpretation.frames] == ["inscription"]
    assert interpretation.frames[0].criteria == ()


def test_criterion_that_is_asked_about_is_no_premise() -> None:
    assert asked("le titre est obligatoire ?", intent="obligation", courses=("titre_complet",)).premises == ()
