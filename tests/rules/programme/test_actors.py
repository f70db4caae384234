"""What an adviser is told about an organisation that they name: who it is, what it does, where."""

from __future__ import annotations

from rules.decision import Ask, Unknown
from rules.model import Programme
from tests.rules.programme.inventory import (
    CATALOGUE,
    FABRIK,
    MEDNUM_OR_HELP,
    POPSCHOOL,
    TODAY,
    Decided,
    Inventory,
    case,
    notices,
    organisations,
    to,
)
from tests.support.tables import each_row

ANCT = to("anct", "https://anct.gouv.fr/")
OVERSEAS = "ccp1_francilin site-officiel"
HISTYA = "titre_histya site-officiel"
HELP = "https://aide.conseiller-numerique.gouv.fr/fr/"
NEW_TITLE = f"{HELP}article/le-titre-mediateur-numerique-remplace-le-remn-ce-quil-faut-savoir-vloijd/"
"""The help centre's page on the title that replaced the REMN: Histya's own page was withdrawn in November 2025."""

ACTORS: Inventory = {
    "F02": [
        case("acteur", "acteur_fabrik", FABRIK, on=TODAY, organisme_cite="fabrik"),
        case("acteur", "acteur_popschool", POPSCHOOL, organisme_cite="popschool"),
    ],
    "F09": [
        case("acteur", "acteur_mednum", to("mednum", "https://lamednum.coop/", CATALOGUE), on=TODAY,
             organisme_cite="mednum"),
        case("acteur", "acteur_hub", to("hub_rhinocc", "https://rhinocc.fr/"), organisme_cite="hub_rhinocc",
             source="annuaire-hubs"),
    ],
    "F16": [
        case("acteur", "acteur_ensc", to("ensc", "https://numeriquesudcharente.org/"), organisme_cite="ensc"),
        case("acteur", "acteur_la_melee", to("la_melee", "https://www.lamelee.com/"), on=TODAY,
             organisme_cite="la_melee", notice=HISTYA),
    ],
    "F17": [
        case("acteur", "acteur_anct", ANCT, organisme_cite="anct"),
        case("acteur", "acteur_labacces", to("labacces aide_conum", HELP), organisme_cite="labacces"),
    ],
    "F18": [case("acteur", "acteur_anct", ANCT, organisme_cite="anct")],
    "F19": [
        case("acteur", "ac_hubikoop", on="2024-02-29", organisme_cite="hub_hubikoop",
             source="hubikoop-aidants-connect"),
        case("acteur", "acteur_insup", to("insup", "http://www.insup.org/"), organisme_cite="insup",
             source="hubikoop-aidants-connect"),
    ],
    "F24": [
        case("acteur", "acteur_membre", to("uniformation", "https://www.uniformation.fr/"),
             organisme_cite="uniformation"),
        case("acteur", "acteur_pimms", to("pimms", "https://www.pimmsmediation.fr/"), organisme_cite="pimms"),
    ],
    "F25": [case("acteur", "acteur_dge", to("dge"), organisme_cite="dge")],
    "N01": [case("acteur", "acteur_popschool", POPSCHOOL, on=TODAY, organisme_cite="popschool", notice=OVERSEAS)],
    "N06": [
        case("acteur", "titre_histya", to("histya", NEW_TITLE), on=TODAY, organisme_cite="histya",
             source="site-officiel")
    ],
    "N07": [
        case("acteur", "acteur_hubikoop_ferme", MEDNUM_OR_HELP, on=TODAY, organisme_cite="hub_hubikoop",
             source="fin-hubikoop")
    ],
}  # fmt: skip


def test_organisation_has_no_role_before_its_start(decided: Decided) -> None:
    for day, name in (("2024-02-29", "fabrik"), ("2024-09-30", "histya"), ("2025-07-12", "france_competences")):
        assert isinstance(decided("acteur", on=day, organisme_cite=name), Unknown)


@each_row(
    ("facts", "wording", "named", "others"),
    [
        # without an organisation, those of the training
        ({}, "acteur_tous", "fabrik popschool mednum ensc la_melee", ["ccp1_francilin"]),
        # who has two roles, or has had others since
        ({"organisme_cite": "hub_francilin"}, "ccp1_francilin", "francilin_outre_mer", ["acteur_hub_francilin"]),
        ({"organisme_cite": "francilin_outre_mer"}, "ccp1_francilin", "francilin_outre_mer", ["acteur_hub_francilin"]),
        ({"organisme_cite": "ensc"}, "acteur_ensc", "ensc", ["titre_histya", "modules_ensc"]),
    ],
)
def test_all_roles_are_told(
    decided: Decided, facts: dict[str, str], wording: str, named: str, others: list[str]
) -> None:
    decision = decided("acteur", **facts)
    assert not isinstance(decision, Ask)
    assert (decision.wording, organisations(decision), notices(decision)) == (wording, named.split(), others)


def test_answer_is_about_the_named_organisation(decided: Decided, programme: Programme) -> None:
    closed_or_twofold = {"hub_hubikoop", "hub_francilin", "assembleurs_reseau"}
    for name in set(programme.organisations) - closed_or_twofold:
        decision = decided("acteur", organisme_cite=name)
        assert not isinstance(decision, Ask)
        assert decision.organisations[0].id == name
