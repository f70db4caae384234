"""The maintainers' files as they were at a revision, by plain git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import maintained


class RevisionError(Exception):
    """A revision cannot be read; the message says why and what to do, in French."""


def files_of(root: Path, revision: str, folder: Path) -> ProjectFiles:
    """Write the maintainers' files of a revision into an empty folder.

    Args:
        root: a folder in a git checkout, with the rooms in it.
        revision: any name git knows: "HEAD", "origin/main", a tag, a number.
        folder: where to write.

    Raises:
        RevisionError: no git, no checkout, or no such revision.
    """
    commit = commit_of(root, revision)
    wanted = (path.relative_to(root).as_posix() for path in maintained(ProjectFiles(root)) if path.is_relative_to(root))
    names = _git(root, "ls-tree", "-z", "--name-only", commit, "--", *wanted)
    kept = [name for name in names.decode().split("\0") if name]
    if not kept:
        raise RevisionError(
            f"la révision « {revision} » n'a aucun des fichiers à comparer : choisir une révision plus récente"
        )
    archive = _git(root, "archive", "--format=tar", commit, "--", *kept)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return ProjectFiles(folder)


def commit_of(root: Path, revision: str) -> str:
    """The commit of a revision.

    Raises:
        RevisionError: as for :func:`files_of`.
    """
    _git(root, "rev-parse", "--git-dir", otherwise=f"« {root} » n’est pas un dépôt git : cloner le dépôt avec git")
    found = _git(
        root,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
        otherwise=f"la révision « {revision} » n’existe pas ici : vérifier son nom (git log --oneline, git branch -a), "
        "ou la rapatrier (git fetch)",
    )
    return found.decode().strip()


def is_edited(root: Path) -> bool:
    """Whether the maintainers' files differ from the last commit, new files included.

    Raises:
        RevisionError: no git, or no checkout.
    """
    wanted = (path.relative_to(root).as_posix() for path in maintained(ProjectFiles(root)) if path.is_relative_to(root))
    return bool(_git(root, "status", "--porcelain", "--", *wanted).strip())


def _git(root: Path, *arguments: str, otherwise: str | None = None) -> bytes:
    """The output of a git command; `otherwise` is the message if git refuses."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError as error:
        raise RevisionError("la commande git manque : l'installer") from error
    if done.returncode:
        raise RevisionError(otherwise or f"git a refusé : {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
