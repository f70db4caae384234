"""Interpretations by the confidence of intents: what is answered, offered, or out of scope."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.classification.ranking import ClassifiedClause, IntentRanking
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.references import Reference
from nlu.dialogue.requests import MARGIN, THRESHOLD
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.model import Entities
from nlu.intents import FALLBACK, OUT_OF_SCOPE
from nlu.resources import project_resources
from tests.support.tables import each_row
from tests.support.utterances import unheard

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter


def turn_of(
    whole: ClassifiedClause, *clauses: ClassifiedClause, state: DialogueState, courses: tuple[str, ...] = ()
) -> Turn:
    utterance = Utterance(whole, clauses, Entities(courses=courses), Reference.NONE, "fr")
    return Turn.of(utterance, state, TODAY)


def short(*ranking: tuple[str, float], courses: tuple[str, ...] = (), contextual: IntentRanking = ()) -> Turn:
    whole = ClassifiedClause(Clause("modules, quid ?", 0, True), ranking, contextual)
    state = DialogueState(history=(FrameOutline("format"),)) if contextual else DialogueState()
    return turn_of(whole, state=state, courses=courses)


def test_sure_question_is_answered() -> None:
    interpretation = INTERPRETER.interpret(short(("format", THRESHOLD + MARGIN), ("contenu", THRESHOLD - MARGIN)))
    assert [frame.question for frame in interpretation.frames] == ["format"]


@pytest.mark.parametrize("second", [0.30, 0.32])
def test_two_likely_questions_are_offered_for_the_course_named(second: float) -> None:
    interpretation = INTERPRETER.interpret(
        short(("format", 0.34), ("calendrier", second), ("saluer", 0.2), courses=("modules",))
    )
    assert interpretation.intent == FALLBACK
    assert interpretation.alternatives == (FrameOutline("format", "modules"), FrameOutline("calendrier", "modules"))
    assert not interpretation.frames


def test_single_likely_question_is_not_offered() -> None:
    assert INTERPRETER.interpret(short(("format", 0.3), ("saluer", 0.28), ("calendrier", 0.01))).alternatives == ()


def test_likeliest_intent_out_of_scope_offers_nothing() -> None:
    assert INTERPRETER.interpret(short((OUT_OF_SCOPE, 0.3), ("format", 0.28))).intent == OUT_OF_SCOPE


def test_short_utterance_after_an_answer_has_its_contextual_intent() -> None:
    interpretation = INTERPRETER.interpret(
        short(("contenu", 0.5), ("saluer", 0.3), contextual=(("inscription", 0.9), ("contenu", 0.1)))
    )
    assert interpretation.intent == "inscription"


@each_row(
    ("last", "named", "asked", "answered"),
    [
        (FrameOutline("referent_pourquoi"), (), "diplome_age", "referent_rncp"),
        (FrameOutline("contenu", "aidants_connect"), (), "avis_formation", "ac_chiffres"),
        (FrameOutline("format", "modules"), ("aidants_connect",), "avis_formation", "ac_chiffres"),
        (FrameOutline("contenu", "aidants_connect"), ("modules",), "avis_formation", "avis_formation"),
        (FrameOutline("contenu", "titre_complet"), (), "diplome_age", "diplome_age"),
    ],
)
def test_general_question_means_the_course_named_or_just_spoken_of(
    last: FrameOutline, named: tuple[str, ...], asked: str, answered: str
) -> None:
    whole = ClassifiedClause(Clause("et ça, alors ?", 0, True), ((asked, 0.95), (FALLBACK, 0.0)))
    turn = turn_of(whole, state=DialogueState(history=(last,)), courses=named)
    assert [frame.question for frame in INTERPRETER.interpret(turn).frames] == [answered]


@each_row("last", ["test_positionnement", "stage", "deroulement_examen"])
def test_how_long_asked_just_after_bears_on_what_was_spoken_of(last: str) -> None:
    whole = ClassifiedClause(
        Clause("ça prend combien ?", 0, True), (("format", 0.9), (FALLBACK, 0.1)), (("format", 0.95),)
    )
    turn = turn_of(whole, state=DialogueState(history=(FrameOutline(last),)))
    assert [frame.question for frame in INTERPRETER.interpret(turn).frames] == [last]


def test_complete_question_keeps_its_intent_after_an_answer() -> None:
    interpretation = INTERPRETER.interpret(
        short(("contenu", 0.9), ("saluer", 0.1), contextual=(("inscription", 0.6), ("contenu", 0.4)))
    )
    assert interpretation.intent == "contenu"


def story(*clauses: tuple[str, bool, str, float], whole: tuple[str, float]) -> Turn:
    """An utterance of many words; its clauses with whether they ask outright, their intent and its confidence."""
    before = "mot " * 60
    text = before + " ".join(clause for clause, *_ in clauses)
    at = len(before)
    classified = []
    for clause, outright, intent, confidence in clauses:
        ranking = ((intent, confidence), (FALLBACK, 0.0))
        classified.append(ClassifiedClause(Clause(clause, at, interrogative=True, asks_outright=outright), ranking))
        at += len(clause) + 1
    entire = ClassifiedClause(Clause(text, 0, interrogative=True), (whole, (FALLBACK, 0.0)))
    return turn_of(entire, *classified, state=DialogueState())


def test_only_clauses_of_a_story_that_ask_outright_are_answered() -> None:
    interpretation = INTERPRETER.interpret(
        story(
            ("Une technicienne qui donnait déjà des cours est arrivée.", False, "reforme_avant", 0.9),
            ("Combien d'heures fait la formation ?", True, "format", 0.9),
            whole=("saluer", 0.4),
        )
    )
    assert [frame.question for frame in interpretation.frames] == ["format"]


def test_long_thank_you_does_not_hide_the_request_after_it() -> None:
    turn = story(("Maintenant, oublie tout.", False, "oublier", 0.9), whole=("remercier", 0.9))
    assert INTERPRETER.interpret(turn).intent == "oublier"


def test_question_about_the_answer_in_a_first_story_is_not_answered() -> None:
    interpretation = INTERPRETER.interpret(
        story(
            ("On me dit que je peux faire l'impasse sur la certification.", False, "obligation", 0.4),
            ("Vrai ou faux ?", True, "source", 0.96),
            whole=("saluer", 0.4),
        )
    )
    assert [frame.question for frame in interpretation.frames] == ["obligation"]


STALE = DialogueState(
    facts={"fait_disparu": "oui", "convocation": "valeur_disparue"},
    history=(FrameOutline("question_disparue"), FrameOutline("contenu", "parcours_disparu"), FrameOutline("format")),
    awaits=AwaitedFact("fait_disparu", ("oui", "non")),
)
"""A state stored before the programme lost what it names."""


def test_utterance_is_interpreted_without_what_the_programme_no_longer_has() -> None:
    whole = ClassifiedClause(Clause("et pour Pau ?", 0, True), (("contenu", 0.9), ("saluer", 0.1)))
    turn = INTERPRETER.turn(*unheard(whole), STALE, TODAY)
    assert (turn.state.facts, turn.state.history, turn.state.awaits) == ({}, (FrameOutline("format"),), None)
    assert INTERPRETER.interpret(turn).frames


def test_click_is_interpreted_without_what_the_programme_no_longer_has() -> None:
    interpretation = INTERPRETER.interpret_choice("contenu", {}, STALE, TODAY)
    assert [outline.question for outline in interpretation.state.history] == ["contenu", "format"]
