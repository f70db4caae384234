"""Advisers who were misunderstood, were told two things, have had enough or are worn out get on."""

from __future__ import annotations

from tests.support.tables import each_row

LENGTH = "combien de temps dure le CCP1 ?"
WHO_PAYS = "qui paie les modules ?"
PARDON = "Pardon, j’avais mal compris."


@each_row(
    ("asked", "message", "question", "first"),
    [
        (WHO_PAYS, "vous m'avez mal compris. Il faut en suivre combien ?", "choix_modules", PARDON),
        ("who pays for the modules?", "No, you misread me. Not about money: how long is a module?", "format",
         "Sorry, I had misunderstood."),
        ("comment s'inscrire à Aidants Connect ?", "je parle pas d'Aidants Connect ! le CCP1, je m'inscris où ?",
         "inscription", PARDON),
    ],
)  # fmt: skip
async def test_what_is_meant_is_answered_in_place_of_what_is_set_aside(say, asked, message, question, first):
    reply = await say(asked, message)
    assert (reply.question, reply.paragraphs[0]) == (question, first)
    assert "habilit" not in reply.text


async def test_adviser_who_points_at_two_sources_is_told_the_newer_one_first(say):
    reply = await say(LENGTH, "vous dites trois durées mais ensuite une seule, c'est laquelle ?")
    assert reply.paragraphs[0].startswith("Vous avez raison, cela se contredit")
    assert "octobre 2025" in reply.paragraphs[1].replace("\u00a0", " ")


@each_row("message", ["laissez tomber", "j'abandonne, vous êtes nuls"])
async def test_adviser_who_gives_up_gets_a_human_line_and_one_address(say, message):
    reply = await say(WHO_PAYS, message)
    assert reply.paragraphs[0].startswith("Je suis désolé")
    assert reply.text.count("@") == 1


@each_row(
    ("message", "question"),
    [
        ("mon chef me met la pression et je dors mal, combien de modules dois-je suivre ?", "choix_modules"),
    ],
)
async def test_worn_out_adviser_is_told_of_the_doctor_and_answered(say, message, question):
    reply = await say(message)
    assert reply.question == question
    assert "médecin du travail" in reply.paragraphs[0] or "occupational health doctor" in reply.paragraphs[0]
    assert "3919" not in reply.text
