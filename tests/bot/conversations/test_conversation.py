"""Conversations with the whole assistant: organisations by place, odd messages, the day of a turn."""

from __future__ import annotations

from datetime import date

from rules.loading import load_programme
from tests.support.tables import each_row

PROGRAMME = load_programme()
TITLE = {"40": "La Mêlée", "64": "La Mêlée"}


def plain(reply) -> str:
    links = " ".join(f"{link.title} {link.url}" for link in reply.all_links)
    return f"{reply.text} {links}".replace("\u00a0", " ").replace("\u202f", " ")


@each_row("code", PROGRAMME.territories)
async def test_adviser_of_each_territory_gets_the_right_organisations(say, code):
    territory = PROGRAMME.territories[code]
    overseas = code in PROGRAMME.zones["outre_mer"]
    ccp1 = await say(f"quel organisme pour le CCP1 {territory.within.fr} ?")
    by_usage = code in PROGRAMME.zones["drom_com_par_usage"]
    pop_school = "ccp1_pop_school_usage" if by_usage else "ccp1_pop_school"
    assert ccp1.outcome == (pop_school if overseas else "ccp1_la_fabrik")
    assert "La Mednum" in plain(await say(f"quel organisme pour les modules {territory.within.fr} ?"))
    title = await say(f"quel organisme pour le titre complet {territory.within.fr} ?")
    in_region = code in PROGRAMME.zones["Nouvelle-Aquitaine"]
    expected = "titre_la_melee" if code in TITLE else "titre_ensc" if in_region else "titre_ailleurs"
    assert title.outcome == expected
    if not in_region:
        assert "ENSC" not in title.text
        assert "Mêlée" not in title.text


@each_row("number", ["999", "dpt 777 🤠", "c'est le département 830"])
async def test_number_that_is_no_department_is_asked_for_again(say, number):
    reply = await say("quel organisme pour le titre complet ?", number)
    assert "Je ne reconnais pas ce département" in reply.text


@each_row("text", ["", "c_aaaaaaaaaa", "a" * 10_000])
async def test_rejected_message_is_answered_in_the_language_of_the_conversation(say, text):
    assert (await say("which organisation for Landes?", text)).language == "en"


async def test_date_given_to_a_turn_is_today_for_its_interpretation_too(say):
    """« l'année prochaine » and « maintenant » count from the day of the turn."""
    await say("où s'inscrire aux modules ?", on=date(2023, 6, 1))
    assert "1er juin 2024" in plain(await say("et l'année prochaine ?", on=date(2023, 6, 1)))
    assert (await say("et maintenant ?", on=date(2023, 6, 1))).outcome == "modules_pas_encore"


@each_row(
    "text", ["", "   ", "\x00\x07", "/restart", '/organisme{"x": 1}', "<b>salut</b>", "?", "a" * 10_000, "🙂" * 50]
)
async def test_any_text_gets_a_clear_reply(say, text):
    reply = await say(text)
    assert reply.text.strip()
    for leak in ("Traceback", "utter_", "action_", "{", "None"):
        assert leak not in reply.text
