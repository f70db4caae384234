"""Repair: nothing is said twice in a row, and an adviser who was not understood can say so and gets on."""

from __future__ import annotations

from itertools import pairwise

from bot.content.loading import project_content
from nlu.dialogue.state import ReplyForm
from tests.support.tables import each_row

WHO_PAYS = "qui paie les modules ?"
HOW_MANY = "combien de modules je dois suivre ?"
ACCREDITED = ("je suis en Gironde. puis-je suivre un module Aidants Connect ?", "ma structure est habilitée")


def words(reply) -> int:
    return len(reply.paragraphs[0].split())


def titles(reply) -> list[str]:
    return [choice.title for choice in reply.choices]


@each_row("question", [WHO_PAYS, "who pays for the modules?", "bonjour", "oui"])
async def test_adviser_who_asks_again_never_reads_the_same_reply_twice_in_a_row(say, question):
    replies = [(await say(question)).text for _ in range(6)]
    assert all(before != after for before, after in pairwise(replies))


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


@each_row(("question", "wish"), [(WHO_PAYS, "en une phrase"), ("how long is a module?", "tldr")])
async def test_adviser_who_wants_it_shorter_gets_the_short_form(say, question, wish):
    full = await say(question)
    short = await say(wish)
    assert (short.question, short.sent.form) == (full.question, ReplyForm.SHORT)
    assert words(short) < words(full)


@each_row(
    ("messages", "question", "form"),
    [
        ([WHO_PAYS, "merci", "plus court"], "financement", ReplyForm.SHORT),
        (["En une phrase, c'est quoi le CCP1 ?", "c'est quoi le titre complet ?"], "contenu", ReplyForm.FULL),
        ([*ACCREDITED, "plus court", "je comprends toujours pas", "oui"], None, ReplyForm.PERSON),
        ([*ACCREDITED, "plus court", "je comprends toujours pas", "non"], "memoire", ReplyForm.FULL),
        (["zblorg flimp", WHO_PAYS, "vroum tchac pok"], None, ReplyForm.FULL),  # misses are counted anew
        ([HOW_MANY, "ce n'est pas ma question", WHO_PAYS, HOW_MANY], "choix_modules", ReplyForm.FULL),
        ([HOW_MANY, "c'est pas ma question, je veux savoir qui paie"], "financement", ReplyForm.FULL),
        (["are travel costs refunded?", "no, I mean the price of the module, not the travel costs"], "prix",
         ReplyForm.FULL),
    ],
)  # fmt: skip
async def test_reply_comes_in_the_form_that_the_conversation_wants(say, messages, question, form):
    reply = await say(*messages)
    assert question in (None, reply.question)
    assert reply.sent.form is form


async def test_what_is_held_is_shown_with_a_button_for_each_fact(say):
    checked = await say(*ACCREDITED, "plus court", "je comprends toujours pas")
    assert checked.sent.form is ReplyForm.CHECK
    assert "Gironde" in checked.text
    assert "Corriger : votre territoire" in [title.replace("\u00a0", " ") for title in titles(checked)]
    asked = await say(checked.choices[0].id)
    assert "département" in asked.text
    assert "Landes" in (await say("Landes", "que sais-tu de moi ?")).text


@each_row("rejection", ["ce n'est pas ma question", "rien à voir", "pas des modules", "tu réponds à côté"])
async def test_rejected_question_is_barred_and_two_others_are_offered(say, rejection):
    answered = await say(HOW_MANY)
    reply = await say(rejection)
    assert (answered.question, reply.question, len(reply.choices)) == ("choix_modules", "pas_ma_question", 2)
    assert project_content().texts["fr"].questions["choix_modules"] not in titles(reply)
    assert (await say("les modules, il en faut combien ?")).question != "choix_modules"


@each_row(
    ("place", "address"),
    [("je suis dans le Nord", "formations@assembleurs.coop"), ("bonjour", "conseiller-numerique@anct.gouv.fr")],
)
async def test_second_miss_in_a_row_gives_the_address_of_a_person(say, place, address):
    first = await say(place, "zblorg flimp")
    assert address not in first.text
    assert address in (await say("vroum tchac pok")).text
