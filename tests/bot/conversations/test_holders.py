"""Whose facts: those of a colleague are never the adviser's, and each is answered for the person asked about."""

from __future__ import annotations

import pytest

COLLEAGUE_HAS_ONE = "ma collègue a déjà suivi un module cette année"


async def test_a_colleagues_module_does_not_cost_the_adviser_hers(say):
    reply = await say(f"{COLLEAGUE_HAS_ONE}. Le mien est payé ?")
    assert reply.outcome not in {"financement_deja_un", "financement_deja_un_selon_entree"}


async def test_a_colleagues_module_counts_for_the_colleague(say):
    reply = await say("qui paie les modules ?", f"{COLLEAGUE_HAS_ONE}, le sien est payé ?")
    assert reply.outcome == "financement_deja_un_selon_entree"
    assert reply.paragraphs[0].startswith("Pour votre collègue")


async def test_the_adviser_comes_back_to_herself(say):
    reply = await say("qui paie les modules ?", f"{COLLEAGUE_HAS_ONE}, le sien est payé ?", "et moi ?")
    assert reply.outcome not in {"financement_deja_un", "financement_deja_un_selon_entree"}
    assert "Pour cette personne" not in reply.text


@pytest.mark.parametrize("again", ["et elle ?", "et pour elle ?"])
async def test_the_adviser_asks_for_the_colleague_once_more(say, again):
    reply = await say("qui paie les modules ?", f"{COLLEAGUE_HAS_ONE}, le sien est payé ?", "et moi ?", again)
    assert reply.outcome == "financement_deja_un_selon_entree"


async def test_what_is_supposed_is_not_kept(say):
    reply = await say(
        "si j'avais reçu ma convocation, je pourrais suivre un module pendant la formation initiale ?",
        "qu'est-ce que tu sais de moi ?",
    )
    assert "onvocation" not in reply.text
