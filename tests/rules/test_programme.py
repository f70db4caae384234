"""What the shipped programme says: each fact of the inventory, each territory, each date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from rules.decision import Answer, Ask, Decision, Unknown
from rules.model import Programme

Decided = Callable[..., Decision]
TODAY = date(2026, 11, 25)
SPRING = "2024-03-01"
PAGE = "hubikoop-2024"
PAGE_AC = "hubikoop-aidants-connect"
ENROLMENT = {"test_minutes": 90, "entretien_minutes": 45, "ensemble_minutes": 135}
TRACKS = {
    "heures_solide": 70,
    "heures_intermediaire": 175,
    "heures_debutant": 315,
    "semaines_min": 5,
    "semaines_max": 15,
}
MEDNUM = "https://lamednum.coop/formation/"
FABRIK = "https://fabrikmediationnumerique.org/"
ESPACE = "https://aidantsconnect.beta.gouv.fr/accounts/login/"
HABILITATION = "https://aidantsconnect.beta.gouv.fr/habilitation/"


@dataclass(frozen=True)
class Case:
    """A question and what must be answered; a notice is "wording source"."""

    question: str
    wording: str
    facts: dict[str, str] = field(default_factory=dict)
    on: str = SPRING
    organisations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    source: str = PAGE
    known: bool = True


def _case(question: str, wording: str, /, **more: object) -> Case:
    known = {name: more.pop(name) for name in tuple(more) if name in Case.__dataclass_fields__}
    return Case(question, wording, facts={k: str(v) for k, v in more.items()}, **known)  # type: ignore[arg-type]


FACTS: dict[str, list[Case]] = {
    "F01": [
        _case(
            "contenu",
            "contenu_initiale",
            parcours="formation_initiale",
            figures={"modules": 2},
        ),
        _case("contenu", "contenu_pix", parcours="pix", links=("https://pix.fr/",)),
        _case(
            "obligation",
            "obligation_ccp1",
            parcours="ccp1",
        ),
        _case("titre_nom", "titre_nom"),
    ],
    "F02": [
        _case(
            "organisme", "ccp1_la_fabrik", parcours="ccp1", territoire="87", organisations=("fabrik",), links=(FABRIK,)
        ),
        _case(
            "organisme", "ccp1_la_fabrik", parcours="ccp1", territoire="2B", organisations=("fabrik",), links=(FABRIK,)
        ),
        _case(
            "organisme",
            "ccp1_pop_school",
            parcours="ccp1",
            territoire="988",
            organisations=("popschool",),
            links=("https://popschool.fr/",),
        ),
    ],
    "F03": [
        _case(
            "inscription",
            "inscription_ccp1",
            parcours="ccp1",
            territoire="40",
            organisations=("fabrik",),
            links=(FABRIK,),
            figures=ENROLMENT,
        ),
        _case(
            "inscription",
            "inscription_ccp1_outre_mer",
            parcours="ccp1",
            territoire="974",
            organisations=("popschool",),
            links=("https://popschool.fr/",),
            figures=ENROLMENT,
        ),
    ],
    "F04": [
        _case(
            "test_positionnement",
            "test_positionnement",
            territoire="33",
            organisations=("fabrik",),
            links=(FABRIK,),
            figures=ENROLMENT,
        ),
        _case(
            "test_positionnement",
            "test_positionnement",
            territoire="973",
            organisations=("popschool",),
            links=("https://popschool.fr/",),
            figures=ENROLMENT,
        ),
    ],
    "F05": [
        _case("parcours_initial", "parcours_trois", figures=TRACKS),
        *(
            _case(
                question,
                f"parcours_{level}",
                niveau=level,
                figures={"heures": hours, "semaines_min": 5, "semaines_max": 15},
                **({"parcours": "ccp1"} if question == "format" else {}),
            )
            for question in ("parcours_initial", "format")
            for level, hours in (("solide", 70), ("intermediaire", 175), ("debutant", 315))
        ),
    ],
    "F06": [
        _case(
            "calendrier",
            "dates_ccp1",
            parcours="ccp1",
            territoire="40",
            organisations=("fabrik",),
            links=(FABRIK,),
            known=False,
        ),
        _case(
            "contact", "contact_fabrik", parcours="ccp1", territoire="40", organisations=("fabrik",), links=(FABRIK,)
        ),
    ],
    "F07": [
        _case(
            "choix_modules",
            "choix_initiale",
            cadre="initiale",
            organisations=("mednum",),
            links=(MEDNUM,),
            figures={"modules": 2},
        ),
        _case(
            "conditions",
            "conditions_modules_oui",
            parcours="modules",
            convocation="recue",
            organisations=("mednum",),
            links=(MEDNUM,),
        ),
        _case(
            "conditions",
            "conditions_modules_pas_encore",
            parcours="modules",
            convocation="pas_recue",
        ),
        _case(
            "conditions",
            "conditions_modules_examen",
            parcours="modules",
            examen_ccp1="echoue",
            organisations=("mednum",),
            links=(MEDNUM,),
        ),
        _case(
            "conditions",
            "conditions_modules_continue",
            parcours="modules",
            cadre="continue",
            convocation="pas_recue",
            organisations=("mednum",),
            links=(MEDNUM,),
        ),
        _case(
            "obligation", "obligation_modules_initiale", parcours="modules", cadre="initiale", organisations=("mednum",)
        ),
    ],
    "F08": [
        _case(
            "organisme",
            "initiale_la_fabrik",
            parcours="formation_initiale",
            territoire="16",
            organisations=("fabrik", "mednum"),
            links=(FABRIK, MEDNUM),
        )
    ],
    "F09": [
        _case(
            "roles_modules",
            "roles_modules",
            organisations=("mednum",),
            links=("https://lamednum.coop/", "https://societenumerique.gouv.fr/fr/dispositif/hubs-numerique/"),
        ),
        _case(
            "organisme",
            "modules_hub",
            parcours="modules",
            territoire="31",
            organisations=("mednum", "hub_rhinocc"),
            links=(MEDNUM, "https://rhinocc.fr/"),
        ),
        _case(
            "hub",
            "hub_actif",
            territoire="59",
            source="annuaire-hubs",
            organisations=("hub_assembleurs",),
            links=("https://assembleurs.co/",),
        ),
    ],
    "F10": [
        _case("inscription", "inscription_modules", parcours="modules", organisations=("mednum",), links=(MEDNUM,)),
        _case(
            "calendrier", "dates_modules", parcours="modules", organisations=("mednum",), links=(MEDNUM,), known=False
        ),
        _case("catalogue", "catalogue", organisations=("mednum",), links=(MEDNUM,)),
        _case(
            "inscription",
            "ac_inscription",
            parcours="aidants_connect",
            organisations=("aidants_connect",),
            links=(HABILITATION, ESPACE),
        ),
    ],
    "F11": [
        _case(
            "format",
            "format_prise_en_main",
            parcours="modules",
            famille="prise_en_main",
            organisations=("mednum",),
            figures={"heures": 7},
        ),
        _case(
            "format",
            "format_intervenir",
            parcours="modules",
            famille="intervenir",
            organisations=("mednum",),
            figures={"heures": 14, "jours": 2},
        ),
        _case(
            "format",
            "format_modules",
            parcours="modules",
            organisations=("mednum",),
            figures={"heures_prise_en_main": 7, "heures_intervenir": 14, "jours_intervenir": 2},
        ),
    ],
    "F12": [
        _case("conditions", "conditions_modules", parcours="modules", organisations=("mednum",), links=(MEDNUM,)),
        _case("second_module", "second_module", cadre="continue", organisations=("mednum",), links=(MEDNUM,)),
    ],
    "F13": [
        _case("financement", "financement_regle", parcours="modules", organisations=("mednum",)),
        _case(
            "financement",
            "financement_premier",
            parcours="modules",
            module_deja_paye="aucun",
            organisations=("mednum",),
            links=(MEDNUM,),
        ),
        _case(
            "financement",
            "financement_deja_un",
            parcours="modules",
            module_deja_paye="un",
            organisations=("mednum",),
            links=(MEDNUM,),
        ),
        _case(
            "financement",
            "financement_autre_annee",
            parcours="modules",
            module_deja_paye="autre_annee",
            organisations=("mednum",),
            links=(MEDNUM,),
        ),
        _case(
            "financement",
            "financement_non_retroactif",
            parcours="modules",
            module_deja_paye="a_rattraper",
            organisations=("mednum",),
        ),
        _case(
            "obligation", "obligation_modules_continue", parcours="modules", cadre="continue", organisations=("mednum",)
        ),
        _case(
            "choix_modules",
            "choix_continue",
            cadre="continue",
            organisations=("mednum",),
            links=(MEDNUM,),
            figures={"modules": 1},
        ),
    ],
    "F14": [
        _case(
            "conditions",
            "ac_non_habilitee",
            parcours="aidants_connect",
            habilitation="non",
            organisations=("aidants_connect",),
            links=(HABILITATION,),
        ),
        _case(
            "conditions",
            "ac_habilitee",
            parcours="aidants_connect",
            habilitation="oui",
            organisations=("aidants_connect",),
            links=(ESPACE,),
        ),
        _case(
            "calendrier",
            "ac_calendrier_habilitee",
            parcours="aidants_connect",
            habilitation="oui",
            organisations=("aidants_connect",),
            links=(ESPACE,),
        ),
        _case(
            "format",
            "format_aidants_connect",
            parcours="aidants_connect",
            organisations=("aidants_connect",),
            figures={"heures": 7},
        ),
    ],
    "F15": [
        _case("format", "format_titre", parcours="titre_complet", figures={"semaines": 17, "jours": 1, "heures": 140}),
        _case("obligation", "obligation_titre", parcours="titre_complet"),
        _case("contenu", "contenu_titre", parcours="titre_complet", figures={"semaines": 17, "heures": 140}),
    ],
    "F16": [
        _case(
            "organisme",
            "titre_ensc",
            parcours="titre_complet",
            territoire="16",
            organisations=("ensc",),
            links=("https://numeriquesudcharente.org/",),
        ),
        _case(
            "organisme",
            "titre_la_melee",
            parcours="titre_complet",
            territoire="64",
            organisations=("la_melee",),
            links=("https://www.lamelee.com/",),
        ),
        _case(
            "organisme",
            "titre_ailleurs",
            parcours="titre_complet",
            territoire="75",
            organisations=("hub_francilin", "mednum"),
            links=("https://francilin.fr/", MEDNUM),
            known=False,
        ),
    ],
    "F17": [
        _case("contenu", "reforme_avant", on="2024-02-29", parcours="ccp1"),
        _case("reforme", "reforme", links=("https://www.conseiller-numerique.gouv.fr/formation",)),
        _case("reforme_avant", "reforme_avant"),
        _case("reforme_pourquoi", "reforme_pourquoi"),
        _case("reforme_evaluation", "reforme_evaluation"),
        _case(
            "reforme_acteurs",
            "reforme_acteurs",
            organisations=("societe_numerique",),
            links=("https://societenumerique.gouv.fr/fr/",),
        ),
    ],
    "F18": [
        _case(
            "contenu",
            "ac_definition",
            parcours="aidants_connect",
            source=PAGE_AC,
            organisations=("aidants_connect",),
            links=("https://aidantsconnect.beta.gouv.fr/",),
        ),
        _case("conditions", "ac_conditions_avant", on="2023-01-15", parcours="aidants_connect", source=PAGE_AC),
    ],
    "F19": [
        _case(
            "ac_chiffres",
            "ac_chiffres",
            source=PAGE_AC,
            figures={"sessions": 132, "aidants": 1858, "satisfaction": 82.375, "ressources": 92.115, "note": 7.74},
        ),
        _case("ac_partenaires", "ac_partenaires", source=PAGE_AC, links=("https://www.frequence-ecoles.org/",)),
        _case("ac_region", "ac_hubikoop", on="2023-06-30", territoire="33", source=PAGE_AC),
    ],
    "F20": [
        _case(
            "ac_region",
            "ac_region",
            territoire="33",
            source=PAGE_AC,
            organisations=("aidants_connect",),
            links=(HABILITATION, "https://aidantsconnect.beta.gouv.fr/"),
        ),
        _case("organisme", "ac_pause", on="2023-07-01", parcours="aidants_connect", territoire="33", source=PAGE_AC),
    ],
    "F21": [_case("referent_pourquoi", "referent_pourquoi")],
    "F22": [
        _case("contenu", "referent_definition", parcours="referent", organisations=("erasmus",)),
        _case(
            "organisme",
            "referent_formation",
            parcours="referent",
            organisations=("erasmus",),
            links=("https://agence.erasmusplus.fr/",),
            known=False,
        ),
    ],
    "F23": [_case("referent_profils", "referent_profils"), _case("referent_rncp", "referent_rncp")],
    "F24": [
        _case(
            "aefa",
            "aefa",
            organisations=("erasmus",),
            links=("https://agence.erasmusplus.fr/documents-de-presse/aefa-formation-adultes-anniversaire",),
        ),
        _case("aefa_membres", "aefa_membres", links=("https://agence.erasmusplus.fr/",)),
    ],
    "F25": [_case("ressources", "ressources")],
    "N01": [
        _case(
            question,
            wording,
            on="2026-11-25",
            parcours="ccp1",
            territoire="971",
            organisations=("popschool",),
            links=("https://popschool.fr/",),
            figures=figures,
            notices=("ccp1_francilin site-officiel",),
        )
        for question, wording, figures in (
            ("organisme", "ccp1_pop_school", {}),
            ("inscription", "inscription_ccp1_outre_mer", ENROLMENT),
        )
    ],
    "N02": [
        _case(
            "parcours_initial",
            "parcours_trois",
            on="2026-11-25",
            figures=TRACKS,
            notices=("parcours_unique site-officiel",),
        ),
        _case(
            "format",
            "parcours_trois",
            on="2026-11-25",
            parcours="ccp1",
            figures=TRACKS,
            notices=("parcours_unique site-officiel",),
        ),
    ],
    "N03": [
        _case("titre_nom", "titre_nom", on="2026-11-25", notices=("titre_mediateur arrete-2025",)),
        _case(
            "contenu",
            "contenu_ccp1",
            on="2026-11-25",
            parcours="ccp1",
            notices=("titre_mediateur arrete-2025",),
        ),
    ],
    "N04": [
        _case(
            "conditions",
            "conditions_modules_pas_encore",
            on="2026-11-25",
            parcours="modules",
            convocation="pas_recue",
            notices=("conditions_modules_entree centre-aide",),
        ),
    ],
    "N05": [
        _case(
            "financement",
            "financement_regle",
            on="2026-11-25",
            parcours="modules",
            organisations=("mednum",),
            notices=("financement_centre_aide centre-aide",),
        ),
        _case(
            "second_module",
            "second_module",
            on="2026-11-25",
            organisations=("mednum",),
            links=(MEDNUM,),
            notices=("financement_centre_aide centre-aide",),
        ),
    ],
    "N06": [
        _case(
            "organisme",
            "titre_la_melee",
            on="2026-11-25",
            parcours="titre_complet",
            territoire="40",
            organisations=("la_melee",),
            links=("https://www.lamelee.com/",),
            notices=("titre_histya site-officiel",),
        ),
    ],
    "N07": [
        _case(
            "hub",
            "hub_nouvelle_aquitaine",
            on="2026-11-25",
            territoire="87",
            source="fin-hubikoop",
            organisations=("mednum", "aide_conum"),
            links=(MEDNUM, "https://aide.conseiller-numerique.gouv.fr/fr/"),
            notices=("modules_ensc mednum-2024",),
        ),
        _case(
            "organisme",
            "modules_nouvelle_aquitaine",
            on="2026-11-25",
            parcours="modules",
            territoire="87",
            organisations=("mednum", "aide_conum"),
            links=(MEDNUM, "https://aide.conseiller-numerique.gouv.fr/fr/"),
            notices=("modules_ensc mednum-2024",),
        ),
    ],
    "N08": [
        _case(
            "ac_region",
            "ac_region",
            on="2026-11-25",
            territoire="33",
            source=PAGE_AC,
            organisations=("aidants_connect",),
            links=(HABILITATION, "https://aidantsconnect.beta.gouv.fr/"),
            notices=("ac_au_catalogue mednum-2024",),
        ),
    ],
    "N09": [
        _case(
            "catalogue",
            "catalogue",
            on="2026-11-25",
            organisations=("mednum",),
            links=(MEDNUM,),
            notices=("catalogue_nombre site-officiel",),
        ),
    ],
}

CASES = [
    pytest.param(
        number,
        case,
        id=f"{number}-{case.question}-{'-'.join(case.facts.values())}",
    )
    for number, cases in FACTS.items()
    for case in cases
]
ALL_NUMBERS = [f"F{n:02}" for n in range(1, 26)] + [f"N{n:02}" for n in range(1, 10)]


def test_every_fact_of_the_inventory_has_a_test_and_a_row(programme: Programme) -> None:
    assert list(FACTS) == ALL_NUMBERS
    in_rows = {number for table in programme.tables.values() for row in table.rows for number in row.facts}
    assert sorted(in_rows) == ALL_NUMBERS


@pytest.mark.parametrize(("number", "case"), CASES)
def test_an_adviser_is_told_what_the_inventory_says(decided: Decided, number: str, case: Case) -> None:
    decision = decided(case.question, on=case.on, **case.facts)
    assert isinstance(decision, Answer if case.known else Unknown)
    assert decision.wording == case.wording
    assert tuple(one.id for one in decision.organisations) == case.organisations
    assert tuple(link.url for _, link in decision.links) == case.links
    assert dict(decision.figures) == case.figures
    assert tuple(f"{one.wording} {one.citation.source.id}" for one in decision.notices) == case.notices
    assert decision.citation.source.id == case.source
    rows = [decision.trace.deciding, *(notice.row for notice in decision.notices)]
    assert any(number in row.facts for row in rows if row)


NOTICE_DETAILS = [
    ("N01", "organisme", {"parcours": "ccp1", "territoire": "971"}, {}, "février 2026"),
    ("N02", "parcours_initial", {}, {"heures": 175, "heures_stage": 210}, "octobre 2025"),
    ("N03", "titre_nom", {}, {}, "arrêté de mai 2025, site officiel en novembre 2025"),
    ("N04", "conditions", {"parcours": "modules"}, {}, "2025"),
    ("N05", "financement", {"parcours": "modules"}, {}, "2025"),
    ("N06", "organisme", {"parcours": "titre_complet", "territoire": "33"}, {}, "d’octobre 2024 à novembre 2025"),
    ("N07", "organisme", {"parcours": "modules", "territoire": "33"}, {}, "juillet 2024"),
    (
        "N08",
        "ac_region",
        {"territoire": "33"},
        {"heures": 7},
        "La Mednum en juillet 2024, site Aidants Connect en août 2026",
    ),
    ("N09", "catalogue", {}, {"modules": 17}, "février 2026"),
]


@pytest.mark.parametrize(("number", "question", "facts", "figures", "published"), NOTICE_DETAILS)
def test_a_notice_carries_its_figures_its_month_and_a_link_to_act_on(
    decided: Decided, number: str, question: str, facts: dict[str, str], figures: dict[str, float], published: str
) -> None:
    decision = decided(question, **facts)
    assert not isinstance(decision, Ask)
    (notice,) = decision.notices
    assert number in notice.row.facts
    assert dict(notice.figures) == figures
    assert notice.citation.published.fr == published
    assert notice.links


def test_overseas_enrolment_offers_francilins_form_as_a_second_labelled_link(decided: Decided) -> None:
    decision = decided("inscription", parcours="ccp1", territoire="974")
    ((owner, link),) = decision.notices[0].links
    assert (owner.id, link.url) == ("francilin_outre_mer", "https://francilin.fillout.com/t/4fxb7jUa9gus")
    assert "Francil’IN" in link.label.fr
    assert "Francil’IN" in link.label.en


# Every territory, every course

NEW_AQUITAINE = {"16", "17", "19", "23", "24", "33", "40", "47", "64", "79", "86", "87"}
OVERSEAS = {"971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988", "989"}
METROPOLIS = {f"{n:02}" for n in range(1, 96) if n != 20} | {"2A", "2B"}
HUBS = {
    "hub_hinaura": "01 03 07 15 26 38 42 43 63 69 73 74",
    "hub_bfc": "21 25 39 58 70 71 89 90",
    "hub_bretagne": "22 29 35 56",
    "hub_lo": "18 28 36 37 41 45",
    "hub_corsica": "2A 2B",
    "hub_hubest": "08 10 51 52 54 55 57 67 68 88",
    "hub_assembleurs": "02 59 60 62 80",
    "hub_francilin": "75 77 78 91 92 93 94 95",
    "hub_numi": "14 27 50 61 76",
    "hub_rhinocc": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "hub_conumm": "44 49 53 72 85",
    "hub_du_sud": "04 05 06 13 83 84",
    "hub_antilles": "971 972",
    "hub_guyaclic": "973",
    "hub_ultra_numerique": "974 976",
}
HUB_OF = {code: hub for hub, codes in HUBS.items() for code in codes.split()}
TERRITORIES = sorted(METROPOLIS | OVERSEAS)


def test_there_are_109_territories(programme: Programme) -> None:
    assert sorted(programme.territories) == TERRITORIES
    assert len(TERRITORIES) == 109


def _ids(decision: Decision) -> list[str]:
    assert not isinstance(decision, Ask)
    return [one.id for one in decision.organisations]


def _hub(code: str) -> list[str]:
    return [HUB_OF[code]] if code in HUB_OF else []


@pytest.mark.parametrize("code", TERRITORIES)
def test_no_territory_is_sent_to_a_wrong_organisation_for_the_ccp1(decided: Decided, code: str) -> None:
    expected = ["popschool"] if code in OVERSEAS else ["fabrik"]
    for question in ("organisme", "inscription", "contact"):
        decision = decided(question, parcours="ccp1", territoire=code)
        assert isinstance(decision, Answer)
        assert _ids(decision) == expected
    told = [one.wording for one in decided("organisme", parcours="ccp1", territoire=code).notices]
    assert told == (["ccp1_francilin"] if code in OVERSEAS else [])


@pytest.mark.parametrize("code", TERRITORIES)
def test_no_territory_is_sent_to_a_wrong_organisation_for_the_modules(decided: Decided, code: str) -> None:
    decision = decided("organisme", parcours="modules", territoire=code)
    assert isinstance(decision, Answer)
    new_aquitaine = code in NEW_AQUITAINE
    assert _ids(decision) == ["mednum", *(["aide_conum"] if new_aquitaine else _hub(code))]
    assert [one.wording for one in decision.notices] == (["modules_ensc"] if new_aquitaine else [])
    assert _ids(decided("inscription", parcours="modules", territoire=code)) == ["mednum"]


@pytest.mark.parametrize("code", TERRITORIES)
def test_no_territory_is_sent_to_a_wrong_organisation_for_the_full_title(decided: Decided, code: str) -> None:
    for question in ("organisme", "inscription"):
        decision = decided(question, parcours="titre_complet", territoire=code)
        if code in NEW_AQUITAINE:
            assert isinstance(decision, Answer)
            assert _ids(decision) == (["la_melee"] if code in ("40", "64") else ["ensc"])
        else:
            assert isinstance(decision, Unknown)
            assert _ids(decision) == [*_hub(code), "mednum"]
        assert [one.wording for one in decision.notices] == ["titre_histya"]


@pytest.mark.parametrize("code", TERRITORIES)
def test_every_territory_hears_of_its_own_hub_or_that_there_is_none(decided: Decided, code: str) -> None:
    decision = decided("hub", territoire=code)
    named = [one for one in _ids(decision) if one.startswith("hub_")]
    assert named == _hub(code)
    assert named or "mednum" in _ids(decision)


CONTACTLESS = [
    ("conditions", {"parcours": "ccp1"}),
    ("contenu", {"parcours": "ccp1"}),
    ("obligation", {"parcours": "ccp1"}),
    ("format", {"parcours": "ccp1"}),
    ("parcours_initial", {}),
]


@pytest.mark.parametrize(("question", "facts"), CONTACTLESS)
def test_an_overseas_adviser_is_never_sent_to_la_fabrik_for_the_ccp1(
    decided: Decided, question: str, facts: dict[str, str]
) -> None:
    assert "fabrik" not in _ids(decided(question, territoire="974", **facts))


# Dates

BOUNDARIES = [
    ("2023-07-01", "ac_region", {"territoire": "33"}, "ac_hubikoop", "ac_region"),
    ("2023-07-01", "organisme", {"parcours": "aidants_connect", "territoire": "33"}, "ac_hubikoop", "ac_pause"),
    ("2024-03-01", "organisme", {"parcours": "aidants_connect", "territoire": "33"}, "ac_pause", "ac_organisme"),
    ("2024-03-01", "organisme", {"parcours": "ccp1", "territoire": "33"}, "organisme_premiere_vague", "ccp1_la_fabrik"),
    ("2024-03-01", "organisme", {"parcours": "modules", "territoire": "33"}, "modules_pas_encore", "modules_hub"),
    (
        "2024-03-01",
        "organisme",
        {"parcours": "titre_complet", "territoire": "40"},
        "titre_pas_encore",
        "titre_la_melee",
    ),
    (
        "2024-03-01",
        "inscription",
        {"parcours": "ccp1", "territoire": "974"},
        "organisme_premiere_vague",
        "inscription_ccp1_outre_mer",
    ),
    ("2024-03-01", "inscription", {"parcours": "modules"}, "modules_pas_encore", "inscription_modules"),
    ("2024-03-01", "contenu", {}, "reforme_avant", "contenu_general"),
    ("2024-03-01", "obligation", {"parcours": "ccp1"}, "reforme_avant", "obligation_ccp1"),
    ("2024-03-01", "financement", {"parcours": "modules"}, "modules_pas_encore", "financement_regle"),
    ("2024-03-01", "catalogue", {}, "modules_pas_encore", "catalogue"),
    ("2024-03-01", "conditions", {"parcours": "titre_complet"}, "titre_pas_encore", "conditions_titre"),
    (
        "2024-07-01",
        "organisme",
        {"parcours": "modules", "territoire": "33"},
        "modules_hub",
        "modules_nouvelle_aquitaine",
    ),
]


@pytest.mark.parametrize(("day", "question", "facts", "before", "after"), BOUNDARIES)
def test_the_answer_changes_on_its_day_and_not_the_day_before(
    decided: Decided, day: str, question: str, facts: dict[str, str], before: str, after: str
) -> None:
    first = date.fromisoformat(day)
    eve = date.fromordinal(first.toordinal() - 1)
    assert decided(question, on=eve, **facts).wording == before
    assert decided(question, on=first, **facts).wording == after


NOTICE_BOUNDARIES = [
    ("2024-07-01", "organisme", {"parcours": "modules", "territoire": "33"}, "modules_ensc"),
    ("2024-07-01", "ac_region", {"territoire": "33"}, "ac_au_catalogue"),
    ("2024-10-01", "organisme", {"parcours": "ccp1", "territoire": "974"}, "ccp1_francilin"),
    ("2024-10-01", "inscription", {"parcours": "ccp1", "territoire": "974"}, "ccp1_francilin"),
    ("2024-10-01", "organisme", {"parcours": "titre_complet", "territoire": "40"}, "titre_histya"),
    ("2025-01-01", "conditions", {"parcours": "modules"}, "conditions_modules_entree"),
    ("2025-01-01", "financement", {"parcours": "modules"}, "financement_centre_aide"),
    ("2025-01-01", "second_module", {}, "financement_centre_aide"),
    ("2025-01-01", "choix_modules", {}, "financement_centre_aide"),
    ("2025-07-13", "titre_nom", {}, "titre_mediateur"),
    ("2025-07-13", "contenu", {"parcours": "titre_complet"}, "titre_mediateur"),
    ("2025-10-01", "parcours_initial", {}, "parcours_unique"),
    ("2025-10-01", "format", {"parcours": "ccp1"}, "parcours_unique"),
    ("2026-02-01", "catalogue", {}, "catalogue_nombre"),
]


@pytest.mark.parametrize(("day", "question", "facts", "notice"), NOTICE_BOUNDARIES)
def test_a_newer_source_is_told_from_its_day_and_not_the_day_before(
    decided: Decided, day: str, question: str, facts: dict[str, str], notice: str
) -> None:
    first = date.fromisoformat(day)
    eve = date.fromordinal(first.toordinal() - 1)
    assert decided(question, on=eve, **facts).notices == ()
    told = decided(question, on=first, **facts)
    assert [one.wording for one in told.notices] == [notice]


def test_hubikoop_is_named_until_its_last_day_and_never_after(decided: Decided) -> None:
    for code in sorted(NEW_AQUITAINE):
        assert _ids(decided("organisme", on="2024-06-30", parcours="modules", territoire=code)) == [
            "mednum",
            "hub_hubikoop",
        ]
        assert _ids(decided("hub", on="2024-06-30", territoire=code)) == ["hub_hubikoop"]
        assert "hub_hubikoop" not in _ids(decided("organisme", on="2024-07-01", parcours="modules", territoire=code))
        assert "hub_hubikoop" not in _ids(decided("hub", on="2024-07-01", territoire=code))


BEFORE_SPRING = [
    ("format", {"parcours": "ccp1"}),
    ("format", {"parcours": "modules"}),
    ("format", {"parcours": "titre_complet"}),
    ("parcours_initial", {}),
    ("test_positionnement", {}),
    ("conditions", {"parcours": "ccp1"}),
    ("calendrier", {"parcours": "modules"}),
]


@pytest.mark.parametrize(("question", "facts"), BEFORE_SPRING)
def test_a_row_of_the_spring_page_does_not_hold_before_spring(
    decided: Decided, question: str, facts: dict[str, str]
) -> None:
    eve, spring = (decided(question, on=day, **facts).wording for day in ("2024-02-29", "2024-03-01"))
    assert eve != spring
