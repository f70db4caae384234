"""Who paid, where one stands, and two persons in one message: the first word of an answer is what advisers act on."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.tables import each_row

NOVEMBER = date(2026, 11, 28)


def lines(reply):
    return [text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") for text in reply.paragraphs]


@each_row(
    "text",
    [
        "Mon module de mai a été payé par ma fédération. L'État m'en paie encore un ?",
        "J'ai suivi un module en mai, c'est le syndicat qui l'a payé. Le module de l'année est encore payé ?",
        "I took a module in May, paid by our network, not the State. Is the State's one still paid for?",
    ],
)
async def test_a_module_that_another_body_paid_leaves_the_states_one_open(say, text):
    assert (await say(text, on=NOVEMBER)).outcome == "financement_premier"


@pytest.mark.parametrize(
    ("first", "correction"),
    [
        ("j'ai fait un module en mai, j'ai encore droit à un module payé ?", "non, l'État n'a pas payé celui-là"),
        (
            "I took a module in May, is another one paid for?",
            "Wait, the State didn't pay for that one, my federation did",
        ),
    ],
)
async def test_the_adviser_corrects_who_paid(say, first, correction):
    assert (await say(first, correction, on=NOVEMBER)).outcome == "financement_premier"


@each_row(
    "text",
    [
        "je suis inscrite à La Fabrik mais pas encore commencé, puis-je faire un module ?",
        "ma formation initiale n'a pas encore démarré, je peux m'inscrire à un module ?",
        "my training hasn't started yet, can I take a module?",
    ],
)
async def test_who_has_not_begun_is_told_not_yet(say, text):
    reply = await say(text, on=NOVEMBER)
    assert reply.outcome == "conditions_modules_a_commencer"
    assert lines(reply)[0].startswith(("Non : il faut d'abord", "No: initial training must"))


async def test_who_insists_on_not_having_begun_is_answered_the_same(say):
    asked = "je suis inscrite mais pas encore commencé les cours, je peux prendre un module ?"
    reply = await say(asked, "mais je n'ai pas commencé !", on=NOVEMBER)
    assert reply.outcome == "conditions_modules_a_commencer"


async def test_who_is_in_training_can_enrol(say):
    reply = await say("j'ai commencé ma formation initiale, puis-je suivre un module ?", on=NOVEMBER)
    assert reply.outcome != "conditions_modules_a_commencer"


async def test_a_step_to_come_is_no_success(say):
    reply = await say("une foi que j'ai eu le ccp1, il me reste quoi ?", "je n'ai encore rien commencé", on=NOVEMBER)
    assert reply.outcome == "mon_parcours_recrute"


async def test_another_training_in_another_place_is_compared_by_who_runs_it(say):
    """La Mêlée has the title in both departments, though the question before was on the modules."""
    reply = await say(
        "je suis à Mimizan, où m'inscrire aux modules ?", "et ma collègue d'Orthez pour le titre, c'est pareil ?"
    )
    assert "La réponse est la même :" in lines(reply)
    reply = await say("et ma collègue de Saintes pour le titre, c'est pareil ?")
    assert "La réponse est la même :" not in lines(reply)


async def test_a_summary_gets_neither_yes_nor_no(say):
    reply = await say(
        "j'ai eu un module payé par l'État en mai, je peux en prendre un autre ?",
        "Donc je résume : un seul est payé par l'État, le deuxième je demande à La Mednum. C'est ça ?",
        on=NOVEMBER,
    )
    assert not reply.paragraphs[0].startswith(("Non", "Oui"))


ALIKE = (
    "Moi je suis arrivée en 2021, module suivi en avril. Mon collègue est arrivé en février 2026, Café IA seulement."
)


@pytest.mark.parametrize("asked", ["En décembre, qui a encore un module payé ?", "Un module en décembre, c'est payé ?"])
async def test_two_persons_are_answered_each_by_their_own_facts(say, asked):
    own, other = lines(await say(f"{ALIKE} {asked}", on=NOVEMBER))[:2]
    assert own.startswith(("• Pour vous : Pas payé", "• Pour vous : Non"))
    assert other.startswith("• Pour votre collègue :")
    assert "Deux modules" in other or "deux modules" in other


async def test_a_conclusion_on_two_persons_is_judged_for_each(say):
    reply = await say(f"{ALIKE} Un module en décembre, c'est payé ?", "donc lui oui et moi non ?", on=NOVEMBER)
    own, other = lines(reply)[:2]
    assert own.startswith("• Pour vous : Non")
    assert other.startswith("• Pour votre collègue : Oui")


async def test_two_recruits_get_their_next_steps(say):
    text = "J'ai deux agentes : Inès, arrivée en 2021, a fini son CCP1, et Lola qui est arrivée le mois dernier."
    before, since = lines(await say(f"{text} Que doit faire chacune ?", on=NOVEMBER))[:2]
    assert "module de l'année civile" in before
    assert "formation initiale" not in before
    assert "s'inscrire à la formation initiale" in since


async def test_who_asks_if_the_paid_module_is_lost_is_told_plainly(say):
    """« Oui » would say that it is lost."""
    reply = await say("mon réseau a payé mon module de juin. Le module payé par l'État est perdu ?", on=NOVEMBER)
    assert not lines(reply)[0].startswith(("Oui", "Non"))
