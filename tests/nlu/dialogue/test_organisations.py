"""Organisations that an adviser compares or chooses among, and those that "lequel ?" means."""

from __future__ import annotations

from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from tests.support.tables import each_row
from tests.support.utterances import AFRESH, interpreted

COMPARED = DialogueState(
    history=(FrameOutline("organisme", "titre_complet"),), organisations=("ensc", "la_melee"), form=QuestionForm.COMPARE
)
LAST_TWO = DialogueState(history=(FrameOutline("acteur"),), organisations=("fabrik", "mednum"))
PAU = StatedPlace(("64",), "Pau")


@each_row(
    ("text", "named", "form", "intent", "state", "compared"),
    [
        ("différence entre eux ?", ("mednum", "fabrik"), QuestionForm.COMPARE, "acteur", AFRESH, ("mednum", "fabrik")),
        ("La Mednum ou La Fabrik ?", ("mednum", "fabrik"), QuestionForm.NONE, "hors_sujet", AFRESH, None),
        ("c'est qui, La Mednum ?", ("mednum",), QuestionForm.NONE, "acteur", AFRESH, ()),
        ("qui paie, avec les deux ?", ("mednum", "fabrik"), QuestionForm.NONE, "financement", AFRESH, ()),
        ("lequel je contacte ?", (), QuestionForm.WHICH, "contact", LAST_TWO, ("fabrik", "mednum")),
        ("qui fait quoi ?", (), QuestionForm.WHICH, "acteur", LAST_TWO, ("fabrik", "mednum")),
    ],
)
def test_organisations_compared_are_the_two_named_or_the_last_two(text, named, form, intent, state, compared) -> None:
    interpretation = interpreted(text, form, state, intent=intent, organisations=named)
    assert interpretation.organisations == (named if compared is None else compared)


@each_row(
    ("text", "named", "courses", "course"),
    [
        ("ENSC ou Histya ?", ("ensc", "histya"), (), "titre_complet"),
        ("Histya ou La Fabrik pour le CCP1 ?", ("histya", "fabrik"), ("ccp1",), "ccp1"),
    ],
)
def test_organisations_are_decided_on_by_the_course_named_or_shared(text, named, courses, course) -> None:
    (frame,) = interpreted(text, QuestionForm.WHICH, intent="acteur", organisations=named, courses=courses).frames
    assert (frame.question, frame.facts["parcours"]) == ("organisme", course)


def test_place_after_a_comparison_decides_it() -> None:
    interpretation = interpreted("je suis à Pau", place=PAU, intent="preciser", state=COMPARED)
    assert interpretation.organisations == ("ensc", "la_melee")
    assert interpretation.frames[0].place == PAU


def test_one_more_organisation_joins_the_last() -> None:
    last = DialogueState(history=(FrameOutline("acteur"),), organisations=("fabrik",))
    joined = interpreted("et La Mednum ?", intent="acteur", organisations=("mednum",), state=last)
    assert joined.state.organisations == ("fabrik", "mednum")
