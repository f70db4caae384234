"""A maintainer's working copy under git: its changes, and how they reach the others, as a branch to review.

Only plain git is used, as in `aiguilleur diff`. Nothing here puts anything into service: a proposal is a branch for an
operator to merge.
"""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import maintained

_PREFIX: Final = "proposition/"
_UNFIT: Final = re.compile(r"[^a-z0-9]+")
_TIMEOUT_SECONDS: Final = 60
"""For one git command: a remote that does not answer must not block the page for ever."""


class GitError(Exception):
    """Git refused; the message says why, in French, with git's own words."""


@dataclass(frozen=True)
class Author:
    """The author of the commit; without one, git's own settings hold."""

    name: str
    email: str


@dataclass(frozen=True)
class ChangedFile:
    """A file that differs from the last commit; `kind` is `nouveau`, `retiré` or `modifié`."""

    name: str
    kind: str


@dataclass(frozen=True)
class Proposal:
    """A proposal.

    Attributes:
        branch: its branch.
        commit: its commit.
        remote: the remote it was pushed to; empty if none.
        refused: why the push failed; empty if it did not.
    """

    branch: str
    commit: str
    remote: str
    refused: str = ""


class WorkingCopy:
    """A checkout with the maintainers' files. `base` is the branch in service, as git names it."""

    def __init__(self, root: Path, base: str | None = None, author: Author | None = None) -> None:
        self.root = root
        self._base = base
        self._author = author

    @property
    def under_git(self) -> bool:
        """Whether there is a checkout to propose from."""
        try:
            return Path(self._git("rev-parse", "--show-toplevel").strip()).resolve() == self.root.resolve()
        except GitError:
            return False

    @property
    def branch(self) -> str:
        """The current branch; empty if there is none."""
        return self._git("branch", "--show-current").strip()

    @property
    def proposed(self) -> bool:
        """Whether it is on a proposal, which can be extended."""
        return self.branch.startswith(_PREFIX)

    def changed(self) -> list[ChangedFile]:
        """The maintainers' files that differ from the last commit."""
        listed = self._git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", *self._paths())
        kinds = {"?": "nouveau", "A": "nouveau", "D": "retiré"}
        return [
            ChangedFile(line[3:], next((kinds[sign] for sign in line[:2] if sign in kinds), "modifié"))
            for line in filter(None, listed.split("\0"))
        ]

    def difference(self) -> str:
        """The changes as `git diff` shows them, including new files."""
        changed = self.changed()
        if new := [file.name for file in changed if file.kind == "nouveau"]:
            self._git("add", "--intent-to-add", "--", *new)
        return self._git("diff", "--no-color", "HEAD", "--", *(file.name for file in changed))

    def propose(self, message: str, slug: str) -> Proposal:
        """Commit the changes on a new branch, or on the current proposal; push it if there is a remote.

        Raises:
            GitError: there is nothing to propose, or git refuses.
        """
        names = [file.name for file in self.changed()]
        if not names:
            raise GitError("Rien n’est modifié : il n’y a rien à proposer.")
        if not self.proposed:
            self._git("switch", "--create", self._free(slug))
        self._git("add", "--all", "--", *names)
        # The files are already checked; a hook of the clone may lack what it runs.
        self._git("commit", "--no-verify", "--quiet", "--message", message, "--", *names)
        branch, commit = self.branch, self._git("rev-parse", "--short", "HEAD").strip()
        remote = next(iter(self._git("remote").split()), "")
        if not remote:
            return Proposal(branch, commit, "")
        try:
            self._git("push", "--quiet", "--set-upstream", remote, branch)
        except GitError as error:
            return Proposal(branch, commit, remote, str(error))
        return Proposal(branch, commit, remote)

    def update(self) -> str:
        """Update to what is in service, leaving the branch of a merged proposal.

        Returns:
            What was done, in French.

        Raises:
            GitError: there are unproposed changes, or a conflict: nothing is done.
        """
        if self.changed():
            raise GitError("Il reste des modifications à proposer ou à annuler : les proposer d’abord.")
        if remote := next(iter(self._git("remote").split()), ""):
            self._git("fetch", "--quiet", remote)
        base = self._base_revision(remote)
        if self._is_ancestor("HEAD", base):
            self._leave_for(base)
            return "La copie est à jour : elle contient tout ce qui est en service."
        if self._is_ancestor(base, "HEAD"):
            return "La copie est déjà à jour. Votre proposition n’est pas encore reprise."
        try:
            self._git("merge", "--no-edit", "--quiet", base)
        except GitError as error:
            self._git("merge", "--abort")
            raise GitError(
                "Votre proposition et ce qui est en service modifient les mêmes lignes : rien n’est changé ici. "
                "Demander à qui relit les propositions de les réunir."
            ) from error
        if not self._git("diff", "--name-only", base, "HEAD").strip():  # merged in another form
            self._leave_for(base)
            return "La copie est à jour : elle contient tout ce qui est en service."
        return "La copie contient ce qui est en service, et votre proposition."

    def _leave_for(self, base: str) -> None:
        """Switch to what is in service: to its branch, or detached if this copy is one of several."""
        if self._base:
            self._git("switch", "--quiet", "--detach", base)
            return
        self._git("switch", "--quiet", base.rpartition("/")[2])
        self._git("merge", "--ff-only", "--quiet", base)

    def _base_revision(self, remote: str) -> str:
        """The branch in service, of the remote if there is one."""
        if not remote:
            return self._base or self._git("config", "--default", "main", "init.defaultBranch").strip()
        if self._base:
            return f"{remote}/{self._base}"
        return self._git("rev-parse", "--abbrev-ref", f"{remote}/HEAD").strip()

    def _is_ancestor(self, revision: str, other: str) -> bool:
        try:
            self._git("merge-base", "--is-ancestor", revision, other)
        except GitError:
            return False
        return True

    def _free(self, slug: str) -> str:
        """A new name for a branch, unused here and at the remote."""
        letters = unicodedata.normalize("NFKD", slug.casefold()).encode("ascii", "ignore").decode()
        plain = _UNFIT.sub("-", letters).strip("-")[:40] or "textes"
        return f"{_PREFIX}{datetime.now():%Y-%m-%d-%H%M%S}-{plain}"

    def _paths(self) -> list[str]:
        return [
            path.relative_to(self.root).as_posix()
            for path in maintained(ProjectFiles(self.root))
            if path.is_relative_to(self.root)
        ]

    def _git(self, *arguments: str) -> str:
        named = (
            ("-c", f"user.name={self._author.name}", "-c", f"user.email={self._author.email}") if self._author else ()
        )
        return _git(self.root, *named, *arguments)


def branch_in_service(root: Path) -> str:
    """The current branch of a checkout.

    Raises:
        GitError: it is on none, or is no checkout.
    """
    branch = _git(root, "branch", "--show-current").strip()
    if not branch:
        raise GitError("Le projet n’est sur aucune branche : « git switch main », dans son dossier.")
    return branch


def add_working_copy(root: Path, folder: Path, branch: str) -> None:
    """Make a working copy of a project in a folder, from a branch."""
    _git(root, "worktree", "prune")
    _git(root, "worktree", "add", "--quiet", "--detach", str(folder), branch)


def _git(root: Path, *arguments: str) -> str:
    """The output of a git command."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT_SECONDS,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
        )
    except FileNotFoundError as error:
        raise GitError("La commande git manque sur cette machine : l’installer.") from error
    except subprocess.TimeoutExpired as error:
        raise GitError("Git ne répond pas : réessayer, ou demander à l’exploitant.") from error
    if done.returncode:
        raise GitError(f"Git a refusé : {done.stderr.decode(errors='replace').strip() or arguments[0]}")
    return done.stdout.decode(errors="replace")
