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


async def test_whoever_is_named_in_the_question_is_asked_about(say):
    reply = await say("un collègue a déjà fait un module cette année, un collègue peut en suivre un deuxième ?")
    assert reply.paragraphs[0].startswith("Pour votre collègue")


async def test_who_asks_is_not_the_one_asked_about(say):
    reply = await say("mon binôme n'est pas habilité, donnez-moi le lien pour inscrire mon binôme à Aidants Connect")
    assert reply.paragraphs[0].startswith("Pour votre collègue")


async def test_a_colleagues_place_is_known_after_an_aside(say):
    reply = await say(
        "je suis à Agen, quel organisme pour le titre complet ?",
        "ma collègue est à La Réunion, quel organisme pour le titre complet de ma collègue ?",
        "et pour moi ?",
        "et quel organisme pour le titre complet de ma collègue ?",
    )
    assert reply.outcome == "titre_ailleurs"


async def test_last_years_module_is_kept(say):
    reply = await say("j'ai suivi un module l'an dernier", "je peux suivre un deuxième module ?")
    assert reply.outcome == "financement_annee_passee"


async def test_a_supposed_module_is_not_kept(say):
    reply = await say("imaginons que j'aie déjà pris un module en 2026, il est payé ?", "qui paie les modules ?")
    assert reply.outcome == "financement_regle"


async def test_another_person_has_facts_of_her_own(say):
    reply = await say(
        "ma collègue est conseillère depuis 2022, combien de modules payés pour elle ?",
        "et ma nièce qui vient de commencer à Bastia ce mois-ci, pour elle c'est pareil ?",
    )
    assert reply.outcome == "financement_entree_2025"
    assert reply.paragraphs[0].startswith("Pour cette personne")


async def test_each_of_two_persons_is_answered_for(say):
    reply = await say("combien de modules sont payés pour chacun ? Il a pris son poste en 2022, et moi en 2025")
    before, since = (paragraph for paragraph in reply.paragraphs if paragraph.startswith("•"))
    assert "Avant 2025" in before
    assert "deux modules" in since.lower()


async def test_who_tells_the_adviser_something_is_not_asked_about(say):
    reply = await say("ma collègue me dit que je dois payer mon module moi-même, c'est vrai ?")
    assert "Pour votre collègue" not in reply.text


async def test_what_somebody_else_writes_in_quotes_is_no_fact(say):
    await say("on m'a écrit « il faut absolument avoir réussi le CCP1 pour venir », c'est vrai pour les modules ?")
    assert "CCP1" not in (await say("qu'est-ce que tu sais de moi ?")).text


async def test_step_is_not_what_is_asked(say):
    reply = await say("une fois qu'il aura passé son CCP1, mon agent est-il obligé de suivre le titre complet ?")
    assert reply.outcome == "obligation_titre"
