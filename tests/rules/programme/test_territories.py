"""Whom an adviser is sent to from each of the 109 territories, for each course."""

from __future__ import annotations

from rules.decision import Answer, Unknown
from rules.model import Programme
from tests.rules.programme.inventory import Decided, Facts, notices, organisations
from tests.support.tables import each_row

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
TRAINING_BODY = {"": ["modules_ensc"], "hub_bretagne": ["modules_conumm"], "hub_lo": ["acteur_cefim"]}
"""Where La Mednum named another body than the hub for the courses, in July 2024; "" is Nouvelle-Aquitaine."""
HUB_OF = {code: hub for hub, codes in HUBS.items() for code in codes.split()}
TERRITORIES = sorted(METROPOLIS | OVERSEAS)


def _hub(code: str) -> list[str]:
    return [HUB_OF[code]] if code in HUB_OF else []


def test_an_adviser_may_come_from_any_of_109_territories(programme: Programme) -> None:
    assert sorted(programme.territories) == TERRITORIES
    assert len(TERRITORIES) == 109


@each_row("code", TERRITORIES)
@each_row(
    ("question", "overseas", "overseas_notices"),
    [
        ("organisme", ["popschool"], ["ccp1_francilin"]),
        ("inscription", ["popschool"], ["ccp1_francilin"]),
        ("contact", ["francilin_outre_mer", "popschool"], ["contact_pop_school"]),
    ],
)
def test_no_adviser_is_sent_to_a_wrong_organisation_for_the_ccp1(
    decided: Decided, question: str, overseas: list[str], overseas_notices: list[str], code: str
) -> None:
    decision = decided(question, parcours="ccp1", territoire=code)
    assert isinstance(decision, Answer)
    assert organisations(decision) == (overseas if code in OVERSEAS else ["fabrik"])
    assert notices(decision) == (overseas_notices if code in OVERSEAS else [])


@each_row("code", TERRITORIES)
def test_no_adviser_is_sent_to_a_wrong_organisation_for_the_modules(decided: Decided, code: str) -> None:
    decision = decided("organisme", parcours="modules", territoire=code)
    assert isinstance(decision, Answer)
    assert organisations(decided("inscription", parcours="modules", territoire=code)) == ["mednum"]
    new_aquitaine = code in NEW_AQUITAINE
    assert organisations(decision) == ["mednum", *(["aide_conum"] if new_aquitaine else _hub(code))]
    assert notices(decision) == TRAINING_BODY.get("" if new_aquitaine else HUB_OF.get(code, "none"), [])


@each_row("code", TERRITORIES)
@each_row("question", ["organisme", "inscription"])
def test_no_adviser_is_sent_to_a_wrong_organisation_for_the_full_title(
    decided: Decided, question: str, code: str
) -> None:
    decision = decided(question, parcours="titre_complet", territoire=code)
    if code in NEW_AQUITAINE:
        assert isinstance(decision, Answer)
        assert organisations(decision) == (["la_melee"] if code in ("40", "64") else ["ensc"])
    else:
        assert isinstance(decision, Unknown)
        assert organisations(decision) == [*_hub(code), "mednum"]
    assert notices(decision) == ["titre_histya"]


@each_row("code", TERRITORIES)
def test_every_adviser_hears_of_their_own_hub_or_that_there_is_none(decided: Decided, code: str) -> None:
    named = organisations(decided("hub", territoire=code))
    assert [organisation for organisation in named if organisation.startswith("hub_")] == _hub(code)
    assert _hub(code) or "mednum" in named


@each_row(
    ("question", "facts"),
    [
        ("conditions", {"parcours": "ccp1"}),
        ("contenu", {"parcours": "ccp1"}),
        ("obligation", {"parcours": "ccp1"}),
        ("format", {"parcours": "ccp1"}),
        ("parcours_initial", {}),
    ],
)
def test_an_overseas_adviser_is_never_sent_to_la_fabrik_for_the_ccp1(
    decided: Decided, question: str, facts: Facts
) -> None:
    assert "fabrik" not in organisations(decided(question, territoire="974", **facts))


@each_row("code", sorted(NEW_AQUITAINE))
@each_row(
    ("question", "facts", "named"),
    [("organisme", {"parcours": "modules"}, ["mednum", "hub_hubikoop"]), ("hub", {}, ["hub_hubikoop"])],
)
def test_an_adviser_of_nouvelle_aquitaine_hears_of_hubikoop_until_its_last_day_and_never_after(
    decided: Decided, question: str, facts: Facts, named: list[str], code: str
) -> None:
    assert organisations(decided(question, on="2024-06-30", territoire=code, **facts)) == named
    assert "hub_hubikoop" not in organisations(decided(question, on="2024-07-01", territoire=code, **facts))


def test_an_overseas_adviser_who_enrols_is_offered_francilins_form_as_a_second_labelled_link(decided: Decided) -> None:
    ((owner, link),) = decided("inscription", parcours="ccp1", territoire="974").notices[0].links
    assert (owner.id, link.url) == ("francilin_outre_mer", "https://francilin.fillout.com/t/4fxb7jUa9gus")
    assert "Francil’IN" in link.label.fr
    assert "Francil’IN" in link.label.en
