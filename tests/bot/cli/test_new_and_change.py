"""A maintainer adds an organisation, and changes who runs what, from the terminal, which shows each line first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.content import project_files
from bot.content.project_files import ProjectFiles
from rules.errors import ProgrammeError
from rules.loading import ROLES
from tests.support.copies import copy_to

Run = Callable[..., str]
CHANGE = ("--role", "titre_complet", "--organisme", "fabrik", "--ou", "Vienne", "--depuis", "2027-01-01")
LINE = "- {organisme: fabrik, ou: '86', depuis: 2027-01-01, a_la_place_de: [ensc], source: centre-aide, "
"""What follows is the day on which it was read."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectFiles:
    copy = copy_to(tmp_path)
    monkeypatch.setattr(project_files, "PROJECT", copy)
    return copy


@pytest.fixture
def run(project: ProjectFiles) -> Run:  # noqa: ARG001
    def invoke(*arguments: str, answers: str = "", code: int = 0) -> str:
        result = CliRunner().invoke(app, arguments, input=answers)
        if isinstance(result.exception, ProgrammeError):
            return str(result.exception)
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def test_an_organisation_is_shown_before_it_is_written(run: Run, project: ProjectFiles) -> None:
    arguments = ("new", "organisme", "cap_poitou", "--titre", "Cap Numérique Poitou", "--mots", "cap poitou, le cap")
    before = (project.programme / "organismes.yml").read_text(encoding="utf-8")
    shown = run(*arguments, answers="n\n", code=1)
    assert "+  cap_poitou:" in shown
    assert '+    mots: ["Cap Numérique Poitou", "cap poitou", "le cap"]' in shown
    assert (project.programme / "organismes.yml").read_text(encoding="utf-8") == before
    assert "C'est commencé" in run(*arguments, "--oui")
    assert "cap_poitou:" in (project.programme / "organismes.yml").read_text(encoding="utf-8")


def test_a_kind_that_does_not_exist_is_told_with_those_that_do(run: Run) -> None:
    assert "faq, hub, recit, changement, organisme, source, formation" in run("new", "organisation", "x", code=1)


def test_a_change_is_asked_for_step_by_step(run: Run, project: ProjectFiles) -> None:
    output = run("changer", answers="titre\ntitre_complet\nfabrik\nViene\nVienne\n2027\n2027-01-01\ncentre-aide\no\n")
    assert "le rôle « titre » n'existe pas" in output
    assert "écrire « Vienne » ?" in output
    assert "« 2027 » n'est pas une date" in output
    assert f"+    {LINE}" in output
    assert LINE in (project.programme / ROLES).read_text(encoding="utf-8")
    assert "à partir du 01/01/2027" in output


def test_a_change_is_made_only_where_it_is_agreed_to(run: Run, project: ProjectFiles) -> None:
    assert "Rien n'est fait" in run("changer", *CHANGE, "--source", "centre-aide", answers="non\n", code=1)
    assert LINE not in (project.programme / ROLES).read_text(encoding="utf-8")
    run("changer", *CHANGE, "--source", "centre-aide", "--oui")
    assert LINE in (project.programme / ROLES).read_text(encoding="utf-8")
