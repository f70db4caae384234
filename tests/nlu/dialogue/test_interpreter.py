"""Interpretations by the confidence of intents: what is answered, offered, or out of scope."""

from __future__ import annotations

from datetime import date

from nlu.classification.ranking import ClassifiedClause, IntentRanking
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.references import Reference
from nlu.dialogue.requests import MARGIN, THRESHOLD
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.dialogue.turn import Turn, Utterance
from nlu.entities.clauses import Clause
from nlu.entities.model import Entities
from nlu.intents import FALLBACK, OUT_OF_SCOPE
from nlu.resources import project_resources
from tests.support.tables import each_row
from tests.support.utterances import AFRESH, unheard

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter


def interpreted(
    whole: ClassifiedClause, *clauses: ClassifiedClause, state: DialogueState = AFRESH, courses: tuple[str, ...] = ()
) -> Interpretation:
    utterance = Utterance(whole, clauses, Entities(courses=courses), Reference.NONE, "fr")
    return INTERPRETER.interpret(Turn.of(utterance, state, TODAY))


def questions(interpretation: Interpretation) -> list[str]:
    return [frame.question for frame in interpretation.frames]


def asked(*ranking: tuple[str, float], contextual: IntentRanking = ()) -> ClassifiedClause:
    return ClassifiedClause(Clause("modules, quid ?", 0, True), ranking, contextual)


def test_sure_question_is_answered() -> None:
    sure = asked(("format", THRESHOLD + MARGIN), ("contenu", THRESHOLD - MARGIN))
    assert questions(interpreted(sure)) == ["format"]


def test_two_likely_questions_are_offered_for_the_course_named() -> None:
    likely = asked(("format", 0.34), ("calendrier", 0.30), ("saluer", 0.2))
    interpretation = interpreted(likely, courses=("modules",))
    assert interpretation.alternatives == (FrameOutline("format", "modules"), FrameOutline("calendrier", "modules"))
    assert (interpretation.intent, questions(interpretation)) == (FALLBACK, [])


def test_single_likely_question_is_not_offered_nor_is_any_where_out_of_scope_is_likeliest() -> None:
    assert interpreted(asked(("format", 0.3), ("saluer", 0.28), ("calendrier", 0.01))).alternatives == ()
    assert interpreted(asked((OUT_OF_SCOPE, 0.3), ("format", 0.28))).intent == OUT_OF_SCOPE


@each_row(("alone", "after", "intent"), [(0.5, 0.9, "inscription"), (0.9, 0.6, "contenu")])
def test_short_utterance_after_an_answer_has_its_contextual_intent_unless_complete(alone, after, intent) -> None:
    short = asked(("contenu", alone), ("saluer", 0.1), contextual=(("inscription", after), ("contenu", 1 - after)))
    assert interpreted(short, state=DialogueState(history=(FrameOutline("format"),))).intent == intent


@each_row(
    ("last", "named", "intent", "answered"),
    [
        (FrameOutline("referent_pourquoi"), (), "diplome_age", "referent_rncp"),
        (FrameOutline("format", "modules"), ("aidants_connect",), "avis_formation", "ac_chiffres"),
        (FrameOutline("contenu", "aidants_connect"), ("modules",), "avis_formation", "avis_formation"),
        (FrameOutline("stage"), (), "format", "stage"),
    ],
)
def test_general_question_means_the_course_named_or_just_spoken_of(last, named, intent, answered) -> None:
    whole = ClassifiedClause(
        Clause("ça prend combien, ça ?", 0, True), ((intent, 0.95), (FALLBACK, 0.0)), ((intent, 0.95),)
    )
    assert questions(interpreted(whole, state=DialogueState(history=(last,)), courses=named)) == [answered]


def story(*clauses: tuple[str, bool, str, float], whole: tuple[str, float]) -> Interpretation:
    """An utterance of many words; its clauses with whether they ask outright, their intent and its confidence."""
    text = "mot " * 60
    classified = []
    for clause, outright, intent, confidence in clauses:
        ranking = ((intent, confidence), (FALLBACK, 0.0))
        cut = Clause(clause, len(text), interrogative=True, asks_outright=outright)
        classified.append(ClassifiedClause(cut, ranking))
        text += clause + " "
    return interpreted(ClassifiedClause(Clause(text, 0, interrogative=True), (whole, (FALLBACK, 0.0))), *classified)


def test_only_clauses_of_a_story_that_ask_outright_are_answered() -> None:
    told = ("Une technicienne qui donnait déjà des cours est arrivée.", False, "reforme_avant", 0.9)
    outright = ("Combien d'heures fait la formation ?", True, "format", 0.9)
    assert questions(story(told, outright, whole=("saluer", 0.4))) == ["format"]


def test_long_thank_you_does_not_hide_the_request_after_it() -> None:
    assert story(("Maintenant, oublie tout.", False, "oublier", 0.9), whole=("remercier", 0.9)).intent == "oublier"


STALE = DialogueState(
    facts={"fait_disparu": "oui", "convocation": "valeur_disparue"},
    history=(FrameOutline("question_disparue"), FrameOutline("contenu", "parcours_disparu"), FrameOutline("format")),
    awaits=AwaitedFact("fait_disparu", ("oui", "non")),
)
"""A state stored before the programme lost what it names."""


def test_state_is_read_without_what_the_programme_no_longer_has() -> None:
    whole = ClassifiedClause(Clause("et pour Pau ?", 0, True), (("contenu", 0.9), ("saluer", 0.1)))
    turn = INTERPRETER.turn(*unheard(whole), STALE, TODAY)
    assert (turn.state.facts, turn.state.history, turn.state.awaits) == ({}, (FrameOutline("format"),), None)
    assert INTERPRETER.interpret(turn).frames
    clicked = INTERPRETER.interpret_choice("contenu", {}, STALE, TODAY)
    assert [outline.question for outline in clicked.state.history] == ["contenu", "format"]
