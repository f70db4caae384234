"""Follow-ups: a conversation keeps what it knows, so that an adviser never repeats a fact or a question."""

from __future__ import annotations

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from bot.content.loading import project_content
from nlu.dialogue.frames import FrameOutline
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import AwaitedFact, DialogueState
from nlu.intents import FALLBACK, STATEMENT
from tests.support.tables import each_row

TITLE_IN_LANDES = "qui s'occupe du titre complet dans les Landes ?"


@each_row(
    ("asked", "then", "outcome"),
    [
        (TITLE_IN_LANDES, "et en Charente ?", "titre_ensc"),
        (TITLE_IN_LANDES, "et pour le CCP1 ?", "ccp1_la_fabrik"),
        (TITLE_IN_LANDES, "et en Martinique ?", "titre_ailleurs"),
        ("which organisation for the full title in Charente?", "what about Landes?", "titre_la_melee"),
        ("combien de temps dure le titre complet ?", "et les modules ?", "format_modules"),
        ("combien d'heures dure un module intervenir ?", "et l'autre famille ?", "format_prise_en_main"),
        ("qui paie les modules ?", "et je m'inscris où ?", "inscription_modules"),
        ("puis-je suivre un module Aidants Connect ?", "et si ma structure n'est pas habilitée ?", "ac_non_habilitee"),
    ],
)
async def test_follow_up_changes_only_the_named_part(say, asked, then, outcome):
    assert (await say(asked, then)).outcome == outcome


@each_row(
    "correction",
    ["non pardon, en Charente", "je voulais dire la Charente", "euh non, dans le 16", "sorry, I meant Charente"],
)
async def test_corrected_place_gets_its_answer(say, correction):
    reply = await say(TITLE_IN_LANDES, correction)
    assert reply.outcome == "titre_ensc"
    assert "Charente" in (await say("que sais-tu de moi ?")).text


@each_row(
    ("messages", "outcome"),
    [
        ((TITLE_IN_LANDES, "17 c'est pareil ?"), "titre_ensc"),
        ((TITLE_IN_LANDES, "non attends, je suis en Gironde"), "titre_ensc"),
        ((TITLE_IN_LANDES, "oublie les Landes, je reste en Gironde"), "titre_ensc"),
        (("le titre complet, c'est avec qui ?", "et ça dure combien ?", "ah ok super. 86"), "titre_ensc"),
        (
            ("est-ce que l'État paie les modules ?", "aucun pour l'instant cette année, merci à toi"),
            "financement_premier",
        ),
        (("qui coordonne le CCP1 à Mayotte ?", "non Mayotte c'est ma collègue, moi je suis à Tulle"), "ccp1_la_fabrik"),
    ],
)
async def test_fact_in_passing_answers_the_question_that_needs_it(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


@each_row(
    ("messages", "outcome"),
    [
        ((TITLE_IN_LANDES, "et les 2 ?"), "titre_la_melee"),
        (("le titre complet, c'est avec qui ?", "merci, au revoir, bon week-end à Biarritz"), None),
        (
            ("combien d'heures dure un module ?", "qui coordonne les modules à Dax ?", "et pour un module à Lille ?"),
            "modules_hub",
        ),
    ],
)
async def test_words_resembling_a_stated_place_change_nothing(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


async def test_adviser_has_all_named_places_forgotten(say):
    assert (await say(TITLE_IN_LANDES, "oublie les Landes et la Gironde")).question == "oublier_un_fait"


async def test_stated_fact_answers_the_earlier_question_that_depends_on_it(say):
    reply = await say(
        "puis-je suivre un module Aidants Connect ?",
        "et il dure combien de temps ?",
        "ok. oui la structure est habilitée",
    )
    assert reply.outcome == "ac_habilitee"


async def test_passed_exam_does_not_answer_whether_the_title_is_compulsory(say):
    reply = await say("j'ai réussi mon CCP1. Suis-je obligée de passer le titre complet ?")
    assert reply.question == "obligation"


@pytest.mark.parametrize(
    ("words", "outcome"), [("oui, elle l'est", "ac_habilitee"), ("no, we're not", "ac_non_habilitee")]
)
async def test_deciding_fact_is_stated_in_few_words(say, words, outcome):
    assert (await say("puis-je suivre un module Aidants Connect ?", words)).outcome == outcome


@each_row(
    ("asked", "outcome"),
    [
        (TITLE_IN_LANDES, "titre_la_melee"),
        ("qui est La Mêlée ?", "acteur_la_melee"),
        ("combien d'heures dure un module intervenir ?", "format_intervenir"),
        ("où s'inscrire aux modules au 15 février 2024 ?", "modules_pas_encore"),
    ],
)
async def test_repeated_answer_is_the_same(say, asked, outcome):
    first = await say(asked)
    assert first.outcome == outcome
    again = await say("tu peux répéter ?")
    assert again.paragraphs == ("Voici de nouveau ma réponse\u00a0:", *first.paragraphs)
    assert again.sources == first.sources
    assert again.notices == ()  # an adviser is told once what else is known


async def test_nothing_is_repeated_before_the_first_answer(say):
    assert (await say("tu peux répéter ?")).question == "repeter"


@pytest.mark.parametrize(
    ("asked", "outcome"), [(TITLE_IN_LANDES, "titre_la_melee"), ("qui est La Mêlée ?", "acteur_la_melee")]
)
async def test_last_answer_is_repeated_in_the_other_language_on_request(say, asked, outcome):
    reply = await say(asked, "tu peux le dire en anglais ?")
    assert (reply.outcome, reply.language) == (outcome, "en")
    assert "Source:" in reply.text
    assert (await say("et en français ?")).language == "fr"


async def test_reason_is_given_for_the_last_answer_after_small_talk_too(say):
    assert "La Mêlée" in (await say("qui est La Mêlée ?", "pourquoi ?")).text
    why = await say("combien d'heures dure un module intervenir ?", "merci", "pourquoi ?")
    assert "module «\u00a0intervenir\u00a0»" in why.text


async def test_forgetting_a_fact_keeps_the_others(say):
    await say("je suis dans les Landes et ma structure est habilitée, quelles conditions pour Aidants Connect ?")
    assert "votre territoire" in (await say("oublie mon département")).text
    known = await say("que savez-vous de moi ?")
    assert "Landes" not in known.text
    assert "Habilitée" in known.text
    assert (await say("qui s'occupe du titre complet ?")).outcome == "ask"


async def test_fact_is_corrected_by_its_button(say):
    await say("ma structure est habilitée, quelles conditions pour Aidants Connect ?")
    known = await say("que savez-vous de moi ?")
    button = next(choice for choice in known.choices if "habilitation" in choice.title)
    offered = {choice.title: choice.id for choice in (await say(button.id)).choices}
    assert (await say(offered["Pas encore habilitée"])).outcome == "ac_non_habilitee"


async def test_place_of_a_colleague_does_not_replace_the_advisers_own(say):
    assert (await say(TITLE_IN_LANDES, "et pour ma collègue à Angoulême ?")).outcome == "titre_ensc"
    assert (await say("et pour moi ?")).outcome == "titre_la_melee"
    own = (await say("que savez-vous de moi ?")).text.partition("De la personne dont vous avez parlé")[0]
    assert "Landes" in own
    assert "Angoulême" not in own


async def test_next_year_asks_for_the_same_answer_a_year_later(say):
    reply = await say("combien de temps dure le titre complet ?", "et l'année prochaine ?")
    assert reply.outcome == "format_titre"
    assert str((date.today() + relativedelta(years=1)).year) in reply.text


async def test_next_year_means_a_module_of_another_year_for_payment(say):
    assert (await say("qui paie les modules ?", "et l'année prochaine ?")).outcome == "financement_autre_annee"


@each_row(
    ("messages", "outcome"),
    [
        (["qui gérait le titre complet en Charente en février 2024 ?"], "titre_pas_encore"),
        (["who ran the full title in Charente in February 2024?"], "titre_pas_encore"),
        (["où s'inscrire aux modules ?", "et au 15 février 2024 ?"], "modules_pas_encore"),
        (["où s'inscrire aux modules ?", "et en 2023 ?"], "modules_pas_encore"),
        (["where do I enrol for the modules?", "and before March 2024?"], "modules_pas_encore"),
        (["embauchée en janvier 2024 à Cognac, qui s'occupe du titre complet ?"], "titre_ensc"),
    ],
)
async def test_question_about_another_day_gets_the_rule_of_that_day(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


async def test_day_asked_about_lasts_until_the_adviser_returns_to_today(say):
    await say("qui gérait le titre complet dans les Landes en février 2024 ?")
    then = await say("et en Charente ?")
    assert then.outcome == "titre_pas_encore"
    assert "29 février 2024" in then.text.replace("\u00a0", " ")
    assert (await say("et aujourd'hui ?")).outcome == "titre_ensc"
    assert (await say("et dans les Landes ?")).outcome == "titre_la_melee"


async def test_new_question_is_about_today(say):
    assert (await say("où s'inscrire aux modules au 15 février 2024 ?")).outcome == "modules_pas_encore"
    assert (await say("où s'inscrire aux modules complémentaires ?")).outcome == "inscription_modules"


@each_row("text", ["et maintenant ?", "and now?", "et sinon ?", "et au 12 mai 2024 ?"])
async def test_follow_up_without_a_last_answer_states_no_fact(say, text):
    reply = await say(text)
    assert reply.question in ("incompris", "oui_sans_question")
    assert not reply.sources


@each_row(
    ("message", "expected"),
    [
        ("Combien de temps dure le titre complet ? Et qui paie les modules ?", ["17 semaines", "année civile"]),
        ("un module « intervenir », c'est combien d'heures et je m'inscris où ?", ["14 h", "site de La Mednum"]),
        ("je suis à Tulle : quel organisme pour le CCP1, et lequel pour le titre complet ?", ["La Fabrik", "ENSC"]),
    ],
)
async def test_two_questions_in_one_message_are_both_answered(say, message, expected):
    text = (await say(message)).text.replace("\u00a0", " ")
    for fragment in expected:
        assert fragment in text


@each_row(
    ("messages", "outcome"),
    [
        (["quel volume d'heures pour quelqu'un qui débute ?", "et quand on a de la bouteille ?"], "parcours_solide"),
        (
            ["how many hours is an intervenir module?", "ah d'accord, et ceux de prise en main ?"],
            "format_prise_en_main",
        ),
        (["vous connaissez l'AEFA ?", "ça sert à quoi, au juste ?"], "aefa"),
        (["c'est quoi le CCP1 ?", "à quoi ça sert ?"], "contenu_ccp1"),
    ],
)
async def test_unknown_wording_continues_the_last_answer_by_the_entity_it_names(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


async def test_question_with_words_that_state_facts_stays_a_question(say):
    message = "En cas d'échec au CCP1, on a droit à combien de rattrapages ?"
    assert (await say(message)).outcome == "repasser_examen"


@each_row(
    ("message", "outcome"),
    [
        ("Maintenant que ma formation initiale est finie, l'État paie encore quelque chose ?", "financement_regle"),
        ("Now that my initial training is over, is there anything the State still pays for?", "financement_regle"),
        ("qui paie la formation initiale ?", "financement_initiale"),
    ],
)
async def test_payment_after_the_initial_training_is_about_the_modules(say, message, outcome):
    assert (await say(message)).outcome == outcome


async def test_unrecognised_course_is_asked_for_again():
    awaits = AwaitedFact("parcours", ("ccp1", "aidants_connect"))
    state = DialogueState(history=(FrameOutline("conditions"),), awaits=awaits)
    reply = project_content().answerer.reply(Interpretation(STATEMENT, "fr", state), STATEMENT)
    assert reply.text == "Je n’ai pas reconnu votre réponse. Pour quelle formation\u00a0?"
    assert reply.awaits == awaits.again()
    assert "Aidants Connect" in [choice.title for choice in reply.choices]


async def test_pending_question_is_asked_again_after_another(say):
    reply = await say("qui s'occupe du titre complet ?", "au fait, ça dure combien de temps ?")
    assert reply.outcome == "format_titre"
    assert "département" in reply.text
    assert (await say("40")).outcome == "titre_la_melee"


async def test_interpretations_of_an_unclear_message_are_buttons_in_plain_words(say):
    interpretation = Interpretation(
        FALLBACK,
        "fr",
        DialogueState(),
        alternatives=(FrameOutline("format", "modules"), FrameOutline("calendrier", "modules")),
    )
    reply = project_content().answerer.reply(interpretation, FALLBACK)
    assert [choice.title for choice in reply.choices] == [
        "La durée et le format – Les modules complémentaires",
        "Les dates et le calendrier – Les modules complémentaires",
    ]
    assert (await say(reply.choices[0].id)).outcome == "format_modules"


async def test_what_is_known_of_a_colleague_and_the_last_topics_are_shown_too(say):
    await say(TITLE_IN_LANDES, "et pour ma collègue à Angoulême ?")
    known = (await say("que savez-vous de moi ?")).text
    own, _, of_another = known.partition("De la personne dont vous avez parlé")
    assert "Landes" in own
    assert "Angoulême" in of_another or "Charente" in of_another
    assert "le sujet de vos dernières questions" in known


@each_row("text", ["bonjour c'est quoi un hub ?", "Hello there, what is a hub?", "Bonjour à tous, c'est quoi un hub"])
async def test_question_after_a_greeting_is_answered(say, text):
    assert (await say(text)).question == "mot_hub"


async def test_greeting_alone_is_returned(say):
    assert (await say("bonjour ça va ?")).question == "saluer"


async def test_who_has_started_training_may_take_a_module(say):
    asks = "j'ai commencé la formation il y a trois semaines, je peux déjà m'inscrire à un module ?"
    assert (await say(asks)).paragraphs[0].startswith("Oui")
    assert (await say(asks, "donc concrètement je peux y aller ?")).text.count("Oui") == 1


async def test_second_word_asked_about_is_explained_too(say):
    reply = await say("REMN ça veut dire quoi ? et Pix ?")
    assert "Responsable d’espace de médiation numérique" in reply.text
    assert "Pix fait partie" in reply.text
