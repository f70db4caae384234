"""What an adviser is told about the full professional title: its name, its length, who gives it where."""

from __future__ import annotations

from tests.rules.programme.inventory import CATALOGUE, TODAY, Inventory, case, to

COURSE = {"parcours": "titre_complet"}
ENSC = to("ensc", "https://numeriquesudcharente.org/")
LA_MELEE = to("la_melee", "https://www.lamelee.com/")
HUB_OR_MEDNUM = to("hub_francilin mednum", "https://francilin.fr/", CATALOGUE)
NEW_NAME = "titre_mediateur arrete-2025"

FULL_TITLE: Inventory = {
    "F15": [
        case("format", "format_titre", **COURSE, figures={"semaines": 17, "jours_par_semaine": 1, "heures": 140}),
        case("obligation", "obligation_titre", **COURSE),
        case("contenu", "contenu_titre", **COURSE, figures={"semaines": 17, "heures": 140}),
    ],
    "F16": [
        case("organisme", "titre_ensc", ENSC, **COURSE, territoire="16"),
        case("organisme", "titre_la_melee", LA_MELEE, **COURSE, territoire="64"),
        case("organisme", "titre_ailleurs", HUB_OR_MEDNUM, **COURSE, territoire="75", known=False),
    ],
    "N03": [
        case("titre_nom", "titre_nom", on=TODAY, notice=NEW_NAME),
        case("contenu", "contenu_titre", on=TODAY, **COURSE, figures={"semaines": 17, "heures": 140}, notice=NEW_NAME),
        case("contenu", "contenu_ccp1", on=TODAY, parcours="ccp1", notice="titre_mediateur_ccp1 arrete-2025"),
        case("format", "format_titre", on=TODAY, **COURSE,
             figures={"semaines": 17, "jours_par_semaine": 1, "heures": 140}, notice="titre_a_verifier arrete-2025"),
    ],
    "N06": [
        case("organisme", "titre_la_melee", LA_MELEE, on=TODAY, **COURSE, territoire="40",
             notice="titre_histya site-officiel")
    ],
}  # fmt: skip
