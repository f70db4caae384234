"""What a maintainer is told of an item or a criterion that cannot be."""

from __future__ import annotations

import pytest

from tests.rules.loading.spoiling import ExpectFinding, Slip

ITEMS = "elements.yml"
FORMAT = "tables/format.yml"

SLIPS = {
    "a value": Slip(
        ITEMS,
        "concerne: {parcours: pix}",
        "concerne: {parcours: pixx}",
        mark="concerne: {parcours: pixx}",
        problem="« parcours: pixx » n'existe pas",
        remedy="choisir parmi : formation_initiale, ",
    ),
    "the same facts twice": Slip(
        ITEMS,
        "concerne: {parcours: pix}",
        "concerne: {parcours: ccp1}",
        mark="concerne: {parcours: ccp1}\n  heures: null\n  semaines: null",
        problem="« pix » concerne les mêmes faits que « ccp1 »",
        remedy="n'en garder qu'un",
    ),
    "an item that is part of itself": Slip(
        ITEMS,
        "partie_de: formation_initiale",
        "partie_de: solide",
        mark="partie_de: solide",
        problem="« ccp1 » : il ne peut pas être une partie de « solide »",
        remedy="choisir un autre élément",
    ),
    "weeks that go down": Slip(
        ITEMS,
        "semaines: [5, 15]",
        "semaines: [15, 5]",
        mark="semaines: [15, 5]",
        problem="« semaines » est un nombre, ou [le moins, le plus]",
        remedy="[5, 15]",
    ),
    "a holder of a role": Slip(
        ITEMS,
        "preparation: [titre_complet]",
        "preparation: [ensk]",
        mark="roles: {preparation: [ensk]",
        problem="« ensk » n'est ni un organisme ni un rôle",
        remedy="organismes.yml",
    ),
    "an attribute left out": Slip(
        ITEMS,
        "  prix: null\n",
        "",
        mark="- id: formation_initiale",
        problem="prix",
        remedy="",
    ),
    "a criterion's question": Slip(
        ITEMS,
        "obligatoire: {questions: [obligation]}",
        "obligatoire: {questions: [obligations]}",
        mark="obligatoire: {questions: [obligations]}",
        problem="la question « obligations » n'existe pas",
        remedy="choisir parmi : ",
    ),
    "a criterion of nothing": Slip(
        ITEMS,
        "obligatoire: {questions: [obligation]}",
        "obligatoire: {questions: []}",
        mark="obligatoire: {questions: []}",
        problem="il n'a pas de « questions »",
        remedy="nommer les tables",
    ),
    "an item of a row": Slip(
        FORMAT,
        "elements: [solide, intermediaire,",
        "elements: [solides, intermediaire,",
        mark="alors:\n    reponse: parcours_trois\n    verdict: {consecutifs: inconnu}\n    elements: [solides,",
        problem="l'élément « solides » n'existe pas",
        remedy="choisir parmi : formation_initiale, ",
    ),
    "a figure said twice": Slip(
        FORMAT,
        "elements: [intervenir]",
        "elements: [intervenir], chiffres: {heures: 14}",
        mark="  alors: {reponse: format_intervenir",
        problem="le chiffre « heures » est déjà donné par ses éléments",
        remedy="elements.yml",
    ),
    "a criterion of a row": Slip(
        "tables/obligation.yml",
        "verdict: {obligatoire: oui}",
        "verdict: {obligatoir: oui}",
        mark="  alors: {reponse: obligation_ccp1",
        problem="le critère « obligatoir » n'existe pas",
        remedy="choisir parmi : obligatoire, ",
    ),
}


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_slip_is_reported_with_its_line_and_remedy(expect_finding: ExpectFinding, slip: Slip) -> None:
    expect_finding(slip)
