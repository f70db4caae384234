"""What an adviser is told about the reform of spring 2024, the referents, AEFA and the resources."""

from __future__ import annotations

from tests.rules.programme.inventory import Inventory, case, to

ERASMUS = "https://agence.erasmusplus.fr/"

HELP = to("aide_conum", "https://aide.conseiller-numerique.gouv.fr/fr/")

REFORM_AND_REFERENTS: Inventory = {
    "F17": [
        case("contenu", "reforme_avant", on="2024-02-29", parcours="ccp1"),
        case("reforme", "reforme", to("", "https://www.conseiller-numerique.gouv.fr/formation")),
        case("reforme_avant", "reforme_avant"),
        case("reforme_pourquoi", "reforme_pourquoi"),
        case("reforme_evaluation", "reforme_evaluation", HELP),
        case("reforme_acteurs", "reforme_acteurs", to("societe_numerique", "https://societenumerique.gouv.fr/fr/")),
    ],
    "F21": [case("referent_pourquoi", "referent_pourquoi")],
    "F22": [
        case("contenu", "referent_definition", to("erasmus"), parcours="referent"),
        case("organisme", "referent_formation", to("erasmus", ERASMUS), parcours="referent", known=False),
    ],
    "F23": [case("referent_profils", "referent_profils"), case("referent_rncp", "referent_rncp")],
    "F24": [
        case("aefa", "aefa", to("erasmus", f"{ERASMUS}documents-de-presse/aefa-formation-adultes-anniversaire")),
        case("aefa_membres", "aefa_membres", to("", ERASMUS)),
    ],
    "F25": [case("ressources", "ressources", to("erasmus", ERASMUS))],
}  # fmt: skip
