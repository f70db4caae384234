"""What can be compared: its attributes, once for each, and the verdicts of yes/no questions."""

from __future__ import annotations

from datetime import date

from rules.decision import Answer, Unknown
from rules.engine import decide
from rules.items import item_figures
from rules.loading import load_programme
from tests.support.tables import each_row

PROGRAMME = load_programme()
TODAY = date(2026, 11, 27)


def decided(question: str, *, on: date = TODAY, **facts: str) -> Answer | Unknown:
    decision = decide(PROGRAMME, question, facts, on=on)
    assert isinstance(decision, (Answer, Unknown))
    return decision


@each_row(
    ("item", "attribute", "value"),
    [
        ("aidants_connect", "heures", 7),  # of the family it belongs to
        ("aidants_connect", "payeur", "etat_un_par_annee"),  # of the modules
        ("solide", "semaines", (5, 15)),  # of the CCP1
        ("ccp1", "heures", (70, 315)),  # of its tracks
        ("modules", "heures", (7, 14)),
        ("modules", "format", None),  # its families differ
        ("titre_complet", "prix", None),
        ("pix", "heures", None),
        ("solide", "certificat", None),  # the whole's certificate is not that of a track
    ],
)
def test_attribute_of_an_item_is_its_own_or_that_of_its_whole_or_parts(
    item: str, attribute: str, value: object
) -> None:
    assert PROGRAMME.items[item].attribute(attribute) == value


def test_no_item_has_a_price_that_the_page_does_not_give() -> None:
    assert {item.attribute("prix") for item in PROGRAMME.items.values()} == {None}


def test_figures_that_differ_are_named_after_their_item() -> None:
    figures = item_figures(["solide", "debutant"], PROGRAMME.items)
    assert figures == {"heures_solide": 70, "heures_debutant": 315, "semaines_min": 5, "semaines_max": 15}


def test_figures_of_one_item_have_plain_names() -> None:
    assert item_figures(["intervenir"], PROGRAMME.items) == {"heures": 14, "jours": 2}


def test_minutes_are_summed_up() -> None:
    figures = item_figures(["test", "entretien"], PROGRAMME.items)
    assert figures == {"test_minutes": 90, "entretien_minutes": 45, "ensemble_minutes": 135}


@each_row(
    ("question", "facts", "shown"),
    [
        ("format", {"parcours": "modules"}, ["prise_en_main", "intervenir"]),
        ("format", {"parcours": "ccp1"}, ["solide", "intermediaire", "debutant"]),
        ("obligation", {"parcours": "titre_complet"}, ["titre_complet"]),  # it lists none: the one it is about
        ("obligation", {}, []),
    ],
)
def test_decision_exposes_what_it_shows_in_order(question: str, facts: dict[str, str], shown: list[str]) -> None:
    assert [item.id for item in decided(question, **facts).items] == shown


def test_item_that_did_not_exist_yet_is_not_shown() -> None:
    assert decided("financement", on=date(2024, 2, 29), parcours="modules").items == ()


@each_row(
    ("question", "facts", "criterion", "verdict"),
    [
        ("obligation", {"parcours": "ccp1"}, "obligatoire", "oui"),
        ("obligation", {"parcours": "ccp1"}, "facultatif", "non"),
        ("obligation", {"parcours": "titre_complet"}, "facultatif", "oui"),
        ("obligation", {}, "facultatif", "selon"),
        ("financement", {"parcours": "modules", "module_deja_paye": "aucun"}, "a_payer", "non"),
        ("financement", {"parcours": "modules", "module_deja_paye": "un"}, "paye", "selon"),
        ("financement", {"parcours": "modules", "module_deja_paye": "un"}, "a_payer", "selon"),
        ("conditions", {"parcours": "modules", "convocation": "recue"}, "reussite", "non"),
        ("conditions", {"parcours": "aidants_connect", "habilitation": "non"}, "possible", "non"),
        ("second_module", {}, "possible", "oui"),
        ("format", {"parcours": "aidants_connect"}, "a_distance", "non"),
        ("format", {"parcours": "aidants_connect"}, "en_presentiel", "oui"),
        ("format", {"parcours": "modules"}, "a_distance", "selon"),
        ("format", {"parcours": "ccp1"}, "a_distance", "inconnu"),
        ("format", {"parcours": "ccp1"}, "obligatoire", None),
        ("inscription", {"parcours": "aidants_connect", "habilitation": "oui"}, "a_distance", None),  # « en ligne »
    ],
)
def test_yes_no_question_has_a_verdict(
    question: str, facts: dict[str, str], criterion: str, verdict: str | None
) -> None:
    assert decided(question, **facts).verdict(PROGRAMME.criteria[criterion]) == verdict


def test_second_module_is_paid_for_by_nobody_known_until_the_help_centre_tells_of_the_year_of_entry() -> None:
    decision = decided("financement", on=date(2024, 12, 31), parcours="modules", module_deja_paye="un")
    verdicts = [decision.verdict(PROGRAMME.criteria[criterion]) for criterion in ("paye", "a_payer")]
    assert verdicts == ["non", "inconnu"]
