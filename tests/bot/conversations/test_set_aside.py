"""Advisers who were misunderstood, were told two things, have had enough or are worn out get on."""

from __future__ import annotations

import pytest

LENGTH = "combien de temps dure le CCP1 ?"
WHO_PAYS = "qui paie les modules ?"
PARDON = "Pardon, j’avais mal compris."


async def test_course_set_aside_is_dropped_and_the_one_meant_is_answered(say):
    reply = await say(
        "comment s'inscrire à Aidants Connect ?", "je parle pas d'Aidants Connect ! le CCP1, je m'inscris où ?"
    )
    assert (reply.question, reply.paragraphs[0]) == ("inscription", PARDON)
    assert "Fabrik" in reply.text
    assert "habilit" not in reply.text


async def test_question_asked_after_a_rejection_is_read_by_itself(say):
    reply = await say(WHO_PAYS, "vous m'avez mal compris. Il faut en suivre combien ?")
    assert (reply.question, reply.paragraphs[0]) == ("choix_modules", PARDON)


async def test_sorry_is_said_in_full_once_and_then_in_a_word(say):
    await say(WHO_PAYS, "c'est pas ma question, il en faut combien ?")
    reply = await say("non je ne demande pas le nombre, ça dure combien d'heures ?")
    assert reply.paragraphs[0] == "Pardon."


async def test_sorry_is_said_in_english(say):
    reply = await say("who pays for the modules?", "No, you misread me. Not about money: how long is a module?")
    assert (reply.question, reply.paragraphs[0]) == ("format", "Sorry, I had misunderstood.")


async def test_question_that_ends_in_yes_or_no_is_no_wish_for_the_last_answer(say):
    reply = await say(WHO_PAYS, "mauvaise réponse. Le titre complet est-il obligatoire, oui ou non ?")
    assert reply.question == "obligation"
    assert "facultatif" in reply.text


async def test_answer_that_was_set_aside_never_comes_back(say):
    first = await say(WHO_PAYS)
    reply = await say("c'est pas ça. Les modules, qui les paie ?")
    assert reply.paragraphs[0] != first.paragraphs[0]
    assert "de nouveau" not in reply.text


async def test_adviser_who_points_at_two_sources_is_told_the_newer_one_first(say):
    reply = await say(LENGTH, "vous dites trois durées mais ensuite une seule, c'est laquelle ?")
    assert reply.paragraphs[0].startswith("Vous avez raison, cela se contredit")
    assert "octobre 2025" in reply.paragraphs[1].replace("\u00a0", " ")


@pytest.mark.parametrize("message", ["laissez tomber", "j'abandonne, vous êtes nuls"])
async def test_adviser_who_gives_up_gets_a_human_line_and_one_address(say, message):
    reply = await say(WHO_PAYS, message)
    assert reply.paragraphs[0].startswith("Je suis désolé")
    assert reply.text.count("@") == 1


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("mon chef me met la pression et je dors mal, combien de modules dois-je suivre ?", "choix_modules"),
        ("My manager keeps pressuring me and I'm not sleeping. How many modules must I take?", "choix_modules"),
    ],
)
async def test_worn_out_adviser_is_told_of_the_doctor_and_answered(say, message, question):
    reply = await say(message)
    assert reply.question == question
    assert "médecin du travail" in reply.paragraphs[0] or "occupational health doctor" in reply.paragraphs[0]
    assert "3919" not in reply.text


async def test_right_to_dismiss_is_no_matter_of_data(say):
    reply = await say("Je n'ai pas d'idées noires. Ont-ils le droit de me renvoyer si je ne fais pas le CCP1 ?")
    assert reply.question in {"refus_formation", "salaire_contrat"}


async def test_worn_out_adviser_who_wants_somebody_to_confide_in_is_told_whom(say):
    reply = await say(WHO_PAYS, "je craque, je voudrais en parler à quelqu'un, un médecin ou un syndicat")
    assert "médecin du travail" in reply.text
    assert "Fabrik" not in reply.text
