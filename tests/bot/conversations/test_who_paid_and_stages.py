"""Who paid, where one stands, and two persons in one message: the first word of an answer is what advisers act on."""

from __future__ import annotations

from datetime import date

from tests.support.tables import each_row

NOVEMBER = date(2026, 11, 28)
NOT_BEGUN = "conditions_modules_a_commencer"


def lines(reply):
    return [text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") for text in reply.paragraphs]


@each_row(
    ("messages", "outcome"),
    [
        # a module that another body paid for leaves the State's open
        (
            ["j'ai fait un module en mai, j'ai encore droit à un module payé ?", "non, l'État n'a pas payé celui-là"],
            "financement_premier",
        ),
        # who has not begun is told not yet, and again
        (["ma formation initiale n'a pas encore démarré, je peux m'inscrire à un module ?"], NOT_BEGUN),
        (["pas encore commencé les cours, je peux prendre un module ?", "mais je n'ai pas commencé !"], NOT_BEGUN),
        (["j'ai commencé ma formation initiale, puis-je suivre un module ?"], "conditions_modules_pas_convoque"),
    ],
)
async def test_who_paid_and_where_one_stands_decide_the_answer(say, messages, outcome):
    assert (await say(*messages, on=NOVEMBER)).outcome == outcome


@each_row(
    "messages",
    [
        [
            "j'ai eu un module payé par l'État en mai, je peux en prendre un autre ?",
            "Donc je résume : un seul est payé par l'État, le deuxième je demande à La Mednum. C'est ça ?",
        ],
        # « Oui » would say that it is lost
        ["mon réseau a payé mon module de juin. Le module payé par l'État est perdu ?"],
    ],
)
async def test_neither_yes_nor_no_is_said_where_it_would_mislead(say, messages):
    assert not (await say(*messages, on=NOVEMBER)).paragraphs[0].startswith(("Non", "Oui"))


ALIKE = (
    "Moi je suis arrivée en 2021, module suivi en avril. Mon collègue est arrivé en février 2026, Café IA seulement."
)


@each_row("asked", ["En décembre, qui a encore un module payé ?", "Un module en décembre, c'est payé ?"])
async def test_two_persons_are_answered_each_by_their_own_facts(say, asked):
    own, other = lines(await say(f"{ALIKE} {asked}", on=NOVEMBER))[:2]
    assert own.startswith(("• Pour vous : Pas payé", "• Pour vous : Non"))
    assert other.startswith("• Pour votre collègue :")
    assert "Deux modules" in other or "deux modules" in other
