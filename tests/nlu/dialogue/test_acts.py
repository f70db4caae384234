"""Acts: each interpretation is chosen in its example."""
# Goes with the mechanism: replaced by the reader (issue 31, 32).

from __future__ import annotations

from datetime import date

from nlu.classification.ranking import ClassifiedClause
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.proposals import ActRule
from nlu.dialogue.state import AwaitedFact, DialogueState, ReplyForm, SentReply
from nlu.entities.clauses import Clause
from nlu.entities.model import StatedPlace
from nlu.intents import FALLBACK
from nlu.resources import project_resources
from tests.support.tables import each_row
from tests.support.utterances import unheard

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter

TITLE = ("qui prépare le titre complet à Dax ?", "organisme")
NOT_ACCREDITED = ("ma structure n'est pas habilitée Aidants Connect", "preciser")
Utterances = tuple[tuple[str, str] | tuple[str, str, float], ...]

EXAMPLES: dict[str, Utterances] = {
    "confirmation": (("efface tout", "oublier"), ("oui, efface tout", "oublier")),
    "whole_message": (TITLE, ("au revoir", "au_revoir")),
    "contradiction": (TITLE, ("vous dites Pau mais plus haut c'était Dax", "hors_sujet")),
    "insistence": (TITLE, ("tu m'as pas répondu : oui ou non ?", "oui")),
    "simpler": (TITLE, ("pas compris, plus court ?", "hors_sujet")),
    "acknowledgement": (TITLE, ("👍", FALLBACK)),
    "rejection": (TITLE, ("ce n'est pas ma question", "non")),
    "awaited_answer": (("puis-je suivre un module Aidants Connect ?", "conditions"), ("pas encore", "non")),
    "bare_value": (TITLE, ("et en Charente ?", "hub")),
    "what_was_before": (TITLE, ("et avant ?", "depuis_quand")),
    "doubt": (TITLE, ("t'es sûr ?", "hors_sujet")),
    "other_case": (("un module prise en main, c'est combien d'heures ?", "format"), ("et l'autre ?", "contenu")),
    "denial_withdrawn": (NOT_ACCREDITED, ("en fait si", "oui")),
    "change": (TITLE, ("imaginons que je sois à Angoulême, ça change quoi ?", "reforme")),
    "conclusion": (("le titre complet est obligatoire ?", "obligation"), ("donc c'est non ?", "non")),
    "since_when": (("qui peut être référent numérique ?", "referent_profils"), ("et avant ?", "hors_sujet")),
    "check_answered": (TITLE, ("non", "non")),
    "yes_or_no": (("puis-je suivre un module Aidants Connect ?", "conditions"), ("oui", "oui")),
    "statement": (
        ("puis-je suivre un module Aidants Connect ?", "conditions"),
        ("le dossier est parti hier", "preciser"),
    ),
    "forget_place_replaced": (TITLE, ("oublie les Landes, je reste en Gironde avec mon mari", "oublier")),
    "forget": (TITLE, ("oublie mon département", "oublier")),
    "repeat": (TITLE, ("tu peux répéter ?", "repeter")),
    "implied_question": (("c'était quoi la formation avant 2024 ?", "reforme_avant"), ("et pourquoi ?", "pourquoi")),
    "cited_organisation": (TITLE, ("La Mednum existe depuis quand ?", "depuis_quand", 0.95)),
    "implied_statement": (TITLE, ("super, et en Vienne", "remercier")),
    "day_alone": (TITLE, ("ça donnait quoi au 12 mai 2024 ?", "remercier")),
    "pronoun": (TITLE, ("à quoi il sert ?", "qui_es_tu", 0.45)),
    "ellipsis": (TITLE, ("et pour faire un truc genre CCP1 ?", FALLBACK)),
    "aside": (("mon exam du CCP1 je l'ai raté, je suis dégoûté", "format"),),
    ActRule.REQUEST: (TITLE,),
}
"""For each interpretation what an adviser writes, with the intents that the classifier finds, and how sure it is where
that counts; none is sure of FALLBACK."""

CHECKED = SentReply("", "", ReplyForm.CHECK)
"""What is held was shown, "est-ce exact ?"."""

AWAITED = {"awaited_answer": AwaitedFact("habilitation", ("oui", "non")), "statement": AwaitedFact("territoire")}
"""For the interpretations that need it, what the reply before the last utterance asks."""


def interpreted(
    *utterances: tuple[str, str] | tuple[str, str, float],
    last_reply: SentReply | None = None,
    awaits: AwaitedFact | None = None,
) -> Interpretation:
    """The interpretation of the last utterance of a conversation, with what the reply before it wrote in the state."""
    state = DialogueState(last_reply=last_reply)
    for text, intent, *sure in utterances:
        state = state.changed(awaits=awaits if text == utterances[-1][0] else None)
        confidence = sure[0] if sure else 0.3 if intent == FALLBACK else 0.75
        ranking = ((intent, confidence), ("humain", min(0.25, 1 - confidence)))
        whole = ClassifiedClause(Clause(text, 0, interrogative="?" in text), ranking, ranking)
        interpretation = INTERPRETER.interpret(INTERPRETER.turn(*unheard(whole), state, TODAY))
        state = interpretation.state
    return interpretation


def _codes(place: StatedPlace | None) -> tuple[str, ...]:
    return place.codes if place else ()


@each_row("rule", EXAMPLES)
def test_interpretation_is_chosen_in_its_example(rule: str) -> None:
    last_reply = CHECKED if rule == "check_answered" else None
    assert interpreted(*EXAMPLES[rule], last_reply=last_reply, awaits=AWAITED.get(rule)).rule == rule


def test_supposed_place_holds_for_one_answer() -> None:
    supposed = interpreted(TITLE, ("imaginons que je sois à Angoulême, ça change quoi ?", "reforme"))
    assert _codes(supposed.frames[0].place) == ("16",)
    assert _codes(supposed.state.place) == ("40",)


def test_asking_whether_the_answer_changes_compares_with_the_last_question() -> None:
    asked = interpreted(TITLE, ("imaginons que je sois à Angoulême, ça change quoi ?", "reforme"))
    assert _codes(asked.moved_from) == ("40",)
    paid = interpreted(
        ("qui paie les modules ?", "financement"), ("je suis arrivée en 2025, ça change quoi ?", "reforme")
    )
    assert paid.versus


def test_rejected_question_is_barred_until_another_is_answered() -> None:
    rejecting = (TITLE, ("ce n'est pas ma question", "non"))
    assert interpreted(*rejecting).state.rejected == ("organisme",)
    assert interpreted(*rejecting).state.history == ()
    assert interpreted(*rejecting, ("je contacte qui ?", "organisme")).intent != "organisme"
    assert interpreted(*rejecting, ("qui paie les modules ?", "financement")).state.rejected == ()


def test_misses_are_counted_until_an_answer() -> None:
    missed = ("bidule machin chose", FALLBACK)
    assert interpreted(missed, missed).state.misses == 2
    assert interpreted(missed, TITLE, missed).state.misses == 1
