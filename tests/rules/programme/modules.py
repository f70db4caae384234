"""What an adviser is told about the Mednum's modules: choice, enrolment, conditions, length, price, who gives them."""

from __future__ import annotations

from tests.rules.programme.inventory import (
    CATALOGUE,
    MEDNUM,
    MEDNUM_OR_HELP,
    MEDNUM_UNLINKED,
    TODAY,
    Inventory,
    case,
    to,
)

FUNDING = "financement_centre_aide centre-aide"
NO_MORE_ENSC = "modules_ensc mednum-2024"
MODULES_AT_HELP = (
    "https://aide.conseiller-numerique.gouv.fr/fr/article/"
    "combien-de-modules-thematiques-peut-ou-doit-suivre-un-conseiller-numerique-167v0qe/"
)
HELP = to("aide_conum", MODULES_AT_HELP)
HELP_AND_CATALOGUE = to("aide_conum", MODULES_AT_HELP, CATALOGUE)
COURSE = {"parcours": "modules"}
AFTER_2024 = {**COURSE, "entree": "depuis_2025"}
FIRST_YEAR = {"premiere_annee": "oui"}
LATER = {"premiere_annee": "non"}

MODULES: Inventory = {
    "F07": [
        case("choix_modules", "choix_initiale", MEDNUM, cadre="initiale", figures={"modules": 2}),
        case("conditions", "conditions_modules_oui", MEDNUM, **COURSE, convocation="recue"),
        case("conditions", "conditions_modules_pas_encore", MEDNUM, **COURSE, convocation="pas_recue"),
        case("conditions", "conditions_modules_examen", MEDNUM, **COURSE, examen_ccp1="echoue"),
        case("conditions", "conditions_modules_continue", MEDNUM, **COURSE, cadre="continue", convocation="pas_recue"),
        case("obligation", "obligation_modules_initiale", MEDNUM_UNLINKED, **COURSE, cadre="initiale"),
    ],
    "F09": [
        case("roles_modules", "roles_modules",
             to("mednum", "https://lamednum.coop/", "https://societenumerique.gouv.fr/fr/dispositif/hubs-numerique/")),
        case("organisme", "modules_hub", to("mednum hub_rhinocc", CATALOGUE, "https://rhinocc.fr/"), **COURSE,
             territoire="31"),
        case("hub", "hub_actif", to("hub_assembleurs", "https://assembleurs.co/"), territoire="59",
             source="annuaire-hubs"),
    ],
    "F10": [
        case("inscription", "inscription_modules", MEDNUM, **COURSE),
        case("calendrier", "dates_modules", MEDNUM, **COURSE, known=False),
        case("catalogue", "catalogue", MEDNUM),
    ],
    "F11": [
        case("format", "format_prise_en_main", MEDNUM_UNLINKED, **COURSE, famille="prise_en_main",
             figures={"heures": 7}),
        case("format", "format_intervenir", MEDNUM_UNLINKED, **COURSE, famille="intervenir",
             figures={"heures": 14, "jours": 2}),
        case("format", "format_modules", MEDNUM_UNLINKED, **COURSE,
             figures={"heures_prise_en_main": 7, "heures_intervenir": 14, "jours_intervenir": 2}),
    ],
    "F12": [
        case("conditions", "conditions_modules", MEDNUM, **COURSE),
        case("second_module", "second_module", MEDNUM, cadre="continue"),
    ],
    "F13": [
        case("financement", "financement_regle", MEDNUM, **COURSE),
        *(
            case("financement", wording, contacts, **COURSE, module_deja_paye=paid)
            for paid, wording, contacts in (
                ("aucun", "financement_premier", MEDNUM),
                ("un", "financement_deja_un", MEDNUM),
                ("autre_annee", "financement_autre_annee", MEDNUM),
                ("a_rattraper", "financement_non_retroactif", MEDNUM_UNLINKED),
            )
        ),
        case("obligation", "obligation_modules_continue", MEDNUM_UNLINKED, **COURSE, cadre="continue"),
        case("choix_modules", "choix_continue", MEDNUM, cadre="continue", figures={"modules": 1}),
    ],
    "N04": [
        case("conditions", "conditions_modules_pas_convoque", to("mednum", CATALOGUE, MODULES_AT_HELP), on=TODAY,
             **COURSE, convocation="pas_recue"),
        case("second_module", "second_module_initiale", MEDNUM, on=TODAY, cadre="initiale",
             notice="conditions_modules_entree centre-aide"),
        case("obligation", "obligation_modules_initiale", MEDNUM_UNLINKED, on=TODAY, **COURSE, cadre="initiale",
             notice="choix_centre_aide centre-aide"),
    ],
    "N05": [
        case("financement", "financement_regle", MEDNUM, on=TODAY, **COURSE, notice=FUNDING),
        case("financement", "financement_deja_un_selon_entree", to("mednum", CATALOGUE, MODULES_AT_HELP), on=TODAY,
             **COURSE, module_deja_paye="un"),
        case("second_module", "second_module", MEDNUM, on=TODAY, notice=FUNDING),
        *(
            case(question, wording, contacts, on=TODAY, source="centre-aide", **facts, **AFTER_2024)
            for question, wording, contacts, facts in (
                ("financement", "financement_premiere_annee_deja_un", HELP, {"module_deja_paye": "un", **FIRST_YEAR}),
                ("financement", "financement_apres_premiere_annee_deja_un", HELP, {"module_deja_paye": "un", **LATER}),
                ("financement", "financement_entree_2025_premier", HELP, {"module_deja_paye": "aucun", **FIRST_YEAR}),
                ("financement", "financement_apres_premiere_annee", HELP, {"module_deja_paye": "aucun", **LATER}),
                ("financement", "financement_apres_premiere_annee_regle", HELP, LATER),
                ("second_module", "second_module_premiere_annee", HELP_AND_CATALOGUE, FIRST_YEAR),
                ("second_module", "second_module_apres_premiere_annee", HELP_AND_CATALOGUE, LATER),
            )
        ),
    ],
    "N07": [
        case("hub", "hub_nouvelle_aquitaine", MEDNUM_OR_HELP, on=TODAY, territoire="87", source="fin-hubikoop",
             notice=NO_MORE_ENSC),
        case("organisme", "modules_nouvelle_aquitaine", MEDNUM_OR_HELP, on=TODAY, **COURSE, territoire="87",
             notice=NO_MORE_ENSC),
    ],
    "N09": [case("catalogue", "catalogue", MEDNUM, on=TODAY, notice="catalogue_nombre site-officiel")],
}  # fmt: skip
