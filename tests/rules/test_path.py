"""The path of an adviser: what is done, what comes next, whom the tables name, and the one fact worth asking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rules.model import Programme
from rules.path import StageStatus, TrainingPath, training_path
from tests.rules.conftest import TODAY
from tests.support.tables import each_row

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


@each_row(
    ("facts", "done", "begun", "following"),
    [
        ({"situation": "pas_recrute"}, [], [], "inscription"),
        ({"situation": "recrute"}, [], [], "inscription"),
        ({"situation": "en_initiale"}, ["inscription"], ["formation_initiale"], "modules_initiaux"),
        ({"convocation": "recue"}, ["inscription"], ["formation_initiale"], "modules_initiaux"),
        ({"examen_ccp1": "reussi"}, ["inscription", "formation_initiale"], [], "modules_initiaux"),
        ({"examen_ccp1": "echoue"}, ["inscription", "formation_initiale"], [], "repasser"),
        ({"situation": "initiale_finie"}, ["inscription", "formation_initiale"], [], "module_annuel"),
        ({"situation": "initiale_finie", "module_deja_paye": "un"},
         ["inscription", "formation_initiale", "module_annuel"], [], "module_suivant"),
    ],
)  # fmt: skip
def test_each_status_has_its_next_stage(
    path_of: PathOf, facts: dict[str, str], done: list[str], begun: list[str], following: str
) -> None:
    path = path_of(**facts)
    assert by_status(path, StageStatus.DONE) == done
    assert by_status(path, StageStatus.BEGUN) == begun
    assert next_of(path) == following


@each_row("situation", ["recrute", "en_initiale", "initiale_finie"])
def test_who_has_one_of_the_two_modules_of_the_first_year_has_one_left(path_of: PathOf, situation: str) -> None:
    path = path_of(situation=situation, entree="depuis_2025", premiere_annee="oui", module_deja_paye="un")
    modules = [stage.id for stage in path.stages if "module" in stage.id or stage.id == "second_des_deux"]
    assert modules == ["second_des_deux", "module_annuel"]
    assert {stage.id: stage.status for stage in path.stages}["module_annuel"] == StageStatus.LATER


@each_row(
    "facts",
    [
        {"situation": "initiale_finie"},
        {"entree": "avant_2025", "examen_ccp1": "reussi"},
        {"entree": "avant_2025", "examen_ccp1": "echoue"},
    ],
)
def test_whose_initial_training_is_over_has_no_modules_to_catch_up(path_of: PathOf, facts: dict[str, str]) -> None:
    stages = {stage.id for stage in path_of(**facts).stages}
    assert "modules_initiaux" not in stages
    assert "module_annuel" in stages


@each_row(
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
