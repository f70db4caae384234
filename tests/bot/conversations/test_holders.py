"""Whose facts: those of a colleague are never the adviser's, and each is answered for the person asked about."""

from __future__ import annotations

from tests.support.tables import each_row

WHO_PAYS = "qui paie les modules ?"
COLLEAGUE_HAS_ONE = "ma collègue a déjà suivi un module cette année"
HERS = f"{COLLEAGUE_HAS_ONE}, le sien est payé ?"
BEFORE_AND_SINCE = "ma collègue a été recrutée en mai 2022 et moi en juin 2026"
KNOWN_FACTS = "qu'est-ce que tu sais de moi ?"
COLLEAGUE, OTHER = "Pour votre collègue", "Pour cette personne"


def lines(reply):
    return [text.replace("\u00a0", " ").replace("’", "'") for text in reply.paragraphs]


@each_row(
    ("messages", "person", "outcome"),
    [
        ([WHO_PAYS, HERS], COLLEAGUE, "financement_deja_un_selon_entree"),
        ([WHO_PAYS, HERS, "et moi ?", "et pour elle ?"], COLLEAGUE, "financement_deja_un_selon_entree"),
        (["ma collègue veut suivre Aidants Connect mais sa structure n'est pas habilitée, elle fait comment ?"],
         COLLEAGUE, None),
        (["Does Rachid have to take the positioning test?"], "For your colleague", None),
        (["ma collègue est conseillère depuis 2022, combien de modules payés pour elle ?",
         "et ma nièce qui vient de commencer à Bastia ce mois-ci, pour elle c'est pareil ?"], OTHER,
         "financement_premiere_annee"),
        (["mon nouveau conseiller arrive à Tulle, qui paie son salaire ?"], "Pour votre conseiller", None),
    ],
)  # fmt: skip
async def test_whoever_is_asked_about_is_answered_for(say, messages, person, outcome):
    reply = await say(*messages)
    assert reply.paragraphs[0].startswith(person)
    assert outcome in (None, reply.outcome)
    assert "à votre employeur" not in reply.text


@each_row(
    "messages",
    [
        [f"{COLLEAGUE_HAS_ONE}. Le mien est payé ?"],
        [WHO_PAYS, HERS, "et moi ?"],
        ["Rachid peut suivre deux modules cette année ?", "non, je parle de moi"],
        # who only says something
        ["combien dure un module intervenir ? mon binôme parlait de 3 jours"],
        ["une collègue m'a parlé de Pix, c'est quoi ?"],
        ["ma collègue me dit que je dois payer mon module moi-même, c'est vrai ?"],
    ],
)
async def test_the_adviser_is_not_answered_for_somebody_else(say, messages):
    reply = await say(*messages)
    assert reply.outcome not in {"financement_deja_un", "financement_deja_un_selon_entree"}
    assert COLLEAGUE not in reply.text
    assert OTHER not in reply.text


@each_row(
    ("messages", "outcome"),
    [
        (["je suis à Agen, quel organisme pour le titre complet ?",
         "ma collègue est à La Réunion, quel organisme pour le titre complet de ma collègue ?", "et pour moi ?",
         "et quel organisme pour le titre complet de ma collègue ?"], "titre_ailleurs"),
        (["j'ai suivi un module l'an dernier", "je peux suivre un deuxième module ?"], "financement_annee_passee"),
        # what is supposed is not kept
        (["imaginons que j'aie déjà pris un module en 2026, il est payé ?", WHO_PAYS], "financement_regle"),
        # only the facts of who is asked about count
        (["Mathilde a été recrutée en 2021 et Rachid en juin 2026, Rachid a combien de modules payés ?"],
         "financement_premiere_annee"),
        # a step is not what is asked
        (["une fois son CCP1 passé, mon agent est-il obligé de suivre le titre complet ?"], "obligation_titre"),
        # who is no adviser is not answered for as one
        (["la comptable peut suivre le module Aidants Connect ?", "c'est payé par l'État pour elle ?"], "eligibilite"),
    ],
)  # fmt: skip
async def test_facts_are_those_of_whoever_has_them(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


@each_row(
    ("message", "word"),
    [
        ("si j'avais reçu ma convocation, je pourrais suivre un module pendant la formation initiale ?", "onvocation"),
        ("Mathilde a raté le CCP1, peut-elle suivre un module ?", "Mathilde"),
        ("on m'a écrit « il faut absolument avoir réussi le CCP1 pour venir », c'est vrai pour les modules ?", "CCP1"),
    ],
)
async def test_neither_a_name_nor_what_is_supposed_or_quoted_is_kept(say, message, word):
    assert word not in (await say(message, KNOWN_FACTS)).text


@each_row(
    ("messages", "own", "others"),
    [
        (["combien de modules sont payés pour chacun ? Il a pris son poste en 2022, et moi en 2025"], "deux modules",
         "un module"),
        ([BEFORE_AND_SINCE, "combien de modules l'État paie pour chacune ?"], "deux modules", "un module"),
    ],
)  # fmt: skip
async def test_each_of_two_is_answered_for(say, messages, own, others):
    mine, theirs = (line.lower() for line in lines(await say(*messages)) if line.startswith("•"))
    assert mine.startswith("• pour vous")
    assert own in mine
    assert theirs.startswith(("• pour votre collègue", "• pour cette personne"))
    assert others in theirs


async def test_the_adviser_is_answered_for_their_own_place_after_two_colleagues_elsewhere(say):
    questions = [
        "quel organisme pour le titre complet en Charente ?",
        "et pour ma collègue dans les Landes ?",
        "et pour mon collègue à Lyon ?",
        "et pour moi ?",
    ]
    assert [(await say(question)).outcome for question in questions] == [
        "titre_ensc",
        "titre_la_melee",
        "titre_ailleurs",
        "titre_ensc",
    ]


async def test_a_button_pressed_under_a_question_about_a_colleague_is_about_the_colleague(say):
    asks = await say("ma collègue est à Saint-Denis, quel organisme pour son CCP1 ?")
    assert asks.awaits.options == ("93", "974")
    reply = await say(asks.choices[1].id)
    assert reply.outcome == "ccp1_pop_school"
    assert reply.paragraphs[0].startswith(COLLEAGUE)
