"""Organisations that an adviser compares or chooses among, and those that "lequel ?" means."""

from __future__ import annotations

from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.history import courses_of
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.model import Entities, StatedPlace
from nlu.forms import QuestionForm
from nlu.resources import project_programme, project_resources
from tests.support.tables import each_row

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter
PROGRAMME = project_programme()
AFRESH = DialogueState()
COMPARED = DialogueState(
    history=(FrameOutline("organisme", "titre_complet"),), organisations=("ensc", "la_melee"), form=QuestionForm.COMPARE
)
PAU = StatedPlace(("64",), "Pau")


def asked(
    text: str,
    *organisations: str,
    form: QuestionForm = QuestionForm.NONE,
    intent: str = "acteur",
    state: DialogueState = AFRESH,
    courses: tuple[str, ...] = (),
    place: StatedPlace | None = None,
) -> Interpretation:
    whole = ClassifiedClause(Clause(text, 0, True), ((intent, 0.9), ("saluer", 0.01)))
    cited = {"organisme_cite": organisations[0]} if organisations else {}
    entities = Entities(organisations=organisations, courses=courses, facts=cited, place=place)
    utterance = Utterance(whole, (), entities, Reference.NONE, "fr", form)
    return INTERPRETER.interpret(Turn.of(utterance, state, TODAY))


@each_row(
    ("text", "form", "intent"),
    [
        ("différence entre La Mednum et La Fabrik ?", QuestionForm.COMPARE, "acteur"),
        ("La Mednum ou La Fabrik ?", QuestionForm.NONE, "hors_sujet"),
        ("La Mednum, La Fabrik, lequel je choisis ?", QuestionForm.WHICH, "choix_modules"),
        ("La Mednum a repris La Fabrik ?", QuestionForm.YES_NO, "acteur"),
    ],
)
def test_two_organisations_are_compared(text: str, form: QuestionForm, intent: str) -> None:
    interpretation = asked(text, "mednum", "fabrik", form=form, intent=intent)
    assert interpretation.organisations == ("mednum", "fabrik")
    assert [frame.facts["organisme_cite"] for frame in interpretation.frames] == ["mednum", "fabrik"]


def test_organisations_that_share_a_course_are_decided_on_by_it() -> None:
    (frame,) = asked("ENSC ou Histya ?", "ensc", "histya").frames
    assert (frame.question, frame.facts) == ("organisme", {"parcours": "titre_complet"})


def test_course_that_is_named_decides_where_one_of_them_runs_it() -> None:
    (frame,) = asked("Histya ou La Fabrik pour le CCP1 ?", "histya", "fabrik", courses=("ccp1",)).frames
    assert (frame.question, frame.facts["parcours"]) == ("organisme", "ccp1")


def test_one_organisation_is_not_compared() -> None:
    assert asked("c'est qui, La Mednum ?", "mednum").organisations == ()


def test_another_question_about_two_organisations_is_not_a_comparison() -> None:
    interpretation = asked("qui paie, avec La Mednum et La Fabrik ?", "mednum", "fabrik", intent="financement")
    assert interpretation.organisations == ()


def test_which_means_the_last_two() -> None:
    state = DialogueState(history=(FrameOutline("acteur"),), organisations=("ensc", "histya"))
    interpretation = asked("lequel je contacte en premier ?", form=QuestionForm.WHICH, intent="contact", state=state)
    assert interpretation.organisations == ("ensc", "histya")


def test_place_after_a_comparison_decides_it() -> None:
    interpretation = asked("je suis à Pau", place=PAU, intent="preciser", state=COMPARED)
    assert interpretation.organisations == ("ensc", "la_melee")
    assert interpretation.frames[0].place == PAU


def test_one_of_those_compared_is_asked_about_there() -> None:
    interpretation = asked(
        "à Pau, je peux prendre l'ENSC ?", "ensc", form=QuestionForm.YES_NO, place=PAU, state=COMPARED
    )
    assert interpretation.organisations == ("ensc",)
    assert interpretation.state.organisations == ("ensc", "la_melee")


def test_one_more_named_joins_the_last() -> None:
    state = DialogueState(history=(FrameOutline("acteur"),), organisations=("fabrik",))
    assert asked("et La Mednum ?", "mednum", state=state).state.organisations == ("fabrik", "mednum")


def test_who_does_what_means_the_last_two_else_everybody() -> None:
    recent = DialogueState(history=(FrameOutline("acteur"),), organisations=("fabrik", "mednum"))
    assert asked("qui pour quoi ?", intent="mon_parcours", state=recent).organisations == ("fabrik", "mednum")
    general = asked("qui fait quoi ?", intent="mon_parcours")
    assert [(frame.question, frame.facts) for frame in general.frames] == [("acteur", {})]


@each_row(
    ("organisation", "course"), [("francilin_outre_mer", "ccp1"), ("histya", "titre_complet"), ("mednum", "modules")]
)
def test_courses_of_an_organisation_are_those_that_rows_name_it_for(organisation: str, course: str) -> None:
    assert course in courses_of(PROGRAMME, organisation)
