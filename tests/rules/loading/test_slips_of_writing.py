"""What a maintainer is told of a file that is badly written: brackets, keys, quotes, dates, a file that is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.loading.spoiling import TITLE, TRACKS, Copy, ExpectFinding, Reads, Slip

SLIPS = {
    "a department's code without quotes in a zone": Slip(
        "territoires.yml",
        "codes: ['40', '64']",
        "codes: [40, '64']",
        mark="codes: [40, '64']",
        problem="devrait être un texte, c'est un nombre entier",
        remedy="mettre la valeur entre guillemets",
    ),
    "a key that stands twice": Slip(
        TITLE,
        "  depuis: 2025-07-13\n",
        "  depuis: 2025-07-13\n  depuis: 2025-07-14\n",
        mark="depuis: 2025-07-14",
        problem="la clé « depuis » figure déjà à la ligne 18",
        remedy="n'en garder qu'une",
    ),
    "a bracket that is not closed": Slip(
        TITLE,
        "alors: {reponse: titre_nom}",
        "alors: {reponse: titre_nom",
        mark="alors: {reponse: titre_nom",  # though the parser stumbles over the next line
        problem="l'accolade { de cette ligne ne se ferme pas",
        remedy="fermer par }",
    ),
    "a key with a slip": Slip(
        TITLE,
        "  depuis: 2025-07-13",
        "  depui: 2025-07-13",
        mark="depui: 2025-07-13",
        problem="la clé « depui » n'existe pas ici",
        remedy="corriger le nom de la clé, ou la retirer",
    ),
    "a key that is missing": Slip(
        TITLE,
        "  faits: [N03]\n",
        "",
        mark="id: titre-nom-mediateur",
        problem="il manque la clé « faits »",
        remedy="ajouter cette clé",
    ),
    "a date in words": Slip(
        TITLE,
        "depuis: 2025-07-13",
        "depuis: juillet",
        mark="depuis: juillet",
        problem="« lignes.1.depuis »",
        remedy="corriger la valeur",
    ),
    "a day that no calendar has": Slip(
        TITLE,
        "depuis: 2025-07-13",
        "depuis: 2025-02-30",
        mark="depuis: 2025-02-30",
        problem="la date « 2025-02-30 » n'existe pas",
        remedy="corriger le jour ou le mois",
    ),
    "parts that repeat one another without end": Slip(
        TITLE,
        "# Le nom",
        "&a0 x0: []\n" + "".join(f"x{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9)) + "# Le nom",
        mark="x6: &a6",
        problem="ce fichier reprend trop de fois ses propres morceaux",
        remedy="écrire en entier ce qu'ils reprennent",
    ),
    "a control character": Slip(
        TITLE,
        "# Le nom",
        "# \x01Le nom",
        mark="# \x01Le nom",
        problem="un caractère invisible",
        remedy="retaper la ligne à la main",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_badly_written_file_is_reported_with_line_and_remedy(expect_finding: ExpectFinding, slip: str) -> None:
    expect_finding(SLIPS[slip])


@pytest.mark.parametrize(
    ("spoil", "problem", "remedy"),
    [
        pytest.param(Path.unlink, "fichier illisible", "rétablir le fichier", id="missing"),
        pytest.param(
            lambda path: path.write_text("", encoding="utf-8"),
            "devrait être un bloc de clés, c'est vide",
            "écrire ce qui manque",
            id="empty",
        ),
    ],
)
def test_missing_file_is_reported_by_name(
    copy: Copy, reads: Reads, spoil: Callable[[Path], object], problem: str, remedy: str
) -> None:
    roles = copy.folder / "roles.yml"
    spoil(roles)
    (finding,) = copy.findings()
    reads(finding, roles, 1, problem, remedy)


def test_all_mistakes_in_the_tables_are_reported_at_once(copy: Copy) -> None:
    copy.edit(TITLE, "source: arrete-2025", "source: arrete-2052")
    copy.edit(TRACKS, "niveau: debutant", "niveau: debutante")
    copy.edit("tables/catalogue.yml", "lit: []", "lit: [")
    assert {finding.place.file.name for finding in copy.findings()} == {
        "titre_nom.yml",
        "parcours_initial.yml",
        "catalogue.yml",
    }
