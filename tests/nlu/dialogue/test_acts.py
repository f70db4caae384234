"""Acts: what follows from what is read in a message, and from what the assistant asked before it."""

from __future__ import annotations

from datetime import date

from nlu.classification.ranking import OFFER_COST, RankedText
from nlu.dialogue.act import ActRule
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact, DialogueState, ReplyForm, SentReply
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.intents import (
    ACKNOWLEDGE,
    ASK_FOR_PERSON,
    FALLBACK,
    FORGET,
    FORGET_SOME,
    MEMORY,
    OUT_OF_SCOPE,
    REJECT,
    STATEMENT,
    WHY,
)
from nlu.meaning import NO_TOPIC
from nlu.reading.reading import Reading
from nlu.resources import project_resources
from tests.support.tables import each_row
from tests.support.utterances import reading, unheard

TODAY = date(2026, 11, 27)
INTERPRETER = project_resources().interpreter

TITLE = DialogueState(
    history=(FrameOutline("organisme", "titre_complet"),), place=StatedPlace(("40",), "Landes"), runners_up=("hub",)
)
"""After "qui prépare le titre complet à Dax ?"."""

CHECKED = TITLE.changed(last_reply=SentReply("", "", ReplyForm.CHECK))
"""After what is known of the adviser was shown, "est-ce exact ?"."""

AWAITED = DialogueState(history=(FrameOutline("conditions", "aidants_connect"),)).changed(
    awaits=AwaitedFact("habilitation", ("oui", "non"))
)
"""After "votre structure est-elle habilitée ?"."""

FORGETTING = TITLE.changed(awaits_confirmation=FORGET)
"""After "voulez-vous que j'oublie tout ?"."""


def said(text: str, read: Reading, state: DialogueState = TITLE) -> Interpretation:
    """The interpretation of an utterance in which this is read."""
    alone = tuple((STATEMENT if topic == NO_TOPIC else topic, share) for topic, share in read.asks[0].topics.items())
    return INTERPRETER.interpret(INTERPRETER.turn(*unheard(RankedText(text, alone)), state, TODAY, read))


def codes(place: StatedPlace | None) -> str:
    return ",".join(place.codes) if place else ""


def told(act: str, form: QuestionForm = QuestionForm.NONE) -> Reading:
    """What is read where nothing is asked of the programme."""
    return reading(NO_TOPIC, act=act, form=form)


@each_row(
    ("text", "read", "state", "rule", "intent"),
    [
        ("oui, efface tout", told("confirme"), FORGETTING, ActRule.CONFIRMATION, "oui"),
        ("au revoir", reading("organisme"), TITLE, ActRule.WHOLE_MESSAGE, "au_revoir"),
        ("laissez tomber", told("agace"), TITLE, ActRule.GIVING_UP, ASK_FOR_PERSON),
        ("pas encore", told("repond"), AWAITED, ActRule.AWAITED_ANSWER, "conditions"),
        ("le dossier est parti hier, ouf", told("repond"), AWAITED, ActRule.STATEMENT, "preciser"),
        ("t'es sûr ?", reading("organisme", act="doute"), TITLE, ActRule.DOUBT, WHY),
        ("c'est pas ça", told("rejette"), TITLE, ActRule.REJECTION, REJECT),
        ("en plus court", told("resume"), TITLE, ActRule.SHORTER, "organisme"),
        ("qui paie les modules ?", reading("financement", course="modules"), TITLE, ActRule.REQUEST, "financement"),
        ("et en Charente ?", reading("organisme", link="meme"), TITLE, ActRule.SAME_QUESTION, "organisme"),
        ("et pourquoi ?", reading("pourquoi"), TITLE, ActRule.OTHER_INTENT, "pourquoi"),
        ("oublie mon département", reading("oublier"), TITLE, ActRule.FORGET, FORGET_SOME),
        ("je veux plus que tu saches rien de moi", reading("oublier"), TITLE, ActRule.FORGET, FORGET),
        ("tu peux répéter ?", reading("repeter"), TITLE, ActRule.REPEAT, "organisme"),
        ("ok je vois", told("dit"), TITLE, ActRule.ACKNOWLEDGEMENT, ACKNOWLEDGE),
        ("bonne idée, merci", told("remercie"), TITLE, ActRule.OTHER_INTENT, "remercier"),
        ("oui", told("confirme"), TITLE, ActRule.YES_OR_NO, "oui"),
        ("oui c'est bien ça", told("confirme"), CHECKED, ActRule.CHECK_ANSWERED, "organisme"),
        ("non", told("refuse"), CHECKED, ActRule.CHECK_ANSWERED, MEMORY),
        ("le machin, là ?", told("demande"), TITLE, ActRule.LOW_CONFIDENCE, FALLBACK),
    ],
)
def test_act_follows_from_what_is_read_and_what_was_asked(text, read, state, rule, intent) -> None:
    found = said(text, read, state)
    assert (found.rule, found.intent) == (rule, intent)


def test_a_conclusion_is_the_last_question_as_a_yes_or_no() -> None:
    read = reading("organisme", course="titre_complet", link="meme", form=QuestionForm.YES_NO)
    assert said("donc c'est La Mêlée ?", read).rule == ActRule.SAME_QUESTION, "something is put forward"
    assert said("donc c'est non ?", read).rule == ActRule.CONCLUSION


def test_where_no_question_is_likely_enough_several_are_offered_for_what_is_known() -> None:
    unsure = reading("format", (1 - OFFER_COST) - 0.05, "calendrier", "horaires")
    found = said("les modules, quid ?", unsure, DialogueState())
    assert (found.intent, found.frames) == (FALLBACK, ())
    assert [outline.question for outline in found.alternatives][:2] == ["format", "calendrier"]
    assert said("les modules, quid ?", reading("format", 0.6, "calendrier"), DialogueState()).frames


def test_what_is_out_of_scope_is_said_to_be_so() -> None:
    assert said("la météo à Pau ?", reading(OUT_OF_SCOPE)).intent == OUT_OF_SCOPE


def test_rejected_question_is_barred_until_another_is_answered() -> None:
    rejected = said("ce n'est pas ma question", told("rejette"))
    assert (rejected.state.rejected, rejected.state.history) == (("organisme",), ())
    assert said("je contacte qui ?", reading("organisme", 0.9, "coordonnees"), rejected.state).intent != "organisme"
    assert said("qui paie les modules ?", reading("financement"), rejected.state).state.rejected == ()


def test_misses_are_counted_until_an_answer() -> None:
    missed = said("bidule machin chose", told("demande"), DialogueState())
    assert said("bidule machin chose", told("demande"), missed.state).state.misses == 2
    answered = said("qui paie les modules ?", reading("financement"), missed.state)
    assert said("bidule machin chose", told("demande"), answered.state).state.misses == 1


def test_person_that_is_read_is_the_one_who_is_answered() -> None:
    assert said("elle peut s'inscrire ?", reading("conditions", course="modules", who="autre")).state.about_other
    assert not said("je peux m'inscrire ?", reading("conditions", course="modules")).state.about_other


STALE = DialogueState(
    facts={"fait_disparu": "oui", "convocation": "valeur_disparue"},
    history=(FrameOutline("question_disparue"), FrameOutline("contenu", "parcours_disparu"), FrameOutline("format")),
    awaits=AwaitedFact("fait_disparu", ("oui", "non")),
)
"""A state stored before the programme lost what it names."""


def test_state_is_read_without_what_the_programme_no_longer_has() -> None:
    read = reading("contenu", link="meme")
    turn = INTERPRETER.turn(*unheard(RankedText("et pour Pau ?", (("contenu", 0.9),))), STALE, TODAY, read)
    assert (turn.state.facts, turn.state.history, turn.state.awaits) == ({}, (FrameOutline("format"),), None)
    assert INTERPRETER.interpret(turn).frames
    clicked = INTERPRETER.interpret_choice("contenu", {}, STALE, TODAY)
    assert [outline.question for outline in clicked.state.history] == ["contenu", "format"]
