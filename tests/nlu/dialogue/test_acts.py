"""Acts: each rule of the tables decides on its example, so that none can go, or move, unseen."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.acts import REQUEST
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact, DialogueState, ReplyForm, SentReply
from nlu.entities.clauses import Clause
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.intents import FALLBACK
from nlu.resources import project_resources
from tests.support.utterances import unheard

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter
RECOGNIZER = INTERPRETER.recognizer
RULES = [
    rule.__name__
    for rules in (RECOGNIZER.whole_message_rules, RECOGNIZER.wording_rules, RECOGNIZER.intent_rules)
    for rule in rules
]

TITLE = ("qui prépare le titre complet à Dax ?", "organisme")
NOT_ACCREDITED = ("ma structure n'est pas habilitée Aidants Connect", "preciser")
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "confirmation": (("efface tout", "oublier"), ("oui", "oui")),
    "whole_message": (TITLE, ("au revoir", "au_revoir")),
    "insistence": (TITLE, ("tu m'as pas répondu : oui ou non ?", "oui")),
    "simpler": (TITLE, ("pas compris, plus court ?", "hors_sujet")),
    "acknowledgement": (TITLE, ("👍", FALLBACK)),
    "rejection": (TITLE, ("ce n'est pas ma question", "non")),
    "awaited_answer": (("puis-je suivre un module Aidants Connect ?", "conditions"), ("pas encore", "non")),
    "bare_value": (TITLE, ("et en Charente ?", "organisme")),
    "what_was_before": (TITLE, ("et avant ?", "depuis_quand")),
    "doubt": (TITLE, ("t'es sûr ?", "hors_sujet")),
    "other_case": (("un module prise en main, c'est combien d'heures ?", "format"), ("et l'autre ?", "preciser")),
    "denial_withdrawn": (NOT_ACCREDITED, ("en fait si", "oui")),
    "change": (TITLE, ("imaginons que je sois à Angoulême, ça change quoi ?", "reforme")),
    "conclusion": (("le titre complet est obligatoire ?", "obligation"), ("donc c'est non ?", "non")),
    "since_when": (("qui peut être référent numérique ?", "referent_profils"), ("et avant ?", "depuis_quand")),
    "check_answered": (TITLE, ("non", "non")),
    "yes_or_no": (("puis-je suivre un module Aidants Connect ?", "conditions"), ("oui", "oui")),
    "statement": (TITLE, ("je suis mutée le mois prochain à Angoulême", "preciser")),
    "forget_place_replaced": (TITLE, ("oublie les Landes, je reste en Gironde avec mon mari", "oublier")),
    "forget": (TITLE, ("oublie mon département", "oublier")),
    "repeat": (TITLE, ("tu peux répéter ?", "repeter")),
    "implied_question": (("c'était quoi la formation avant 2024 ?", "reforme_avant"), ("et pourquoi ?", "pourquoi")),
    "cited_organisation": (TITLE, ("La Mednum existe depuis quand ?", "depuis_quand")),
    "implied_statement": (TITLE, ("super, et en Vienne", "remercier")),
    "day_alone": (TITLE, ("ça donnait quoi au 12 mai 2024 ?", "remercier")),
    "pronoun": (TITLE, ("à quoi il sert ?", "qui_es_tu")),
    "ellipsis": (TITLE, ("et pour faire un truc genre CCP1 ?", FALLBACK)),
    "low_confidence": (("bidule machin chose", FALLBACK),),
    "other_intent": (("bonjour", "saluer"),),
    "aside": (("mon exam du CCP1 je l'ai raté, je suis dégoûté", "format"),),
    REQUEST: (TITLE,),
}
"""For each rule what an adviser writes, with the intents that the classifier finds; none is sure of FALLBACK."""

CHECKED = SentReply("", "", ReplyForm.CHECK)
"""What is held was shown, "est-ce exact ?"."""

AWAITED = {"awaited_answer": AwaitedFact("habilitation", ("oui", "non"))}
"""For the rules that need it, what the reply before the last utterance asks."""


def interpreted(
    *utterances: tuple[str, str], last_reply: SentReply | None = None, awaits: AwaitedFact | None = None
) -> Interpretation:
    """The interpretation of the last utterance of a conversation, with what the reply before it wrote in the state."""
    state = DialogueState(last_reply=last_reply)
    for text, intent in utterances:
        state = state.changed(awaits=awaits if text == utterances[-1][0] else None)
        ranking = ((intent, 0.3 if intent == FALLBACK else 0.75), ("humain", 0.25))
        whole = ClassifiedClause(Clause(text, 0, interrogative="?" in text), ranking, ranking)
        interpretation = INTERPRETER.interpret(INTERPRETER.turn(*unheard(whole), state, TODAY))
        state = interpretation.state
    return interpretation


def _codes(place: StatedPlace | None) -> tuple[str, ...]:
    return place.codes if place else ()


@pytest.mark.parametrize("rule", [*RULES, REQUEST])
def test_rule_decides_on_its_example(rule: str) -> None:
    last_reply = CHECKED if rule == "check_answered" else None
    assert interpreted(*EXAMPLES[rule], last_reply=last_reply, awaits=AWAITED.get(rule)).rule == rule


def test_every_example_is_of_a_rule() -> None:
    assert set(EXAMPLES) == {*RULES, REQUEST}


def test_click_is_decided_by_no_rule() -> None:
    interpretation = INTERPRETER.interpret_choice("organisme", {}, DialogueState(), TODAY)
    assert (interpretation.intent, interpretation.rule) == ("organisme", "")


def test_supposed_place_holds_for_one_answer() -> None:
    supposed = interpreted(TITLE, ("imaginons que je sois à Angoulême, ça change quoi ?", "reforme"))
    assert _codes(supposed.frames[0].place) == ("16",)
    assert _codes(supposed.state.place) == ("40",)


def test_asking_whether_the_answer_changes_compares_with_the_last_question() -> None:
    asked = interpreted(TITLE, ("imaginons que je sois à Angoulême, ça change quoi ?", "reforme"))
    assert asked.versus
    assert _codes(asked.versus.place) == ("40",)
    assert interpreted(TITLE, ("et en Charente ?", "organisme")).versus is None


def test_conclusion_that_asks_something_else_is_a_question_of_its_own() -> None:
    assert interpreted(TITLE, ("donc qui paie les modules ?", "financement")).rule == REQUEST


def test_question_beside_a_wish_for_less_is_to_be_answered_in_short() -> None:
    interpretation = interpreted(("En une phrase, qui paie les modules ?", "financement"))
    assert (interpretation.frames[0].question, interpretation.form) == ("financement", QuestionForm.SIMPLER)


def test_rejected_question_is_barred_until_another_is_answered() -> None:
    rejecting = (TITLE, ("ce n'est pas ma question", "non"))
    assert interpreted(*rejecting).state.rejected == ("organisme",)
    assert interpreted(*rejecting).state.history == ()
    assert interpreted(*rejecting, ("je contacte qui ?", "organisme")).intent != "organisme"
    assert interpreted(*rejecting, ("qui paie les modules ?", "financement")).state.rejected == ()


def test_rejected_questions_add_up_to_a_few() -> None:
    questions = ("organisme", "financement", "format", "contenu", "obligation")
    turns = [(f"c'est pas ma question : {question} ?", question) for question in questions]
    assert interpreted(*turns).state.rejected == ("contenu", "format", "financement")


def test_misses_are_counted_until_an_answer() -> None:
    missed = ("bidule machin chose", FALLBACK)
    assert interpreted(missed, missed).state.misses == 2
    assert interpreted(missed, TITLE, missed).state.misses == 1
