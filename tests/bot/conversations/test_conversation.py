"""Conversations with the whole assistant: organisations by place, missing facts, corrections, odd messages."""

from __future__ import annotations

from datetime import date

import pytest

from rules.loading import load_programme
from tests.support.tables import each_row

PROGRAMME = load_programme()
TITLE = {"40": "La Mêlée", "64": "La Mêlée"}


def plain(reply) -> str:
    links = " ".join(f"{link.title} {link.url}" for link in reply.all_links)
    return f"{reply.text} {links}".replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("question", "verdict", "organisation"),
    [("which organisation for Landes?", "you", "La Mêlée"), ("quel organisme pour les Landes ?", "vous", "La Mêlée")],
)
async def test_first_card_question_gets_every_organisation_of_landes(say, question, verdict, organisation):
    reply = plain(await say(question))
    assert organisation in reply
    assert "La Fabrik" in reply
    assert "La Mednum" in reply
    enrolments = [choice.title for choice in (await say(question)).choices]
    assert len(enrolments) == 3
    assert ("Source:" if verdict == "you" else "Source :") in reply


async def test_second_card_question_is_answered_in_its_own_language(say):
    english = plain(await say("can I take a second module?"))
    assert english.startswith("Yes: several modules can be taken")
    assert "calendar year" in english
    french = plain(await say("puis-je suivre un deuxième module ?"))
    assert french.startswith("Oui : on peut suivre plusieurs")
    assert "année civile" in french


@each_row("code", PROGRAMME.territories)
async def test_adviser_of_each_territory_gets_the_right_organisations(say, code):
    territory = PROGRAMME.territories[code]
    overseas = code in PROGRAMME.zones["outre_mer"]
    ccp1 = await say(f"quel organisme pour le CCP1 {territory.within.fr} ?")
    by_usage = code in PROGRAMME.zones["drom_com_par_usage"]
    pop_school = "ccp1_pop_school_usage" if by_usage else "ccp1_pop_school"
    assert ccp1.outcome == (pop_school if overseas else "ccp1_la_fabrik")
    modules = plain(await say(f"quel organisme pour les modules {territory.within.fr} ?"))
    assert "La Mednum" in modules
    title = await say(f"quel organisme pour le titre complet {territory.within.fr} ?")
    in_region = code in PROGRAMME.zones["Nouvelle-Aquitaine"]
    expected = "titre_la_melee" if code in TITLE else "titre_ensc" if in_region else "titre_ailleurs"
    assert title.outcome == expected
    if not in_region:
        assert "ENSC" not in title.text
        assert "Mêlée" not in title.text


async def test_missing_department_is_asked_for_and_a_bare_number_answers(say):
    assert (await say("quel organisme pour le titre complet ?")).outcome == "ask"
    assert "La Mêlée" in (await say("64")).text


@each_row("number", ["999", "dpt 777 🤠", "c'est le département 830"])
async def test_number_that_is_no_department_is_asked_for_again(say, number):
    reply = await say("quel organisme pour le titre complet ?", number)
    assert "Je ne reconnais pas ce département" in reply.text


async def test_correction_replaces_the_department(say):
    reply = await say("je suis dans les Landes, qui pour le titre complet ?", "non pardon, en Charente")
    assert "ENSC" in reply.text
    assert "Mêlée" not in reply.text


async def test_interruption_does_not_lose_the_question(say):
    reply = await say("Which organisation should I contact for the full title?", "Is it taught online?", "Landes")
    assert "La Mêlée" in reply.text


async def test_choice_is_answered_like_its_words(say):
    asked = await say("comment je m'inscris ?")
    modules = next(choice for choice in asked.choices if "modules" in choice.title)
    assert "La Mednum" in (await say(modules.id)).text


async def test_expired_choice_gets_an_explanation(say):
    assert "bouton" in (await say("c_aaaaaaaaaa")).text


@each_row("text", ["", "c_aaaaaaaaaa", "a" * 10_000])
async def test_rejected_message_is_answered_in_the_language_of_the_conversation(say, text):
    assert (await say("which organisation for Landes?", text)).language == "en"


async def test_date_given_to_a_turn_is_today_for_its_interpretation_too(say):
    """« l'année prochaine » and « maintenant » count from the day of the turn."""
    await say("où s'inscrire aux modules ?", on=date(2023, 6, 1))
    assert "1er juin 2024" in plain(await say("et l'année prochaine ?", on=date(2023, 6, 1)))
    assert (await say("et maintenant ?", on=date(2023, 6, 1))).outcome == "modules_pas_encore"


async def test_reason_and_source_of_the_last_answer_are_given(say):
    await say("qui pour le titre complet dans le 40 ?")
    assert "Hubikoop" in (await say("quelle est la source ?")).text
    assert "Landes" in (await say("pourquoi ?")).text


async def test_before_the_reform_there_were_no_modules(say):
    before = await say("où s'inscrire aux modules ?", on=date(2024, 2, 29))
    after = await say("où s'inscrire aux modules ?", on=date(2024, 3, 1))
    assert before.outcome == "modules_pas_encore"
    assert after.outcome == "inscription_modules"


@each_row(
    "text", ["", "   ", "\x00\x07", "/restart", '/organisme{"x": 1}', "<b>salut</b>", "?", "a" * 10_000, "🙂" * 50]
)
async def test_any_text_gets_a_clear_reply(say, text):
    reply = await say(text)
    assert reply.text.strip()
    for leak in ("Traceback", "utter_", "action_", "{", "None"):
        assert leak not in reply.text
