"""What an adviser is told about the initial training and the CCP1: who gives it, how to enrol, how long it lasts."""

from __future__ import annotations

from tests.rules.programme.inventory import CATALOGUE, FABRIK, POPSCHOOL, TODAY, Inventory, case, to

ENROLMENT = {"test_minutes": 90.0, "entretien_minutes": 45, "ensemble_minutes": 135}
WEEKS = {"semaines_min": 5.0, "semaines_max": 15}
TRACKS = {"heures_solide": 70, "heures_intermediaire": 175, "heures_debutant": 315, **WEEKS}
FABRIK_OR_FRANCILIN = to("fabrik francilin_outre_mer", *FABRIK.links, "https://francilin.fr/")
FRANCILIN = "ccp1_francilin site-officiel"
ONE_TRACK = "parcours_unique site-officiel"

CCP1: Inventory = {
    "F01": [
        case("contenu", "contenu_initiale", parcours="formation_initiale", figures={"modules": 2}),
        case("contenu", "contenu_pix", to("", "https://pix.fr/"), parcours="pix"),
        case("obligation", "obligation_ccp1", parcours="ccp1"),
        case("titre_nom", "titre_nom"),
    ],
    "F02": [
        case("organisme", "ccp1_la_fabrik", FABRIK, parcours="ccp1", territoire="87"),
        case("organisme", "ccp1_la_fabrik", FABRIK, parcours="ccp1", territoire="2B"),
        case("organisme", "ccp1_pop_school", POPSCHOOL, parcours="ccp1", territoire="987"),
        case("organisme", "ccp1_pop_school_usage", POPSCHOOL, parcours="ccp1", territoire="988"),
    ],
    "F03": [
        case("inscription", "inscription_ccp1", FABRIK, parcours="ccp1", territoire="40", figures=ENROLMENT),
        case("inscription", "inscription_ccp1_outre_mer", POPSCHOOL, parcours="ccp1", territoire="974",
             figures=ENROLMENT),
    ],
    "F04": [
        case("test_positionnement", "test_positionnement", FABRIK, territoire="33", figures=ENROLMENT),
        case("test_positionnement", "test_positionnement", POPSCHOOL, territoire="973", figures=ENROLMENT),
    ],
    "F05": [
        case("parcours_initial", "parcours_trois", figures=TRACKS),
        *(
            case(question, f"parcours_{level}", niveau=level, figures={"heures": hours, **WEEKS}, **course)
            for question, course in (("parcours_initial", {}), ("format", {"parcours": "ccp1"}))
            for level, hours in (("solide", 70), ("intermediaire", 175), ("debutant", 315))
        ),
    ],
    "F06": [
        case("calendrier", "dates_ccp1", FABRIK, parcours="ccp1", territoire="40", known=False),
        case("contact", "contact_fabrik", FABRIK, parcours="ccp1", territoire="40"),
    ],
    "F08": [
        case("organisme", "initiale_la_fabrik", to("fabrik mednum", *FABRIK.links, CATALOGUE),
             parcours="formation_initiale", territoire="16")
    ],
    "N01": [
        *(
            case(question, wording, POPSCHOOL, on=TODAY, parcours="ccp1", territoire="971", figures=figures,
                 notice=FRANCILIN)
            for question, wording, figures in (
                ("organisme", "ccp1_pop_school", {}),
                ("inscription", "inscription_ccp1_outre_mer", ENROLMENT),
            )
        ),
        case("contact", "contact_initiale_francilin", FABRIK_OR_FRANCILIN, on=TODAY, source="site-officiel",
             parcours="ccp1"),
    ],
    "N02": [
        case("parcours_initial", "parcours_trois", on=TODAY, figures=TRACKS, notice=ONE_TRACK),
        case("format", "parcours_trois", on=TODAY, parcours="ccp1", figures=TRACKS, notice=ONE_TRACK),
    ],
}  # fmt: skip
