"""What an adviser is told about an organisation that they name: who it is, what it does, where."""

from __future__ import annotations

from collections.abc import Callable

from rules.decision import Ask, Unknown
from rules.model import Programme
from tests.rules.programme.inventory import (
    CATALOGUE,
    FABRIK,
    MEDNUM_OR_HELP,
    POPSCHOOL,
    TODAY,
    Case,
    Decided,
    Inventory,
    case,
    each,
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
        case(
            "acteur",
            "acteur_mednum",
            to("mednum", "https://lamednum.coop/", CATALOGUE),
            on=TODAY,
            organisme_cite="mednum",
        ),
        case(
            "acteur",
            "acteur_hub",
            to("hub_rhinocc", "https://rhinocc.fr/"),
            organisme_cite="hub_rhinocc",
            source="annuaire-hubs",
        ),
    ],
    "F16": [
        case("acteur", "acteur_ensc", to("ensc", "https://numeriquesudcharente.org/"), organisme_cite="ensc"),
        case(
            "acteur",
            "acteur_la_melee",
            to("la_melee", "https://www.lamelee.com/"),
            on=TODAY,
            organisme_cite="la_melee",
            notice=HISTYA,
        ),
    ],
    "F17": [
        case("acteur", "acteur_anct", ANCT, organisme_cite="anct"),
        case("acteur", "acteur_labacces", to("labacces aide_conum", HELP), organisme_cite="labacces"),
    ],
    "F18": [case("acteur", "acteur_anct", ANCT, organisme_cite="anct")],
    "F19": [
        case(
            "acteur", "ac_hubikoop", on="2024-02-29", organisme_cite="hub_hubikoop", source="hubikoop-aidants-connect"
        ),
        case(
            "acteur",
            "acteur_insup",
            to("insup", "http://www.insup.org/"),
            organisme_cite="insup",
            source="hubikoop-aidants-connect",
        ),
    ],
    "F24": [
        case(
            "acteur", "acteur_membre", to("uniformation", "https://www.uniformation.fr/"), organisme_cite="uniformation"
        ),
        case("acteur", "acteur_pimms", to("pimms", "https://www.pimmsmediation.fr/"), organisme_cite="pimms"),
    ],
    "F25": [case("acteur", "acteur_dge", to("dge"), organisme_cite="dge")],
    "N01": [case("acteur", "acteur_popschool", POPSCHOOL, on=TODAY, organisme_cite="popschool", notice=OVERSEAS)],
    "N06": [
        case(
            "acteur",
            "titre_histya",
            to("histya", NEW_TITLE),
            on=TODAY,
            organisme_cite="histya",
            source="site-officiel",
        )
    ],
    "N07": [
        case(
            "acteur",
            "acteur_hubikoop_ferme",
            MEDNUM_OR_HELP,
            on=TODAY,
            organisme_cite="hub_hubikoop",
            source="fin-hubikoop",
        ),
    ],
}


@each_row(("number", "case"), each(ACTORS))
def test_answers_on_organisations_are_those_of_the_inventory(
    expect_answer: Callable[[str, Case], None], number: str, case: Case
) -> None:
    expect_answer(number, case)


@each_row(
    ("day", "wording"),
    [
        ("2024-02-29", "ac_hubikoop"),
        ("2024-03-01", "acteur_hubikoop"),
        ("2024-06-30", "acteur_hubikoop"),
        ("2024-07-01", "acteur_hubikoop_ferme"),
    ],
)
def test_hub_of_nouvelle_aquitaine_is_that_of_the_day(decided: Decided, day: str, wording: str) -> None:
    decision = decided("acteur", on=day, organisme_cite="hub_hubikoop")
    assert not isinstance(decision, Ask)
    assert decision.wording == wording


def test_organisation_has_no_role_before_its_start(decided: Decided) -> None:
    for day, name in (("2024-02-29", "fabrik"), ("2024-09-30", "histya"), ("2025-07-12", "france_competences")):
        assert isinstance(decided("acteur", on=day, organisme_cite=name), Unknown)


def test_francilin_has_both_its_roles(decided: Decided) -> None:
    for name in ("francilin_outre_mer", "hub_francilin"):
        decision = decided("acteur", organisme_cite=name)
        assert not isinstance(decision, Ask)
        assert decision.wording == "ccp1_francilin"
        assert [notice.wording for notice in decision.notices] == ["acteur_hub_francilin"]


def test_body_of_the_region_has_its_newer_roles(decided: Decided) -> None:
    decision = decided("acteur", organisme_cite="ensc")
    assert not isinstance(decision, Ask)
    assert [notice.wording for notice in decision.notices] == ["titre_histya", "modules_ensc"]


def test_question_without_an_organisation_lists_those_of_the_training(decided: Decided) -> None:
    decision = decided("acteur")
    assert not isinstance(decision, Ask)
    assert decision.wording == "acteur_tous"
    assert [organisation.id for organisation in decision.organisations] == [
        "fabrik",
        "popschool",
        "mednum",
        "ensc",
        "la_melee",
    ]


def test_answer_is_about_the_named_organisation(decided: Decided, programme: Programme) -> None:
    closed_or_twofold = {"hub_hubikoop", "hub_francilin", "assembleurs_reseau"}
    for name in set(programme.organisations) - closed_or_twofold:
        decision = decided("acteur", organisme_cite=name)
        assert not isinstance(decision, Ask)
        assert decision.organisations[0].id == name
