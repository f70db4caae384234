"""Whose facts: those of a colleague are never the adviser's, and each is answered for the person asked about."""

from __future__ import annotations

import pytest

from tests.support.tables import each_row

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
    assert reply.outcome == "financement_premiere_annee"
    assert reply.paragraphs[0].startswith("Pour cette personne")


async def test_each_of_two_persons_is_answered_for(say):
    reply = await say("combien de modules sont payés pour chacun ? Il a pris son poste en 2022, et moi en 2025")
    own, others = (paragraph for paragraph in reply.paragraphs if paragraph.startswith("•"))
    assert own.startswith("• Pour vous")
    assert "deux modules" in own.lower()
    assert others.startswith("• Pour cette personne")
    assert "un module" in others.lower()


async def test_each_of_two_is_told_what_is_compulsory_for_them(say):
    reply = await say(
        "mon binôme est là depuis février 2021 et moi depuis septembre 2026, quelles formations doit-on faire chacun ?"
    )
    own, others = (paragraph for paragraph in reply.paragraphs if paragraph.startswith("•"))
    assert "Le CCP1, deux modules" in own
    assert "votre collègue" in others
    assert "un module par année civile" in others


async def test_each_of_two_is_answered_for_in_the_next_turn_too(say):
    reply = await say(
        "ma collègue a été recrutée en mai 2022 et moi en juin 2026",
        "combien de modules l'État paie pour chacune ?",
    )
    assert sum(paragraph.startswith("•") for paragraph in reply.paragraphs) == 2


async def test_what_is_the_same_for_both_is_said_once(say):
    reply = await say(
        "ma collègue a été recrutée en mai 2022 et moi en juin 2026, on passe par quel organisme pour le CCP1 ?"
    )
    assert "Pour vous" not in reply.text


@each_row(
    ("text", "kind"),
    [
        ("Mathilde a déjà suivi un module cette année, elle peut en suivre un deuxième ?", "Pour votre collègue"),
        ("est-ce que Rachid doit passer le test de positionnement ?", "Pour votre collègue"),
        ("Mme Lebrun a raté le CCP1, peut-elle suivre un module ?", "Pour votre collègue"),
        ("Does Rachid have to take the positioning test?", "For your colleague"),
    ],
)
async def test_person_called_by_a_first_name_is_asked_about(say, text, kind):
    assert (await say(text)).paragraphs[0].startswith(kind)


async def test_first_name_is_never_kept(say):
    reply = await say("Mathilde a raté le CCP1, peut-elle suivre un module ?", "qu'est-ce que tu sais de moi ?")
    assert "Mathilde" not in reply.text


@each_row("repair", ["je parlais d'Inès, pas de moi", "non, pas moi, ma collègue", "I meant Inès, not me"])
async def test_repair_of_the_person_asks_the_same_for_her(say, repair):
    reply = await say("combien de modules l'État paie par an ?", repair)
    assert any(text.startswith(("Pour votre collègue", "For your colleague")) for text in reply.paragraphs[:2])
    assert reply.question == "financement"


@each_row(
    "text",
    [
        "combien dure un module intervenir ? mon binôme parlait de 3 jours",
        "une collègue m'a parlé de Pix, c'est quoi ?",
        "mon collègue pense que le titre complet dure 300 heures, il se trompe ?",
    ],
)
async def test_who_only_says_so_is_not_asked_about(say, text):
    assert "Pour votre collègue" not in (await say(text)).text


async def test_possessive_of_the_adviser_is_no_other_person(say):
    reply = await say(
        "est-ce que Rachid peut prendre un deuxième module ? il en a déjà fait un cette année",
        "et le mien, il est payé ?",
    )
    assert "Pour votre collègue" not in reply.text


async def test_only_the_facts_of_who_is_asked_about_count(say):
    reply = await say(
        "j'ai deux agents : Mathilde a été recrutée en 2021 et Rachid en juin 2026, Rachid a combien de modules payés ?"
    )
    assert reply.outcome == "financement_premiere_annee"


async def test_who_employs_is_not_sent_to_the_employer(say):
    reply = await say(
        "je viens d'embaucher un conseiller numérique à Tulle, son salaire pendant la formation, qui le paie ?"
    )
    assert reply.paragraphs[0].startswith("Pour votre conseiller")
    assert "employeur" not in reply.text


async def test_adviser_comes_back_to_herself_in_so_many_words(say):
    reply = await say("Rachid peut suivre deux modules cette année ?", "non, je parle de moi")
    assert "Pour votre collègue" not in reply.text
    assert reply.question == "second_module"


@each_row("who", ["notre hôtesse d'accueil", "une bénévole", "la comptable de la mairie"])
async def test_somebody_who_is_no_adviser_is_never_answered_for_as_one(say, who):
    reply = await say(f"{who} peut suivre le module Aidants Connect ?", "c'est payé par l'État pour elle ?")
    assert reply.outcome == "eligibilite"


async def test_who_tells_the_adviser_something_is_not_asked_about(say):
    reply = await say("ma collègue me dit que je dois payer mon module moi-même, c'est vrai ?")
    assert "Pour votre collègue" not in reply.text


async def test_what_somebody_else_writes_in_quotes_is_no_fact(say):
    await say("on m'a écrit « il faut absolument avoir réussi le CCP1 pour venir », c'est vrai pour les modules ?")
    assert "CCP1" not in (await say("qu'est-ce que tu sais de moi ?")).text


async def test_step_is_not_what_is_asked(say):
    reply = await say("une fois qu'il aura passé son CCP1, mon agent est-il obligé de suivre le titre complet ?")
    assert reply.outcome == "obligation_titre"
