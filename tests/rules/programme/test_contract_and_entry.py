"""The end of the contract, the year of entry and whom to ask, where several rules could answer."""

from __future__ import annotations

from rules.decision import Answer, Unknown
from tests.rules.programme.inventory import Decided, notices
from tests.support.tables import each_row


@each_row("question", ["second_module", "choix_modules", "financement"])
@each_row("entry", ["avant_2025", "depuis_2025", None])
def test_no_module_is_open_after_the_contract_whenever_one_entered(
    decided: Decided, question: str, entry: str | None
) -> None:
    facts = {"cadre": "apres_contrat", **({"entree": entry} if entry else {})}
    if question == "financement":
        facts["parcours"] = "modules"
    decision = decided(question, **facts)
    assert isinstance(decision, Answer)
    assert decision.wording == "conditions_modules_apres_contrat"
    assert decision.notices == ()


@each_row(
    ("facts", "wording"),
    [
        ({}, "mon_parcours_recrute"),
        ({"premiere_annee": "oui"}, "mon_parcours_recrute"),
        ({"premiere_annee": "non"}, "mon_parcours_en_poste"),
        ({"entree": "avant_2025"}, "mon_parcours_avant_2025"),
    ],
)
def test_only_who_has_just_started_is_welcomed(decided: Decided, facts: dict[str, str], wording: str) -> None:
    assert decided("mon_parcours", situation="recrute", **facts).wording == wording


def test_who_entered_in_2025_and_is_past_the_first_year_hears_that_it_is_over(decided: Decided) -> None:
    decision = decided("mon_parcours", situation="recrute", entree="depuis_2025", premiere_annee="non")
    assert "mon_parcours_annee_finie" in notices(decision)


@each_row(
    ("question", "organisation"),
    [
        ("repasser_examen", "francilin_outre_mer"),
        ("deroulement_examen", "francilin_outre_mer"),
        ("test_echec", "francilin_outre_mer"),
        ("pix_score", "francilin_outre_mer"),
        ("stage", "francilin_outre_mer"),
        ("ordre_ccp1_titre", "mednum"),
        ("salaire_contrat", "aide_conum"),
    ],
)
def test_an_overseas_adviser_is_sent_to_whom_the_subject_of_the_question_is_for(
    decided: Decided, question: str, organisation: str
) -> None:
    decision = decided(question, territoire="974")
    assert isinstance(decision, Answer | Unknown)
    assert organisation in [body.id for body in decision.organisations]
