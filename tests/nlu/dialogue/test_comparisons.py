"""Which, compare, the second: the items that a question means, and those that an answer shows."""

from __future__ import annotations

from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.forms import QuestionForm
from tests.support.tables import each_row
from tests.support.utterances import AFRESH, interpreted

MODULES = DialogueState(history=(FrameOutline("format", "modules"),), shown=("prise_en_main", "intervenir"))
TRACKS = DialogueState(history=(FrameOutline("format", "ccp1"),), shown=("solide", "intermediaire", "debutant"))
TITLE_THEN_CCP1 = DialogueState(history=(FrameOutline("contenu", "ccp1"), FrameOutline("contenu", "titre_complet")))


def items_of(interpretation: Interpretation) -> tuple[str, ...]:
    return tuple(item for frame in interpretation.frames for item in frame.items)


@each_row(
    ("text", "state", "items"),
    [
        ("le deuxième ?", MODULES, ("intervenir",)),
        ("and the first one?", MODULES, ("prise_en_main",)),
        ("le dernier, ça dure ?", TRACKS, ("debutant",)),
        ("le troisième ?", MODULES, ()),
        ("le troisième ?", AFRESH, ()),
    ],
)
def test_rank_means_that_item_of_the_last_answer(text: str, state: DialogueState, items: tuple[str, ...]) -> None:
    interpretation = interpreted(text, QuestionForm.ORDINAL, state, intent="format")
    assert items_of(interpretation) == items


@each_row(
    ("text", "form", "state", "courses", "items"),
    [
        ("compare les deux", QuestionForm.COMPARE, MODULES, (), ("prise_en_main", "intervenir")),
        ("différence entre CCP1 et titre ?", QuestionForm.COMPARE, AFRESH, ("ccp1", "titre_complet"), None),
        ("compare les deux", QuestionForm.COMPARE, TITLE_THEN_CCP1, (), ("titre_complet", "ccp1")),
        ("lequel est le plus court ?", QuestionForm.WHICH, TRACKS, (), ("solide", "intermediaire", "debutant")),
        (
            "quelle formation est la plus courte ?",
            QuestionForm.WHICH,
            AFRESH,
            (),
            ("ccp1", "modules", "aidants_connect", "titre_complet"),
        ),
    ],
)
def test_items_compared_are_those_named_or_shown_or_all(text, form, state, courses, items) -> None:
    interpretation = interpreted(text, form, state, intent="format", courses=courses)
    assert items_of(interpretation) == (items or courses)
    assert interpretation.state.shown == items_of(interpretation)


def test_answer_leaves_what_it_shows_in_order_and_a_greeting_what_was_shown() -> None:
    def shown(text: str, intent: str, *courses: str) -> tuple[str, ...]:
        return interpreted(text, QuestionForm.HOW_MUCH, MODULES, intent=intent, courses=courses).state.shown

    assert shown("et le CCP1 ?", "format", "ccp1") == TRACKS.shown
    assert shown("merci", "remercier") == MODULES.shown


def test_ellipsis_asks_the_same_of_something_else() -> None:
    text, yes_no = "le CCP1 est obligatoire ?", QuestionForm.YES_NO
    before = interpreted(text, yes_no, intent="obligation", courses=("ccp1",)).state
    ellipsis = interpreted("et le titre ?", state=before, intent="preciser", courses=("titre_complet",))
    assert (ellipsis.form, ellipsis.intent) == (yes_no, "obligation")
    assert [mention.criterion for mention in ellipsis.frames[0].criteria] == ["obligatoire"]


def test_criterion_makes_up_for_a_form_or_a_question_that_was_not_heard() -> None:
    assert interpreted("et la plus longue ?", state=MODULES, intent="format").form == QuestionForm.WHICH
    assert (
        interpreted("lequel est obligatoire ?", QuestionForm.WHICH, MODULES, intent="preciser").intent == "obligation"
    )
    assert interpreted("compare les deux", QuestionForm.COMPARE, MODULES, intent="hors_sujet").intent == "format"


def test_yes_to_a_confirmation_compares_nothing() -> None:
    state = MODULES.changed(awaits_confirmation="oublier")
    assert items_of(interpreted("oui", QuestionForm.COMPARE, state, intent="oui")) == ()
