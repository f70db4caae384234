"""Follow-ups: a conversation keeps what it knows, so that an adviser never repeats a fact or a question."""

from __future__ import annotations

from tests.support.tables import each_row

TITLE_IN_LANDES = "qui s'occupe du titre complet dans les Landes ?"
AIDANTS_CONNECT = "puis-je suivre un module Aidants Connect ?"
KNOWN_FACTS = "que sais-tu de moi ?"


@each_row(
    ("messages", "outcome"),
    [
        # only the named part changes
        ([TITLE_IN_LANDES, "et en Charente ?"], "titre_ensc"),
        ([TITLE_IN_LANDES, "et pour le CCP1 ?"], "ccp1_la_fabrik"),
        (["qui paie les modules ?", "et je m'inscris où ?"], "inscription_modules"),
        # a place is corrected
        ([TITLE_IN_LANDES, "non pardon, en Charente"], "titre_ensc"),
        ([TITLE_IN_LANDES, "oublie les Landes, je reste en Gironde"], "titre_ensc"),
        # a fact in passing answers the question that needs it
        (["qui prépare le titre complet ?", "ben le 33 du coup, enfin c'est là que je bosse"], "titre_ensc"),
        (["qui coordonne le CCP1 à Mayotte ?", "non Mayotte c'est ma collègue, moi je suis à Tulle"], "ccp1_la_fabrik"),
        ([AIDANTS_CONNECT, "oui, elle l'est"], "ac_habilitee"),
        # what only resembles a place or a fact changes nothing
        ([TITLE_IN_LANDES, "et les 2 ?"], "titre_la_melee"),
        (["le titre complet, c'est avec qui ?", "merci, au revoir, bon week-end à Biarritz"], None),
        (["qui paie les modules ?", "j'en ai déjà fait un, comment je m'inscris ?"], "inscription_modules"),
        # another day is asked about, until today or a new question
        (["qui gérait le titre complet en Charente en février 2024 ?"], "titre_pas_encore"),
        (["où s'inscrire aux modules au 15 février 2024 ?", "où s'inscrire aux modules complémentaires ?"],
         "inscription_modules"),
        (["qui paie les modules ?", "et l'année prochaine ?"], "financement_autre_annee"),
        # the time before
        ([TITLE_IN_LANDES, "et avant ?"], "titre_pas_encore"),
        # the module or course named in passing is the subject
        (["combien d'heures dure le titre complet ?", "c'est un module de combien d'heures ?"], "format_modules"),
        # an ordinal, a pronoun or a word means what was just shown
        (["quelles sont les deux familles de modules ?", "le premier c'est quoi ?"], "format_prise_en_main"),
        # a question beside a doubt
        ([TITLE_IN_LANDES, "t'es sûr ? et en Charente ?"], "titre_ensc"),
    ],
)  # fmt: skip
async def test_message_is_understood_by_what_was_said_before(say, messages, outcome):
    assert (await say(*messages)).outcome == outcome


@each_row("asked", [TITLE_IN_LANDES, "où s'inscrire aux modules au 15 février 2024 ?"])
async def test_repeated_answer_is_the_same(say, asked):
    first = await say(asked)
    again = await say("tu peux répéter ?")
    assert again.paragraphs == ("Voici de nouveau ma réponse\u00a0:", *first.paragraphs)
    assert again.sources == first.sources
    assert again.notices == ()  # an adviser is told once what else is known


@each_row("doubt", ["vraiment ? ma tutrice m'affirme l'inverse", "are you sure? my manager says the opposite"])
async def test_doubted_answer_is_repeated_with_its_rule_and_source(say, doubt):
    answered = await say(TITLE_IN_LANDES)
    doubted = await say(doubt)
    assert doubted.question == "pourquoi"
    assert doubted.language == "en" or answered.paragraphs[0] in doubted.text
    assert "Hubikoop" in doubted.text
    assert (await say("et en Gironde ?")).outcome == "titre_ensc"


async def test_forgetting_a_fact_keeps_the_others(say):
    await say("je suis dans les Landes et ma structure est habilitée, quelles conditions pour Aidants Connect ?")
    assert "votre territoire" in (await say("oublie mon département")).text
    known = await say(KNOWN_FACTS)
    assert "Landes" not in known.text
    assert "Habilitée" in known.text
    assert (await say("qui s'occupe du titre complet ?")).outcome == "ask"


async def test_fact_is_corrected_by_its_button(say):
    known = await say("ma structure est habilitée, quelles conditions pour Aidants Connect ?", KNOWN_FACTS)
    button = next(choice for choice in known.choices if "habilitation" in choice.title)
    offered = {choice.title: choice.id for choice in (await say(button.id)).choices}
    assert (await say(offered["Pas encore habilitée"])).outcome == "ac_non_habilitee"


async def test_what_is_known_of_a_colleague_is_kept_apart_and_shown_too(say):
    assert (await say(TITLE_IN_LANDES, "et pour ma collègue à Angoulême ?")).outcome == "titre_ensc"
    assert (await say("et pour moi ?")).outcome == "titre_la_melee"
    known = (await say(KNOWN_FACTS)).text
    own, _, of_another = known.partition("De la personne dont vous avez parlé")
    assert "Landes" in own
    assert "Angoulême" not in own
    assert "Angoulême" in of_another or "Charente" in of_another
    assert "le sujet de vos dernières questions" in known


async def test_day_asked_about_lasts_until_the_adviser_returns_to_today(say):
    then = await say("qui gérait le titre complet dans les Landes en février 2024 ?", "et en Charente ?")
    assert then.outcome == "titre_pas_encore"
    assert "29 février 2024" in then.text.replace("\u00a0", " ")
    assert (await say("et aujourd'hui ?")).outcome == "titre_ensc"
    assert (await say("et dans les Landes ?")).outcome == "titre_la_melee"
