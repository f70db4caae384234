"""Repair: nothing is said twice in a row, and an adviser who was not understood can say so and gets on."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.content.loading import project_content
from nlu.dialogue.state import ReplyForm
from tests.support.tables import each_row

WHO_PAYS = "qui paie les modules ?"
HOW_MANY = "combien de modules je dois suivre ?"
TITLE = "quel organisme pour le titre complet ?"
ACCREDITED = ("je suis en Gironde. puis-je suivre un module Aidants Connect ?", "ma structure est habilitée")


def words(reply) -> int:
    return len(reply.paragraphs[0].split())


def titles(reply) -> list[str]:
    return [choice.title for choice in reply.choices]


@each_row(
    "question",
    [
        WHO_PAYS,
        HOW_MANY,
        "who pays for the modules?",
        "quel organisme pour le titre complet ?",
        "bonjour",
        "qui es-tu ?",
    ],
)
async def test_adviser_who_asks_again_never_reads_the_same_reply_twice_in_a_row(say, question):
    replies = [(await say(question)).text for _ in range(6)]
    assert all(before != after for before, after in pairwise(replies))


async def test_question_asked_again_and_again_gets_each_form(say):
    forms = [ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.AGAIN, ReplyForm.PERSON]
    assert [(await say(WHO_PAYS)).sent.form for _ in range(5)] == forms


async def test_yes_to_nothing_is_not_answered_twice_in_the_same_words(say):
    first, second = await say("je suis en Gironde", "oui"), await say("oui")
    assert first.question == second.question == "oui_sans_question"
    assert first.text != second.text


async def test_answer_not_understood_comes_in_short_then_as_a_question_then_as_a_person_to_write_to(say):
    replies = [await say(message) for message in (WHO_PAYS, *["je comprends pas"] * 3)]
    forms = [ReplyForm.FULL, ReplyForm.SHORT, ReplyForm.CHECK, ReplyForm.PERSON]
    assert [reply.sent.form for reply in replies] == forms
    assert words(replies[1]) < words(replies[0])
    assert titles(replies[2]) == ["En formation initiale", "En formation continue"]
    assert "formation@lamednum.coop" in replies[3].text


async def test_adviser_who_wants_a_yes_or_a_no_gets_a_verdict(say):
    reply = await say("le titre complet, c'est pour qui ?", "oui ou non, il est obligatoire ?")
    assert reply.paragraphs[0].startswith("Non")
    assert (await say("donc c'est non ?")).paragraphs[0] == "C’est bien cela."
    assert (await say("oui ou non ?")).paragraphs[0].startswith("Non")


@each_row(
    ("question", "wish"),
    [
        (WHO_PAYS, "plus court"),
        (WHO_PAYS, "je comprends pas"),
        (WHO_PAYS, "Pas compris, plus simple stp"),
        (WHO_PAYS, "en une phrase"),
        (WHO_PAYS, "c'est trop compliqué pour moi"),
        (WHO_PAYS, "explique comme à un enfant"),
        ("how long is a module?", "tldr"),
        ("how long is a module?", "in simple words please"),
    ],
)
async def test_adviser_who_wants_it_shorter_gets_the_short_form(say, question, wish):
    full = await say(question)
    short = await say(wish)
    assert (short.question, short.sent.form) == (full.question, ReplyForm.SHORT)
    assert words(short) < words(full)


async def test_thanks_in_between_do_not_make_the_short_form_long_again(say):
    assert (await say(WHO_PAYS, "merci", "plus court")).sent.form is ReplyForm.SHORT


async def test_question_asked_for_one_sentence_is_answered_in_one_at_once(say):
    assert (await say("En une phrase, c'est quoi le CCP1 ?")).sent.form is ReplyForm.SHORT
    assert (await say("c'est quoi le titre complet ?")).sent.form is ReplyForm.FULL


async def test_notice_of_a_newer_source_stays_in_the_short_form(say):
    short = await say("combien d'heures dure la formation initiale ?", "plus court")
    assert "un seul parcours" in short.text.replace("\u00a0", " ")


async def test_what_is_held_is_shown_with_a_button_for_each_fact(say):
    checked = await say(*ACCREDITED, "plus court", "je comprends toujours pas")
    assert checked.sent.form is ReplyForm.CHECK
    assert "Gironde" in checked.text
    assert "Corriger : votre territoire" in [title.replace("\u00a0", " ") for title in titles(checked)]
    asked = await say(checked.choices[0].id)
    assert "département" in asked.text
    assert "Landes" in (await say("Landes", "que sais-tu de moi ?")).text


async def test_no_to_what_is_held_offers_each_correction_and_yes_a_person(say):
    await say(*ACCREDITED, "plus court", "je comprends toujours pas")
    assert (await say("non")).question == "memoire"


async def test_yes_to_what_is_held_leads_to_a_person(say):
    await say(*ACCREDITED, "plus court", "je comprends toujours pas")
    assert (await say("oui")).sent.form is ReplyForm.PERSON


async def test_fact_asked_for_to_be_more_precise_is_read_from_words(say):
    await say(WHO_PAYS, "je comprends pas", "je comprends pas")
    assert "formation initiale" in (await say("en formation initiale")).text


@each_row("rejection", ["ce n'est pas ma question", "rien à voir", "pas des modules", "tu réponds à côté"])
async def test_rejected_question_is_barred_and_two_others_are_offered(say, rejection):
    answered = await say(HOW_MANY)
    reply = await say(rejection)
    assert (answered.question, reply.question, len(reply.choices)) == ("choix_modules", "pas_ma_question", 2)
    assert project_content().texts["fr"].questions["choix_modules"] not in titles(reply)
    assert (await say("les modules, il en faut combien ?")).question != "choix_modules"


async def test_rejection_in_english_is_heard(say):
    assert (await say("who pays for the modules?", "that's not what I asked")).question == "pas_ma_question"


async def test_what_is_asked_beside_a_rejection_is_answered(say):
    assert (await say(HOW_MANY, "c'est pas ma question, je veux savoir qui paie")).question == "financement"


async def test_button_asks_even_what_was_rejected(say):
    offered = await say("bonjour")
    pays = next(choice.id for choice in offered.choices if choice.title == "Qui paie la formation")
    assert (await say(WHO_PAYS, "ce n'est pas ma question", pays)).question == "financement"


async def test_button_gets_the_full_answer_after_the_short_one(say):
    pays = next(choice.id for choice in (await say("bonjour")).choices if choice.title == "Qui paie la formation")
    assert (await say(WHO_PAYS, "plus court", pays)).sent.form is ReplyForm.FULL


async def test_other_question_is_answered_as_ever_after_a_rejection(say):
    reply = await say(HOW_MANY, "ce n'est pas ma question", WHO_PAYS, HOW_MANY)
    assert (reply.question, reply.sent.form) == ("choix_modules", ReplyForm.FULL)


@pytest.mark.parametrize(
    ("place", "address"),
    [("je suis dans le Nord", "formations@assembleurs.coop"), ("bonjour", "conseiller-numerique@anct.gouv.fr")],
)
async def test_second_miss_in_a_row_gives_the_address_of_a_person(say, place, address):
    first = await say(place, "zblorg flimp")
    assert address not in first.text
    assert address in (await say("vroum tchac pok")).text


async def test_misses_are_counted_anew_after_an_answer(say):
    assert (await say("zblorg flimp", WHO_PAYS, "vroum tchac pok")).sent.form is ReplyForm.FULL


@each_row("word", ["👍", "ok", "d'accord", "Parfait.", "c'est noté", "ok 👌", "got it"])
async def test_word_of_agreement_after_an_answer_is_taken_note_of(say, word):
    reply = await say(WHO_PAYS, word)
    assert reply.question in {"bien_recu", "remercier"}
    assert words(reply) < 15


async def test_ok_to_a_requested_fact_is_no_acknowledgement(say):
    assert (await say(TITLE, "ok")).question != "bien_recu"


async def test_question_restated_bars_the_last_one(say):
    reply = await say("are travel costs refunded?", "no, I mean the price of the module, not the travel costs")
    assert reply.question == "prix"


async def test_place_restated_keeps_the_question(say):
    reply = await say("quel organisme pour le titre complet à Pau ?", "non je parle de la Charente")
    assert reply.question == "organisme"
