"""The choice among acts: what settles, what is close, what the heads hear; the weights name features that exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.choice import INTERPRETATION, SITUATIONS, UNSURE, FittedChoice, probabilities, subject
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.proposals import SETTLING, Act, ActKind, ActRule
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn
from nlu.entities.clauses import Clause
from nlu.intents import FALLBACK
from nlu.resources import project_resources
from tests.support.tables import each_row
from tests.support.utterances import unheard

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter
AFTER_AN_ANSWER = DialogueState(history=(FrameOutline("organisme", "titre_complet"),))


def turn_of(text: str, *ranking: tuple[str, float], state: DialogueState = AFTER_AN_ANSWER, **acts: float) -> Turn:
    """A turn whose intents and acts are given, as the classifier and the heads would give them."""
    whole = ClassifiedClause(Clause(text, 0, interrogative="?" in text), ranking, ranking)
    turn = INTERPRETER.turn(*unheard(whole), state, TODAY)
    return replace(turn, utterance=replace(turn.utterance, acts=acts))


def rules(interpretation: Interpretation) -> list[str]:
    return [act.rule for act in interpretation.candidates]


def test_candidates_are_ranked_and_their_probabilities_sum_to_one() -> None:
    found = INTERPRETER.interpret(turn_of("et en Charente ?", ("hub", 0.7), ("humain", 0.1)))
    shares = [act.probability for act in found.candidates]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
    assert found.rule == found.candidates[0].rule


@each_row("text", ["au revoir", "oublie-moi", "recommençons"])
def test_phrase_that_ends_or_erases_leaves_no_choice(text: str) -> None:
    found = INTERPRETER.interpret(turn_of(text, ("organisme", 0.99), ("humain", 0.01), doute=1.0))
    assert rules(found) == [ActRule.WHOLE_MESSAGE]
    assert set(rules(found)) <= SETTLING


@each_row(
    ("text", "act", "intent", "kind"),
    [
        ("mouais, ça sent le roussi", "doute", "hors_sujet", "doubt"),
        ("c'est pas ça qui m'amène", "rejette", "humain", "reject"),
        ("bon à savoir tout ça", "remercie", FALLBACK, "other"),
    ],
)
def test_act_is_heard_where_no_phrase_of_the_lexicon_says_it(text: str, act: str, intent: str, kind: str) -> None:
    found = INTERPRETER.interpret(turn_of(text, (intent, 0.4), ("organisme", 0.3), **{act: 0.95}))
    assert found.candidates[0].kind == kind


def test_rejected_topic_is_no_candidate() -> None:
    state = AFTER_AN_ANSWER.rejecting_last()
    found = INTERPRETER.interpret(turn_of("je contacte qui ?", ("organisme", 0.9), ("hub", 0.05), state=state))
    assert "organisme" not in {act.intent for act in found.candidates}


def test_without_weights_every_candidate_is_as_likely() -> None:
    assert probabilities([{("doubt", "awaits"): 1.0}, {}], {}) == [0.5, 0.5]


def test_rules_that_others_know_of_are_interpretations() -> None:
    assert [rule for rule in ActRule if not hasattr(INTERPRETER.recognizer, rule)] == []


def test_weights_are_of_features_that_exist() -> None:
    weights = dict(FittedChoice.load().weights)
    names = {
        interpret.__name__
        for interpretations in INTERPRETER.recognizer.interpretations.values()
        for interpret in interpretations
    }
    assert weights.pop(INTERPRETATION).keys() <= names
    assert weights.pop(UNSURE).keys() <= names
    turn = turn_of("bonjour", ("saluer", 0.9))
    acts = [Act(kind, turn) for kind in ActKind]
    acts += [Act(ActKind.OTHER, turn, intent) for intent in ("saluer", "pourquoi", "hors_sujet")]
    assert weights.keys() <= {subject(act) for act in acts}
    assert {feature for features in weights.values() for feature in features} <= {*SITUATIONS, "likely a question"}
