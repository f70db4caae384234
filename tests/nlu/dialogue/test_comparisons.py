"""Which, compare, the second: the items that a question means, and those that an answer shows."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.references import Reference
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.model import Entities
from nlu.forms import QuestionForm
from nlu.resources import project_resources
from tests.support.tables import each_row

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter
MODULES = DialogueState(history=(FrameOutline("format", "modules"),), shown=("prise_en_main", "intervenir"))
TRACKS = DialogueState(history=(FrameOutline("format", "ccp1"),), shown=("solide", "intermediaire", "debutant"))
TEST = DialogueState(history=(FrameOutline("inscription", "ccp1"),), shown=("test", "entretien"))
TITLE_THEN_CCP1 = DialogueState(history=(FrameOutline("contenu", "ccp1"), FrameOutline("contenu", "titre_complet")))
AFRESH = DialogueState()


def turn_of(
    text: str,
    state: DialogueState,
    form: QuestionForm = QuestionForm.NONE,
    *,
    intent: str,
    courses: tuple[str, ...] = (),
    facts: dict[str, str] | None = None,
) -> Turn:
    whole = ClassifiedClause(Clause(text, 0, True), ((intent, 0.9), ("saluer", 0.01)))
    entities = Entities(courses=courses, enumerated=len(courses) > 1, facts=facts or {})
    return Turn.of(Utterance(whole, (), entities, Reference.NONE, "fr", form), state, TODAY)


def asked(
    text: str,
    form: QuestionForm,
    state: DialogueState = AFRESH,
    *,
    intent: str = "format",
    courses: tuple[str, ...] = (),
    facts: dict[str, str] | None = None,
) -> Interpretation:
    return INTERPRETER.interpret(turn_of(text, state, form, intent=intent, courses=courses, facts=facts))


def items_of(interpretation: Interpretation) -> tuple[str, ...]:
    return tuple(item for frame in interpretation.frames for item in frame.items)


@each_row(
    ("text", "state", "item"),
    [
        ("le deuxième ?", MODULES, "intervenir"),
        ("and the first one?", MODULES, "prise_en_main"),
        ("le dernier, ça dure ?", TRACKS, "debutant"),
        ("le second ?", TEST, "entretien"),
    ],
)
def test_rank_means_that_item_of_the_last_answer(text: str, state: DialogueState, item: str) -> None:
    interpretation = asked(text, QuestionForm.ORDINAL, state)
    assert items_of(interpretation) == (item,)
    assert interpretation.state.shown == state.shown


def test_item_of_a_rank_is_asked_about_by_its_facts() -> None:
    (frame,) = asked("le deuxième ?", QuestionForm.ORDINAL, TRACKS).frames
    assert (frame.question, frame.facts) == ("format", {"parcours": "ccp1", "niveau": "intermediaire"})


@pytest.mark.parametrize("state", [AFRESH, MODULES])
def test_rank_beyond_what_was_shown_means_nothing(state: DialogueState) -> None:
    assert items_of(asked("le troisième ?", QuestionForm.ORDINAL, state)) == ()


@each_row(
    ("text", "form", "state", "courses", "items"),
    [
        ("compare les deux", QuestionForm.COMPARE, MODULES, (), ("prise_en_main", "intervenir")),
        ("la différence entre le CCP1 et le titre ?", QuestionForm.COMPARE, AFRESH, ("ccp1", "titre_complet"), None),
        (
            "la différence entre les modules ?",
            QuestionForm.COMPARE,
            AFRESH,
            ("modules",),
            ("prise_en_main", "intervenir"),
        ),
        ("compare les deux", QuestionForm.COMPARE, TITLE_THEN_CCP1, (), ("titre_complet", "ccp1")),
        ("lequel est le plus court ?", QuestionForm.WHICH, TRACKS, (), ("solide", "intermediaire", "debutant")),
        (
            "quelle formation est la plus courte ?",
            QuestionForm.WHICH,
            AFRESH,
            (),
            ("ccp1", "modules", "aidants_connect", "titre_complet"),
        ),
        (
            "laquelle est à distance ?",
            QuestionForm.WHICH,
            AFRESH,
            (),
            ("ccp1", "prise_en_main", "intervenir", "aidants_connect", "titre_complet"),
        ),
    ],
)
def test_items_compared_are_those_named_or_shown_or_all(
    text: str, form: QuestionForm, state: DialogueState, courses: tuple[str, ...], items: tuple[str, ...] | None
) -> None:
    interpretation = asked(text, form, state, courses=courses)
    assert items_of(interpretation) == (items or courses)
    assert interpretation.state.shown == items_of(interpretation)


def test_comparison_that_was_not_understood_is_about_how_long_they_are() -> None:
    interpretation = asked("compare les deux", QuestionForm.COMPARE, MODULES, intent="hors_sujet")
    assert (interpretation.intent, len(items_of(interpretation))) == ("format", 2)


def test_criterion_chooses_the_question() -> None:
    interpretation = asked("lequel est obligatoire ?", QuestionForm.WHICH, MODULES)
    assert interpretation.intent == "obligation"


@each_row("form", [QuestionForm.NONE, QuestionForm.WHAT, QuestionForm.WHICH])
def test_other_questions_compare_nothing(form: QuestionForm) -> None:
    interpretation = asked("quel organisme pour les modules ?", form, MODULES, intent="organisme", courses=("modules",))
    assert items_of(interpretation) == ()


def test_answer_leaves_what_it_shows_in_order() -> None:
    assert asked("durée des modules ?", QuestionForm.HOW_MUCH, courses=("modules",)).state.shown == MODULES.shown
    assert asked("et le CCP1 ?", QuestionForm.HOW_MUCH, MODULES, courses=("ccp1",)).state.shown == TRACKS.shown


def test_click_leaves_what_its_answer_shows() -> None:
    interpretation = INTERPRETER.interpret_choice("format", {"parcours": "modules"}, AFRESH, TODAY)
    assert interpretation.state.shown == MODULES.shown


def test_greeting_leaves_what_was_shown() -> None:
    assert asked("merci", QuestionForm.NONE, MODULES, intent="remercier").state.shown == MODULES.shown


def test_ellipsis_asks_the_same_of_something_else() -> None:
    before = asked("le CCP1 est obligatoire ?", QuestionForm.YES_NO, intent="obligation", courses=("ccp1",))
    turn = turn_of("et le titre ?", before.state, intent="preciser", courses=("titre_complet",))
    interpretation = INTERPRETER.interpret(turn)
    assert (interpretation.form, interpretation.intent) == (QuestionForm.YES_NO, "obligation")
    assert [mention.criterion for mention in interpretation.frames[0].criteria] == ["obligatoire"]


def test_question_on_all_that_was_shown_is_answered_for_each() -> None:
    interpretation = asked("les deux sont obligatoires ?", QuestionForm.YES_NO, TITLE_THEN_CCP1, intent="obligation")
    assert items_of(interpretation) == ("titre_complet", "ccp1")


def test_criterion_makes_up_for_a_form_that_was_not_heard() -> None:
    assert asked("et la plus longue ?", QuestionForm.NONE, MODULES).form == QuestionForm.WHICH
    assert asked("is it online?", QuestionForm.NONE, MODULES).form == QuestionForm.YES_NO


def test_asking_politely_for_a_comparison_does_not_choose_by_what_is_possible() -> None:
    interpretation = asked("tu peux comparer les deux ?", QuestionForm.COMPARE, MODULES)
    assert interpretation.frames[0].criteria == ()


def test_yes_to_a_confirmation_compares_nothing() -> None:
    state = MODULES.changed(awaits_confirmation="oublier")
    assert items_of(asked("oui", QuestionForm.COMPARE, state, intent="oui")) == ()
