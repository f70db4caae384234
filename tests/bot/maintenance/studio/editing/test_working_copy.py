"""A proposal is a branch with one commit; nobody's work is lost, and nothing of it is in service by itself."""

from __future__ import annotations

import pytest

from bot.maintenance.studio.editing.working_copy import (
    Author,
    GitError,
    WorkingCopy,
    add_working_copy,
    branch_in_service,
)
from tests.bot.maintenance.studio.editing.conftest import git

TEXTS = "stories/answers/fr/titre.yml"
CAMILLE = Author("camille", "camille@studio.exemple.fr")


@pytest.fixture
def project(tmp_path):
    """The operator's checkout, on main."""
    root = tmp_path / "projet"
    (root / TEXTS).parent.mkdir(parents=True)
    (root / TEXTS).write_text("a: un\nb: deux\nc: trois\nd: quatre\n", encoding="utf-8")
    (root / "secret.txt").write_text("x", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "début")
    return root


@pytest.fixture
def copy(project, tmp_path):
    """A maintainer's working copy."""
    folder = tmp_path / "copie"
    add_working_copy(project, folder, branch_in_service(project))
    return WorkingCopy(folder, "main", CAMILLE)


def write(copy, old, new):
    path = copy.root / TEXTS
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_proposal_is_a_branch_with_what_was_changed_and_its_words(copy, project):
    write(copy, "un", "une")
    (copy.root / "stories/answers/fr/neuf.yml").write_text("x: y\n", encoding="utf-8")
    (copy.root / "secret.txt").write_text("no text of a maintainer's", encoding="utf-8")
    assert [(file.name, file.kind) for file in copy.changed()] == [
        (TEXTS, "modifié"),
        ("stories/answers/fr/neuf.yml", "nouveau"),
    ]
    assert "+a: une" in copy.difference()
    assert "+x: y" in copy.difference()
    proposal = copy.propose("Change un mot\n\n1 réponse change.", "Change un mot, là")
    assert proposal.branch.startswith("proposition/")
    assert proposal.branch.endswith("change-un-mot-la")
    shown = git(project, "show", "--stat", "--format=%an <%ae>%n%B", proposal.branch)
    assert "camille <camille@studio.exemple.fr>\nChange un mot\n\n1 réponse change." in shown
    assert "secret.txt" not in shown
    assert copy.changed() == []
    with pytest.raises(GitError, match="rien à proposer"):
        copy.propose("Rien", "rien")


def test_a_proposal_is_pushed_and_stays_here_where_the_remote_refuses(copy, project, tmp_path):
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(tmp_path / "forge.git"))
    git(project, "remote", "add", "origin", str(tmp_path / "forge.git"))
    write(copy, "un", "une")
    first = copy.propose("Change", "change")
    assert (first.remote, first.refused) == ("origin", "")
    assert first.branch in git(tmp_path / "forge.git", "branch")
    git(project, "remote", "set-url", "origin", str(tmp_path / "nulle-part.git"))
    write(copy, "deux", "2")
    next_one = copy.propose("Deux", "deux")
    assert "Git a refusé" in next_one.refused
    assert next_one.branch == first.branch, "what is changed next is added to the proposal"
    assert git(project, "rev-list", "--count", f"main..{first.branch}").strip() == "2"


def in_service(project, old, new):
    """What somebody else has put into service."""
    path = project / TEXTS
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    git(project, "commit", "-qam", "autre")


def test_a_proposal_goes_on_upon_what_came_into_service(copy, project):
    write(copy, "un", "une")
    with pytest.raises(GitError, match="à proposer ou à annuler"):
        copy.update()
    assert (copy.root / TEXTS).read_text(encoding="utf-8").startswith("a: une")
    copy.propose("Change", "change")
    in_service(project, "quatre", "4")
    assert "votre proposition" in copy.update()
    assert (copy.root / TEXTS).read_text(encoding="utf-8") == "a: une\nb: deux\nc: trois\nd: 4\n"


def test_two_changes_that_contradict_each_other_change_nothing_here(copy, project):
    write(copy, "un", "une")
    copy.propose("Change", "change")
    in_service(project, "a: un", "a: uns")
    with pytest.raises(GitError, match="les mêmes lignes"):
        copy.update()
    assert (copy.root / TEXTS).read_text(encoding="utf-8").startswith("a: une\n")
    assert copy.changed() == []
