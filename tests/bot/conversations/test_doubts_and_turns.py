"""Short messages after an answer: doubts, the time before, corrections, and references to the last reply."""

from __future__ import annotations

import pytest

from tests.bot.conversations.test_follow_ups import TITLE_IN_LANDES
from tests.support.tables import each_row


@each_row(
    ("messages", "outcome"),
    [
        ((TITLE_IN_LANDES, "et avant ?"), "titre_pas_encore"),
        (("que contient la formation initiale ?", "et avant, c'était comment ?"), "reforme_avant"),
        (("how long is the full title?", "and before that?"), "titre_pas_encore"),
        (("c'est quoi les modules ?", "ok et avant ça ?", "et pour le titre complet ?"), "titre_pas_encore"),
    ],
)
async def test_question_about_the_time_before_gets_the_earlier_rule(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


async def test_time_before_a_rule_without_a_known_start_is_unknown(say):
    reply = await say("c'est quoi un référent numérique ?", "et avant ?")
    assert "Je ne sais pas depuis quand cela vaut" in reply.text


async def test_answer_naming_its_own_dates_is_repeated(say):
    reply = await say("qui coordonnait Aidants Connect en Nouvelle-Aquitaine ?", "depuis quand, et jusqu'à quand ?")
    assert "De 2021 à juin 2023" in reply.text
    assert "date de début" not in reply.text


@each_row(
    ("messages", "outcome"),
    [
        (("combien d'heures dure un module intervenir ?", "et l'autre sorte de module ?"), "format_prise_en_main"),
        (("combien d'heures dure le titre complet ?", "je parlais de la formation initiale"), "parcours_trois"),
        (
            ("notre asso est habilitée Aidants Connect", "c'est un module de combien d'heures ?"),
            "format_aidants_connect",
        ),
        (("notre asso est habilitée Aidants Connect", "un module intervenir dure combien ?"), "format_intervenir"),
        (("combien d'heures dure le titre complet ?", "c'est un module de combien d'heures ?"), "format_modules"),
    ],
)
async def test_module_or_course_named_in_passing_is_the_subject(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


@each_row(
    "doubt",
    [
        "t'es sûr ?",
        "vraiment ? ma tutrice m'affirme l'inverse",
        "ah bon ? on m'a dit le contraire",
        "sérieux ? pas l'ENSC ?",
        "on m'a dit autre chose au téléphone",
        "are you sure? my manager says the opposite",
    ],
)
async def test_doubted_answer_is_repeated_with_its_rule_and_source(say, doubt):
    answered = await say(TITLE_IN_LANDES)
    doubted = await say(doubt)
    assert doubted.question == "pourquoi"
    assert answered.links[0].url in {link.url for link in (await say("en français ?")).links}
    if doubted.language == "fr":
        assert answered.paragraphs[0] in doubted.text
    assert "Hubikoop" in doubted.text
    assert (await say("et en Gironde ?")).outcome == "titre_ensc"


@each_row(
    ("message", "outcome"),
    [
        ("t'es sûr ? et en Charente ?", "titre_ensc"),
        ("ah bon ? et ça dure combien de temps ?", "format_titre"),
        ("vraiment ? et qui paie les modules ?", "financement_regle"),
        ("pour les modules on m'a dit autre chose, qui les paie ?", "financement_regle"),
        ("t'es sûr ? sur quelle page je m'inscris ?", "inscription_titre_la_melee"),
        ("really? which site do I register on?", "inscription_titre_la_melee"),
        ("c'est vrai qu'il faut avoir le CCP1 avant ?", "ordre_ccp1_titre"),
    ],
)
async def test_question_beside_a_doubt_is_answered(say, message, outcome):
    assert (await say(TITLE_IN_LANDES, message)).outcome == outcome


async def test_fact_stated_beside_a_doubt_is_kept(say):
    messages = "quand puis-je suivre mes deux modules ?", "vraiment ? pas encore reçu de convocation"
    assert (await say(*messages)).outcome == "conditions_modules_pas_convoque"


@each_row(
    ("messages", "outcome"),
    [
        (("un module prise en main, c'est combien d'heures ?", "et l'autre ?"), "format_intervenir"),
        (("quelles sont les deux familles de modules ?", "le premier c'est quoi ?"), "format_prise_en_main"),
        (("what kinds of modules are there?", "what's the first one exactly?", "and the second?"), "format_intervenir"),
        (("quelles sont les deux familles de modules ?", "et le deuxième module, qui le paie ?"), "financement_regle"),
    ],
)
async def test_ordinal_means_that_item_of_the_last_reply(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


@each_row(
    ("messages", "outcome"),
    [
        (("comment accéder au module Aidants Connect ?", "habilitée ? ah non pas du tout"), "ac_non_habilitee"),
        (("on est habilités Aidants Connect, et maintenant ?", "ah mince, le dossier n'est jamais parti"), None),
        (("ma structure n'est pas habilitée Aidants Connect", "en fait si"), "ac_habilitee"),
        (("my organisation isn't accredited for Aidants Connect", "actually it is, I just checked"), "ac_habilitee"),
    ],
)
async def test_accreditation_is_stated_or_corrected_in_passing(say, messages, outcome):
    reply = await say(*messages)
    assert reply.outcome == (outcome or "ac_non_habilitee")


@pytest.mark.parametrize("message", ["ben le 33 du coup, enfin c'est là que je bosse", "euh 33 du coup"])
async def test_number_in_a_sentence_answers_the_question_asked(say, message):
    assert (await say("qui prépare le titre complet ?", message)).outcome == "titre_ensc"


@each_row(
    ("messages", "outcome"),
    [
        (("c'était quoi la formation avant 2024 ?", "et pourquoi ?"), "reforme_pourquoi"),
        (("quel est le hub du Finistère ?", "je les contacte comment ?"), "hub_actif"),
        (("qui prépare le titre complet à Dax ?", "je les contacte comment ?"), "coordonnees"),
        (("des études sur les petites entreprises ?", "et c'est qui derrière ?"), "ressources"),
    ],
)
async def test_short_question_refers_to_the_last_reply(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


async def test_question_about_a_past_right_is_answered_for_that_time(say):
    reply = await say("en septembre 2022, j'avais droit à des modules ?")
    assert reply.outcome in ("modules_pas_encore", "reforme_avant")


@pytest.mark.parametrize("correction", ["je me trompe, c'est les deux en 2025", "no sorry, both in the same year"])
async def test_adviser_corrects_the_years_of_the_modules(say, correction):
    messages = "un module en 2024 et un en 2025, l'État paie les deux ?", correction
    assert (await say(*messages)).outcome == "financement_deja_un_selon_entree"


@pytest.mark.parametrize("asked", ["et les modules en 2027 ?", "les modules 2025 sont-ils gratuits ?"])
async def test_asking_about_the_modules_of_a_year_states_none_taken(say, asked):
    await say("qui paie les modules ?", asked)
    assert "déjà" not in (await say("que sais-tu de moi ?")).text


@each_row("message", ["ah oui !", "mais oui", "oh it is free?", "on a jamais demandé à passer l'examen"])
async def test_message_not_about_the_structure_states_no_fact_of_it(say, message):
    await say("puis-je suivre un module Aidants Connect ?", "qui prépare le titre complet à Dax ?", message)
    assert "habilit" not in (await say("que sais-tu de moi ?")).text


@each_row(
    ("messages", "outcome"),
    [
        (("qui paie les modules ?", "j'en ai déjà fait un, comment je m'inscris ?"), "inscription_modules"),
        (("quels sont les parcours ?", "je suis débutant, c'est quand les sessions ?"), "dates_ccp1"),
        (("le titre complet est obligatoire ?", "et si je la fais pas ?"), None),
        (("c'est quoi Aidants Connect ?", "who pays for the modules?"), "financement_regle"),
        (("des études sur les petites entreprises ?", "qui a décidé de la réforme ?"), "reforme_acteurs"),
        (("qu'est-ce que la réforme a changé ?", "et avant, c'était comment ?"), "reforme_avant"),
    ],
)
async def test_new_question_is_neither_a_fact_nor_a_follow_up(say, messages, outcome):
    reply = await say(*messages)
    assert outcome in (None, reply.outcome)
    assert "convocation" not in reply.text


async def test_department_named_like_a_common_word_answers_the_question_asked(say):
    assert (await say("qui prépare le titre complet ?", "bon d'accord. Creuse alors")).outcome == "titre_ensc"
