"""What a maintainer is told of a name that nobody knows, or that two things bear."""

from __future__ import annotations

import pytest

from tests.rules.loading.spoiling import ORGANISATIONS, TITLE, TRACKS, ExpectFinding, Slip

UNKNOWN = {
    "a source": Slip(
        TITLE,
        "source: arrete-2025",
        "source: arrete-2052",
        mark="source: arrete-2052",
        problem="la source « arrete-2052 » n'existe pas",
        remedy="choisir parmi : hubikoop-2024, ",
    ),
    "a value": Slip(
        TRACKS,
        "niveau: debutant",
        "niveau: debutante",
        mark="niveau: debutante",
        problem="« debutante » n'est pas une valeur de « niveau »",
        remedy="choisir parmi : solide, intermediaire, debutant, non_precise, precise",
    ),
    "a department's code without quotes in a table": Slip(
        ORGANISATIONS,
        "territoire: nouvelle_aquitaine",
        "territoire: 40",
        mark="territoire: 40",
        problem="« 40 » n'est pas une valeur de « territoire »",
        remedy="vouliez-vous écrire '40' ?",
    ),
    "a mapping as a value": Slip(
        ORGANISATIONS,
        "territoire: nouvelle_aquitaine",
        "territoire: {code: '40'}",
        mark="territoire: {code: '40'}",
        problem="n'est pas une valeur de « territoire »",
        remedy="écrire un numéro de territoires.yml entre guillemets (de '01' à '95'",
    ),
    "an offered value": Slip(
        "faits.yml",
        "proposees: [ccp1,",
        "proposees: [ccp2,",
        mark="proposees: [ccp2,",
        problem="« ccp2 » n'est pas une valeur de « parcours »",
        remedy="choisir parmi : ",
    ),
    "the value that a yes means": Slip(
        "faits.yml",
        "oui: recue",
        "oui: reçue",
        mark="oui: reçue",
        problem="« reçue » n'est pas une valeur de « convocation »",
        remedy="choisir parmi : recue, pas_recue",
    ),
    "the question that answers what is asked just after": Slip(
        TITLE,
        "question: titre_nom\n",
        "question: titre_nom\nensuite: {pourquoi: reforme_raisons}\n",
        mark="question: titre_nom",
        problem="« ensuite » : la question « reforme_raisons » n'existe pas",
        remedy="choisir parmi : ",
    ),
    "the question that answers a fact": Slip(
        "faits.yml",
        "question: financement",
        "question: finances",
        mark="question: finances",
        problem="la question « finances » n'existe pas",
        remedy="choisir parmi : ",
    ),
    "the training that a fact speaks of": Slip(
        "faits.yml",
        "parle_de: {parcours: aidants_connect}",
        "parle_de: {parcours: aidant_connect}",
        mark="parle_de: {parcours: aidant_connect}",
        problem="« parcours » : la valeur « aidant_connect » n'existe pas",
        remedy="choisir parmi : formation_initiale, ",
    ),
    "an organisation": Slip(
        ORGANISATIONS,
        "organismes: [histya]",
        "organismes: [histia]",
        mark="organismes: [histia]",
        problem="l'organisme « histia » n'existe pas",
        remedy="corriger le nom, ou décrire l'organisme",
    ),
    "a link for a purpose without an address": Slip(
        ORGANISATIONS,
        "liens: [histya.site]",
        "liens: [histya.inscription]",
        mark="liens: [histya.inscription]",
        problem="le lien « histya.inscription » n'existe pas",
        remedy="écrire organisme.usage",
    ),
    "a hub's link for a wrong purpose": Slip(
        "roles.yml",
        "hub-actif: {reponse: hub_corse, organismes: [qui, mednum], liens: [societe_numerique.hubs,",
        "hub-actif: {reponse: hub_corse, organismes: [qui, mednum], liens: [societe_numerique.hub,",
        mark="organisme: hub_corsica",
        problem="le lien « societe_numerique.hub » n'existe pas",
        remedy="écrire organisme.usage",
    ),
    "a hub that nobody describes": Slip(
        "roles.yml",
        "organisme: hub_antilles",
        "organisme: hub_antille",
        mark="organisme: hub_antille",
        problem="rôle « hub » : l'organisme « hub_antille » n'existe pas",
        remedy="décrire l'organisme dans organismes.yml",
    ),
    "a priority for a source": Slip(
        "sources.yml",
        "priorites:\n",
        "priorites:\n  organisme: [site-oficiel]\n",
        mark="organisme: [site-oficiel]",
        problem="« site-oficiel » n'est ni une source ni une ligne de la table « organisme »",
        remedy="choisir parmi : hubikoop-2024, ",
    ),
    "a priority for a table": Slip(
        "sources.yml",
        "priorites:\n",
        "priorites:\n  organismes: [site-officiel]\n",
        mark="organismes: [site-officiel]",
        problem="« priorites » : il n'y a pas de table « organismes »",
        remedy="choisir parmi : ac_region, ",
    ),
    "« pour_chaque » with a wrong value": Slip(
        ORGANISATIONS,
        "[ccp1, modules, titre_complet]",
        "[ccp1, module]",
        mark="parcours: [ccp1, module]",
        problem="« pour_chaque » : « module » n'est pas une valeur de « parcours »",
        remedy="choisir parmi : formation_initiale, ccp1, modules, ",
    ),
    "« pour_chaque » with a wrong fact": Slip(
        ORGANISATIONS,
        "  parcours: [ccp1, modules,",
        "  parcour: [ccp1, modules,",
        mark="parcour: [ccp1, modules,",
        problem="« pour_chaque » : le fait « parcour » n'existe pas",
        remedy="choisir parmi : territoire, parcours, ",
    ),
    "a zone of a zone": Slip(
        "territoires.yml",
        "[partout]",
        "[nulle_part]",
        mark="[nulle_part]",
        problem="« nulle_part » n'est pas une zone de ce fichier",
        remedy="corriger cette valeur, ou la retirer",
    ),
    "a zone's code": Slip(
        "territoires.yml",
        "codes: ['40', '64']",
        "codes: ['40', '640']",
        mark="codes: ['40', '640']",
        problem="« 640 » n'est pas le code d'un territoire de ce fichier",
        remedy="corriger cette valeur, ou la retirer",
    ),
}

SHARED = {
    "a department with two hubs": Slip(
        "roles.yml",
        "ou: ['971', '972']",
        "ou: ['971', '972', '75']",
        mark="{organisme: hub_antilles",
        problem="l'ont en même temps à Paris",
        remedy="donner à la nouvelle ligne son premier jour",
    ),
    "two sources of one id": Slip(
        "sources.yml",
        "- id: fin-hubikoop",
        "- id: mednum-2024",
        mark="- id: mednum-2024\n  titre:\n    fr: annonce de fermeture",
        problem="« mednum-2024 » figure déjà à la ligne ",
        remedy="corriger l'un des deux, ou n'en garder qu'un",
    ),
    "two territories of one code": Slip(
        "territoires.yml",
        "{code: '984'",
        "{code: '986'",
        mark="{code: '986', nom: Wallis-et-Futuna",
        problem="« 986 » figure déjà à la ligne ",
        remedy="corriger l'un des deux, ou n'en garder qu'un",
    ),
}


@pytest.mark.parametrize("slip", UNKNOWN)
def test_unknown_name_is_reported_with_line_and_choices(expect_finding: ExpectFinding, slip: str) -> None:
    expect_finding(UNKNOWN[slip])


@pytest.mark.parametrize("slip", SHARED)
def test_clash_of_two_entries_is_reported_with_line_and_remedy(expect_finding: ExpectFinding, slip: str) -> None:
    expect_finding(SHARED[slip])
