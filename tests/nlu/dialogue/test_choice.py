"""The choice among acts: what settles, what the heads hear; the weights name features that exist."""
# Goes with the mechanism: replaced by the reader (issue 31, 32).

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.choice import INTERPRETATION, SITUATIONS, UNSURE, FittedChoice, subject
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.proposals import Act, ActKind, ActRule
from nlu.dialogue.state import DialogueState
from nlu.dialogue.turn import Turn
from nlu.entities.clauses import Clause
from nlu.intents import FALLBACK
from nlu.resources import project_resources
from tests.support.tables import each_row
from tests.support.utterances import unheard

INTERPRETER = project_resources().interpreter


def turn_of(text: str, *ranking: tuple[str, float], **acts: float) -> Turn:
    """A turn after an answer, with its intents and acts as the classifier and the heads would give them."""
    whole = ClassifiedClause(Clause(text, 0, interrogative="?" in text), ranking, ranking)
    after_an_answer = DialogueState(history=(FrameOutline("organisme", "titre_complet"),))
    turn = INTERPRETER.turn(*unheard(whole), after_an_answer, date(2026, 11, 27))
    return replace(turn, utterance=replace(turn.utterance, acts=acts))


@each_row("text", ["au revoir", "oublie-moi", "recommençons"])
def test_phrase_that_ends_or_erases_leaves_no_choice(text: str) -> None:
    found = INTERPRETER.interpret(turn_of(text, ("organisme", 0.99), ("humain", 0.01), doute=1.0))
    assert [act.rule for act in found.candidates] == [ActRule.WHOLE_MESSAGE]


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


def test_weights_are_of_features_that_exist() -> None:
    weights = dict(FittedChoice.load().weights)
    names = {
        each.__name__ for interpretations in INTERPRETER.recognizer.interpretations.values() for each in interpretations
    }
    assert weights.pop(INTERPRETATION).keys() <= names
    assert weights.pop(UNSURE).keys() <= names
    turn = turn_of("bonjour", ("saluer", 0.9))
    acts = [Act(kind, turn) for kind in ActKind]
    acts += [Act(ActKind.OTHER, turn, intent) for intent in ("saluer", "pourquoi", "hors_sujet")]
    assert weights.keys() <= {subject(act) for act in acts}
    assert {feature for features in weights.values() for feature in features} <= {*SITUATIONS, "likely a question"}
