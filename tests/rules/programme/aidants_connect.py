"""What an adviser is told about Aidants Connect: conditions, enrolment, length, the training of the region."""

from __future__ import annotations

from tests.rules.programme.inventory import TODAY, Inventory, case, to

COURSE = {"parcours": "aidants_connect"}
AC_PAGE = "hubikoop-aidants-connect"
SITE = "https://aidantsconnect.beta.gouv.fr/"
SPACE = f"{SITE}accounts/login/"
ACCREDITATION = f"{SITE}habilitation/"

AIDANTS_CONNECT: Inventory = {
    "F10": [case("inscription", "ac_inscription", to("aidants_connect", ACCREDITATION, SPACE), **COURSE)],
    "F14": [
        case("conditions", "ac_non_habilitee", to("aidants_connect", ACCREDITATION), **COURSE, habilitation="non"),
        case("conditions", "ac_habilitee", to("aidants_connect", SPACE), **COURSE, habilitation="oui"),
        case("calendrier", "ac_calendrier_habilitee", to("aidants_connect", SPACE), **COURSE, habilitation="oui"),
        case("format", "format_aidants_connect", to("aidants_connect"), **COURSE, figures={"heures": 7}),
    ],
    "F18": [
        case("contenu", "ac_definition", to("aidants_connect", SITE), **COURSE, source=AC_PAGE),
        case("conditions", "ac_conditions_avant", on="2023-01-15", **COURSE, source=AC_PAGE),
    ],
    "F19": [
        case("ac_chiffres", "ac_chiffres", source=AC_PAGE,
             figures={"sessions": 132, "aidants": 1858, "satisfaction": 82.375, "ressources": 92.115, "note": 7.74}),
        case("ac_partenaires", "ac_partenaires", to("", "https://www.frequence-ecoles.org/"), source=AC_PAGE),
        case("ac_region", "ac_hubikoop", on="2023-06-30", territoire="33", source=AC_PAGE),
    ],
    "F20": [
        case("ac_region", "ac_region", to("aidants_connect", ACCREDITATION, SITE), territoire="33"),
        case("ac_region", "ac_pause", to("aidants_connect", SITE), on="2023-10-01", territoire="33", source=AC_PAGE),
        case("organisme", "ac_pause", on="2023-07-01", **COURSE, territoire="33", source=AC_PAGE),
    ],
    "N08": [
        case("ac_region", "ac_region", to("aidants_connect", ACCREDITATION, SITE), on=TODAY, territoire="33",
             notice="ac_au_catalogue mednum-2024")
    ],
}  # fmt: skip
