"""The path of an adviser: what is done, what comes next, whom the tables name, and the one fact worth asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rules.decision import Unknown
from rules.model import Programme
from rules.path import StageStatus, TrainingPath, training_path
from tests.rules.conftest import TODAY

PathOf = Callable[..., TrainingPath]


@pytest.fixture
def path_of(programme: Programme) -> PathOf:
    """The path of an adviser: `path_of(situation="recrute", territoire="40")`."""

    def path(on: date = TODAY, **facts: str | frozenset[str]) -> TrainingPath:
        return training_path(programme, facts, on=on)

    return path


def by_status(path: TrainingPath, status: StageStatus) -> list[str]:
    return [stage.id for stage in path.stages if stage.status == status]


def next_of(path: TrainingPath) -> str | None:
    return path.next.id if path.next else None


def test_adviser_who_says_nothing_gets_the_whole_path_and_is_asked_how_far_along(path_of: PathOf) -> None:
    path = path_of()
    assert [stage.id for stage in path.stages] == [
        "inscription", "formation_initiale", "modules_initiaux", "module_annuel", "aidants_connect", "titre_complet",
    ]  # fmt: skip
    assert next_of(path) == "inscription"
    assert by_status(path, StageStatus.DONE) == []
    assert path.missing == "situation"


@pytest.mark.parametrize(
    ("facts", "done", "begun", "following"),
    [
        ({"situation": "pas_recrute"}, [], [], "inscription"),
        ({"situation": "recrute"}, [], [], "inscription"),
        ({"situation": "en_initiale"}, ["inscription"], ["formation_initiale"], "modules_initiaux"),
        ({"convocation": "recue"}, ["inscription"], ["formation_initiale"], "modules_initiaux"),
        ({"examen_ccp1": "reussi"}, ["inscription", "formation_initiale"], [], "modules_initiaux"),
        ({"examen_ccp1": "echoue"}, ["inscription", "formation_initiale"], [], "repasser"),
        ({"situation": "initiale_finie"}, ["inscription", "formation_initiale"], [], "module_annuel"),
        (
            {"situation": "initiale_finie", "module_deja_paye": "un"},
            ["inscription", "formation_initiale", "module_annuel"],
            [],
            "module_suivant",
        ),
    ],
)
def test_each_status_has_its_next_stage(
    path_of: PathOf, facts: dict[str, str], done: list[str], begun: list[str], following: str
) -> None:
    path = path_of(**facts)
    assert by_status(path, StageStatus.DONE) == done
    assert by_status(path, StageStatus.BEGUN) == begun
    assert next_of(path) == following


def test_adviser_whose_initial_training_is_over_has_no_modules_to_catch_up(path_of: PathOf) -> None:
    assert "modules_initiaux" not in [stage.id for stage in path_of(situation="initiale_finie").stages]


def test_optional_stages_are_never_next(path_of: PathOf) -> None:
    path = path_of(situation="initiale_finie", module_deja_paye="un")
    assert by_status(path, StageStatus.OPTIONAL) == ["aidants_connect", "titre_complet"]


@pytest.mark.parametrize(("code", "organisation"), [("40", "fabrik"), ("2A", "fabrik"), ("974", "popschool")])
def test_enrolment_is_with_the_organisation_of_the_territory(path_of: PathOf, code: str, organisation: str) -> None:
    stage = path_of(situation="recrute", territoire=code).next
    assert stage
    assert [body.id for body in stage.details["qui"].organisations] == [organisation]


def test_figures_come_from_the_tables(path_of: PathOf) -> None:
    stages = {stage.id: stage for stage in path_of(niveau="debutant").stages}
    assert dict(stages["formation_initiale"].details["duree"].figures)["heures"] == 315
    assert dict(stages["titre_complet"].details["duree"].figures)["heures"] == 140


@pytest.mark.parametrize(
    ("year", "wording"), [("avant_2025", "financement_regle"), ("depuis_2025", "financement_entree_2025")]
)
def test_entry_year_decides_who_pays_for_the_module(path_of: PathOf, year: str, wording: str) -> None:
    stage = path_of(situation="initiale_finie", entree=year).next
    assert stage
    assert stage.details["payeur"].wording == wording
    assert stage.details["payeur"].notices == ()


@pytest.mark.parametrize("situation", ["recrute", "en_initiale", "initiale_finie"])
def test_who_has_one_of_the_two_modules_of_the_first_year_has_one_left(path_of: PathOf, situation: str) -> None:
    path = path_of(situation=situation, entree="depuis_2025", premiere_annee="oui", module_deja_paye="un")
    modules = [stage.id for stage in path.stages if "module" in stage.id or stage.id == "second_des_deux"]
    assert modules == ["second_des_deux", "module_annuel"]
    assert {stage.id: stage.status for stage in path.stages}["module_annuel"] == StageStatus.LATER


@pytest.mark.parametrize("exam", ["reussi", "echoue"])
def test_who_entered_before_2025_and_sat_the_exam_has_no_two_modules_to_take(path_of: PathOf, exam: str) -> None:
    stages = {stage.id for stage in path_of(entree="avant_2025", examen_ccp1=exam).stages}
    assert "modules_initiaux" not in stages
    assert "module_annuel" in stages


def test_payer_of_initial_training_is_not_known_and_somebody_is_named_to_ask(path_of: PathOf) -> None:
    stages = {stage.id: stage for stage in path_of(territoire="33").stages}
    payer = stages["formation_initiale"].details["payeur"]
    assert isinstance(payer, Unknown)
    assert [body.id for body in payer.organisations] == ["fabrik"]


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"situation": "recrute"}, "territoire"),
        ({"situation": "recrute", "territoire": "40"}, None),
        ({"situation": "recrute", "territoire": frozenset({"40", "64"})}, None),
        ({"situation": "en_initiale"}, "entree"),
        ({"situation": "initiale_finie"}, "entree"),
        ({"situation": "initiale_finie", "entree": "depuis_2025"}, "module_deja_paye"),
        ({"situation": "initiale_finie", "entree": "avant_2025", "module_deja_paye": "un"}, None),
    ],
)
def test_only_a_fact_that_changes_what_comes_next_is_asked_for(
    path_of: PathOf, facts: dict[str, str | frozenset[str]], missing: str | None
) -> None:
    assert path_of(**facts).missing == missing


def test_there_is_no_path_before_the_reform(path_of: PathOf) -> None:
    assert path_of(on=date(2024, 2, 29)).stages == ()
    assert path_of(on=date(2024, 3, 1)).stages


def test_value_outside_the_domain_is_refused(path_of: PathOf) -> None:
    with pytest.raises(ValueError, match="Atlantide"):
        path_of(territoire="Atlantide")
