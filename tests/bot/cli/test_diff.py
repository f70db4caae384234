"""`aiguilleur diff` in a checkout."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main as cli
from bot.maintenance.diff import report
from bot.maintenance.diff.revisions import RevisionError, files_of
from tests.bot.maintenance.diff import conftest as compared
from tests.bot.maintenance.diff.conftest import Copy

copy, project = compared.copy, compared.project


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=Essai", "-c", "user.email=essai@example.org")
    subprocess.run(["git", "-C", str(folder), *name, *arguments], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def committed(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """The copy in git, and the commands at work in it."""
    root = copy.files.root
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Point de départ")
    compare = report.compare
    monkeypatch.setattr(report, "compare", lambda *args, **named: compare(*args, **named, files=copy.files))
    return copy


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, ["diff", *arguments])
    return result.exit_code, result.output


def edited(copy: Copy) -> None:
    copy.edit("stories/answers/fr/formation_initiale.yml", "{dans}, c'est POP School.", "{dans}, voyez POP School.")


def test_an_edit_not_committed_yet_is_shown_with_its_words_and_told_by_the_exit_code(committed: Copy) -> None:
    code, output = run("--sans-comprehension", "--exit-code")
    assert "Depuis HEAD, rien ne change pour les conseillers." in output
    assert code == 0
    edited(committed)
    assert run("--sans-comprehension", "--exit-code")[0] == 1
    code, output = run("--sans-comprehension")
    assert code == 0
    assert "Quel organisme contacter" in output
    assert "[-c’est-]" in output
    assert "{+voyez+}" in output
    assert "Ce que l’assistant comprend n’a pas été comparé." in output


def test_a_branch_is_compared_with_what_is_here(committed: Copy) -> None:
    edited(committed)
    git(committed.files.root, "checkout", "-q", "-b", "essai")
    git(committed.files.root, "commit", "-q", "-a", "-m", "Une tournure")
    assert "rien ne change" in run("--sans-comprehension")[1]
    assert "Depuis main : 1 réponse change" in run("main", "--sans-comprehension")[1]


def test_unknown_revision_and_a_folder_without_git_are_reported(
    committed: Copy, tmp_path_factory: pytest.TempPathFactory
) -> None:
    code, output = run("nulle-part", "--sans-comprehension")
    assert code == 2
    assert "la révision « nulle-part » n’existe pas ici" in output
    assert "git fetch" in output
    with pytest.raises(RevisionError, match="n’existe pas ici"):  # it looks like an option, and is only a name
        files_of(committed.files.root, "--output=x", committed.files.root / "ailleurs")
    bare = tmp_path_factory.mktemp("vide")
    with pytest.raises(RevisionError, match="n’est pas un dépôt git"):
        files_of(bare, "HEAD", bare / "ailleurs")


def test_mistake_in_a_revision_is_reported_with_its_line(committed: Copy) -> None:
    root = committed.files.root
    committed.edit("rules/programme/tables/organisme.yml", "source: site-officiel", "source: site-oficiel")
    git(root, "commit", "-q", "-a", "-m", "Une faute")
    git(root, "checkout", "-q", "HEAD~", "--", ".")
    code, output = run("--sans-comprehension")
    assert code == 2
    assert "ne se lisent pas avec le programme d’aujourd’hui" in output
    assert "rules/programme/tables/organisme.yml:" in output
    assert "Traceback" not in output
