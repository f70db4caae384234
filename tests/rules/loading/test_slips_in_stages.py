"""What a maintainer is told of stages of the path that name what does not exist."""

from __future__ import annotations

import pytest

from tests.rules.loading.spoiling import ExpectFinding, Slip

STAGES = "etapes.yml"

SLIPS = {
    "a course that does not exist": Slip(
        STAGES,
        "- id: titre_complet\n  parcours: titre_complet",
        "- id: titre_complet\n  parcours: titre_entier",
        mark="parcours: titre_entier",
        problem="la formation « titre_entier » n'existe pas",
        remedy="choisir parmi : formation_initiale",
    ),
    "a table that does not exist": Slip(
        STAGES,
        "duree: test_positionnement",
        "duree: test_position",
        mark="duree: test_position",
        problem="la question « test_position » n'existe pas",
        remedy="test_positionnement",
    ),
    "a fact that does not exist": Slip(
        STAGES,
        "quand: {examen_ccp1: echoue}",
        "quand: {examen_ccp2: echoue}",
        mark="examen_ccp2",
        problem="le fait « examen_ccp2 » n'existe pas",
        remedy="examen_ccp1",
    ),
    "a value that does not exist": Slip(
        STAGES,
        "en_cours: [{situation: en_initiale}",
        "en_cours: [{situation: en_formation}",
        mark="en_formation",
        problem="« en_formation » n'est pas une valeur de « situation »",
        remedy="choisir parmi : pas_recrute",
    ),
    "a value given that does not exist": Slip(
        STAGES,
        "avec: {cadre: initiale}",
        "avec: {cadre: debut}",
        mark="cadre: debut",
        problem="« cadre » : la valeur « debut » n'existe pas",
        remedy="initiale",
    ),
    "a fact to ask for that does not exist": Slip(
        STAGES,
        "demander: [situation,",
        "demander: [statut,",
        mark="demander:",
        problem="le fait « statut » n'existe pas",
        remedy="situation",
    ),
    "a question to offer the path after that does not exist": Slip(
        STAGES,
        "apres: [inscription,",
        "apres: [inscrire,",
        mark="apres:",
        problem="la question « inscrire » n'existe pas",
        remedy="inscription",
    ),
    "two stages of one name": Slip(
        STAGES,
        "- id: module_suivant",
        "- id: module_annuel",
        mark="- id: module_annuel\n  parcours: modules\n  quand: ",
        problem="deux étapes s'appellent « module_annuel »",
        remedy="renommer",
    ),
    "the introduction that is missing": Slip(
        "tables/mon_parcours.yml",
        "question: mon_parcours",
        "question: parcours_a_moi",
        mark="",
        problem="il manque la table « mon_parcours »",
        remedy="rétablir",
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_maintainer_is_told_what_the_stage_cannot_name(expect_finding: ExpectFinding, slip: Slip) -> None:
    expect_finding(slip)
