"""What can be compared: its attributes, once for each, and the verdicts of yes/no questions."""

from __future__ import annotations

from datetime import date

from rules.decision import Answer, Unknown
from rules.engine import decide
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


def test_second_module_is_paid_for_by_nobody_known_until_the_help_centre_tells_of_the_year_of_entry() -> None:
    decision = decided("financement", on=date(2024, 12, 31), parcours="modules", module_deja_paye="un")
    verdicts = [decision.verdict(PROGRAMME.criteria[criterion]) for criterion in ("paye", "a_payer")]
    assert verdicts == ["non", "inconnu"]
