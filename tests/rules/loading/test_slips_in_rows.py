"""What a maintainer is told of rows and tables that do not hold together: gaps, contradictions, doubles."""

from __future__ import annotations

import pytest

from tests.rules.loading.spoiling import ORGANISATIONS, TITLE, TRACKS, ExpectFinding, Slip

SLIPS = {
    "a row that is missing": Slip(
        TRACKS,
        "quand: {niveau: debutant}\n  depuis: 2024-03-01",
        "quand: {niveau: solide}\n  depuis: 2199-01-01",
        mark="question: parcours_initial",
        problem="aucune ligne pour niveau = debutant × le ",
        remedy="ajouter une ligne pour ce cas, ou élargir",
    ),
    "two rows of one source for a case": Slip(
        "tables/test_positionnement.yml",
        "quand: {territoire: outre_mer}",
        "quand: {territoire: [outre_mer, '40']}",
        mark="id: test-outre-mer",
        problem="disent deux choses pour territoire = 40 × le ",
        remedy="disjoints, ou retirer l'une des deux",
    ),
    "a row that ends before it starts": Slip(
        ORGANISATIONS,
        "  depuis: 2023-07-01\n  jusqu_a: 2024-02-29",
        "  depuis: 2023-07-01\n  jusqu_a: 2023-01-31",
        mark="jusqu_a: 2023-01-31",
        problem="elle finit avant de commencer",
        remedy="corriger « depuis » ou « jusqu_a »",
    ),
    "a hub that ends before it starts": Slip(
        "roles.yml",
        "      jusqu_a: 2024-06-30",
        "      depuis: 2024-07-01\n      jusqu_a: 2024-06-30",
        mark="jusqu_a: 2024-06-30",
        problem="rôle « hub » : « hub_hubikoop » finit avant de commencer",
        remedy="corriger « depuis » ou « jusqu_a »",
    ),
    "a row that neither answers nor says it is not known": Slip(
        TITLE,
        "alors: {reponse: titre_nom}",
        "alors: {}",
        mark="alors: {}",
        problem="il faut « reponse » ou « inconnu »",
        remedy="garder « reponse » si le programme le dit",
    ),
    "a row that does both": Slip(
        TITLE,
        "alors: {reponse: titre_nom}",
        "alors: {reponse: titre_nom, inconnu: prix}",
        mark="inconnu: prix",
        problem="et un seul des deux",
        remedy="garder « reponse » si le programme le dit",
    ),
    "a review due before it was done": Slip(
        TITLE,
        "a_relire_avant: 2027-05-31",
        "a_relire_avant: 2026-05-31",
        mark="id: titre-nom",
        problem="la relecture est due avant d'être faite",
        remedy="mettre « a_relire_avant » après « relu »",
    ),
    "a fact that the table does not read": Slip(
        TRACKS,
        "quand: {niveau: debutant}",
        "quand: {niveau: debutant, cadre: initiale}",
        mark="cadre: initiale",
        problem="« cadre » n'est pas lu par cette table",
        remedy="l'ajouter à « lit »",
    ),
    "two rows of one name": Slip(
        TITLE,
        "id: titre-nom-mediateur",
        "id: titre-nom  # twice",
        mark="id: titre-nom  # twice",
        problem="deux lignes s'appellent « titre-nom »",
        remedy="renommer l'une des deux",
    ),
    "a table for a question that has one": Slip(
        TITLE,
        "question: titre_nom",
        "question: test_positionnement",
        mark="question: test_positionnement",
        problem="« test_positionnement » a déjà une table",
        remedy="donner un autre nom à la question",
    ),
    "a programme without the contact table": Slip(
        "tables/contact.yml",
        "question: contact",
        "question: autre",
        mark="# À qui s'adresser",
        problem="il manque la table « contact », qui dit à qui s'adresser",
        remedy="rétablir ce fichier, avec « question: contact »",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_inconsistent_rows_are_reported_with_line_and_remedy(expect_finding: ExpectFinding, slip: str) -> None:
    expect_finding(SLIPS[slip])


def test_missing_row_is_reported_by_its_smallest_case_first(
    expect_finding: ExpectFinding,
) -> None:
    slip = Slip(
        ORGANISATIONS,
        "quand: {parcours: titre_complet}\n  sauf_role: [titre_complet]",
        "quand: {territoire: []}",
        mark="question: organisme",
        problem="table « organisme » : aucune ligne pour parcours = titre_complet × territoire = 01 × le 2024-03-01",
        remedy="ajouter une ligne",
    )
    assert slip.problem in expect_finding(slip)[0].problem
