"""Advisers who were told two things, have had enough, are worn out or threatened get on."""

from __future__ import annotations

from tests.support.tables import each_row

LENGTH = "combien de temps dure le CCP1 ?"
WHO_PAYS = "qui paie les modules ?"


async def test_adviser_who_points_at_two_sources_is_told_the_newer_one_first(say):
    reply = await say(LENGTH, "c'est contradictoire")
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


async def test_who_is_threatened_by_the_employer_is_not_sent_to_the_employer(say):
    text = (await say("ma directrice veut me licencier si je n'ai pas le CCP1, elle a le droit ?")).text
    assert "syndicat" in text
    assert "inspection du travail" in text
    assert "à votre employeur" not in text
