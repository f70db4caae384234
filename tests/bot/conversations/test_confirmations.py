"""Confirmations: a plain yes or no answers only the last question; whatever erases the state is confirmed first."""

from __future__ import annotations

from tests.support.tables import each_row

FIRST_QUESTIONS = (
    "puis-je suivre un deuxième module ?",
    "je peux m'inscrire aux modules ?",
    "quel organisme pour le titre complet ?",
    "what are the conditions for the modules?",
)
"""Ordinary questions: some answers depend on a fact about the adviser, some ask for one, some do neither."""

KNOWN_FACTS = "que sais-tu de moi ?"


@each_row("word", ["ok", "oui", "non", "oui ou non ?", "yes", "👍"])
@each_row("question", FIRST_QUESTIONS)
async def test_plain_word_after_an_answer_states_no_fact(say, question, word):
    assert (await say(question, word, KNOWN_FACTS)).question == "memoire_vide"


@each_row("question", FIRST_QUESTIONS)
@each_row(("forget", "yes"), [("oublie-moi", "oui"), ("forget me", "yes"), ("oublie-moi", "ok")])
async def test_erasure_after_any_question_is_done_once_confirmed(say, question, forget, yes):
    assert (await say(question, forget)).question == "confirmer_oubli"
    assert (await say("non")).question == "oubli_annule"
    assert (await say(forget, "oui ou non ?")).question == "confirmer_oubli"
    assert (await say(yes)).erased


async def test_button_confirms_once(say):
    asked = await say("oublie-moi")
    yes, no = asked.choices
    assert (yes.title, no.title) == ("Oui", "Non")
    assert (await say(yes.id)).erased
    assert not (await say(yes.id)).erased


async def test_yes_answers_the_requested_fact_before_an_erasure(say):
    await say("je suis en Charente, qui pour le titre complet ?", "oublie-moi", "et pour Pau ?")
    reply = await say("oui")
    assert not reply.erased
    assert (await say(KNOWN_FACTS)).question == "memoire"


@each_row("words", ["on recommence à zéro", "recommencer", "start over", "let's start again please"])
async def test_starting_over_is_confirmed_first(say, words):
    await say("je suis en Charente, qui pour le titre complet ?")
    assert (await say(words)).question == "confirmer_recommencement"
    assert (await say("non")).question == "recommencement_annule"
    assert (await say("quel organisme pour le titre complet ?")).outcome == "titre_ensc"
    assert (await say(words, "oui")).question == "recommencer"
    assert (await say("quel organisme pour le titre complet ?")).outcome == "ask"


@each_row("words", ["par quoi commencer", "par quoi je commence ?", "where do I start?", "on commence quand ?"])
async def test_asking_where_to_begin_erases_nothing(say, words):
    await say("je suis en Charente, qui pour le titre complet ?")
    assert (await say(words)).question not in ("recommencer", "confirmer_recommencement", "confirmer_oubli")
    assert (await say("oui", KNOWN_FACTS)).question == "memoire"


@each_row(
    ("messages", "is_goodbye"),
    [
        (["merci, bonne journée !"], True),
        (["à lundi"], True),
        (["thanks, see you later"], True),
        (["comment je m'inscris ?", "toutes"], False),
        (["qui pour le titre complet dans les Landes ?", "vendredi matin"], False),
        # a request, a question or a letter beside it is not hidden
        (["erase everything you know about me. Bye!"], False),
        (["et si je quitte le dispositif, au revoir mon poste ou je garde mes droits ?"], False),
    ],
)
async def test_goodbye_is_told_from_what_resembles_one(say, messages, is_goodbye):
    assert ((await say(*messages)).question == "au_revoir") is is_goodbye


@each_row("words", ["je ne suis plus dans les Landes", "I'm no longer in the Landes"])
async def test_place_that_the_adviser_has_left_is_dropped(say, words):
    assert (await say("je suis dans les Landes", words, KNOWN_FACTS)).question == "memoire_vide"
    assert (await say("qui pour le titre complet dans les Landes ?", words)).outcome == "ask"
    assert (await say("en Charente")).outcome == "titre_ensc"
