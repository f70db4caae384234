"""The files as they are now, examined in a process of their own: a server goes on answering at its usual speed.

`python -m bot.server.reloading` is that process. It hands over the content ready-made, or what is wrong with the files.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import structlog

from bot.content.loading import Content, content_digest, load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.check import check
from bot.maintenance.project_declarations import DECLARATIONS
from bot.rasa_adapter.training import learnt
from rules.errors import Finding, ProgrammeError
from rules.model import Place

_READINGS: Final = 3
"""Of files that somebody is writing meanwhile."""

_SECONDS: Final = 120
_ROOMS: Final = ("bot", "nlu", "rules")

_log = structlog.get_logger()


@dataclass(frozen=True)
class Candidate:
    """Content that may be taken up; `learnt` and `code` tell whether a process can.

    See :func:`bot.rasa_adapter.training.learnt`.
    """

    content: Content
    learnt: Mapping[str, str]
    code: str


def load_candidate(files: ProjectFiles, retention_days: int) -> Candidate:
    """Check and load the files.

    Raises:
        ProgrammeError: they have mistakes, or do not hold still.
    """
    for _ in range(_READINGS):
        content = _checked(files, retention_days)
        found = Candidate(content, learnt(files), code_digest())
        if content_digest(files, DECLARATIONS) == content.digest:
            return found
    raise ProgrammeError(
        [_finding(files, "les fichiers changent pendant qu'on les lit", "recommencer une fois tout enregistré")]
    )


def examine(files: ProjectFiles, retention_days: int) -> Candidate:
    """The same, in a process of its own.

    Raises:
        ProgrammeError: the files have mistakes, or the process failed.
    """
    command = [sys.executable, "-m", "bot.server.reloading", str(files.root), str(retention_days)]
    try:
        ended = subprocess.run(command, cwd=PROJECT.root, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
        found = pickle.loads(ended.stdout)  # noqa: S301 - written by our own code, a moment ago
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        output = getattr(error, "stderr", None) or b""
        _log.error("examination_failed", error=type(error).__name__, said=output.decode("utf-8", "replace")[-2000:])
        raise ProgrammeError(
            [_finding(files, "la vérification n'a pas abouti", "lire le journal du serveur, puis recommencer")]
        ) from error
    if isinstance(found, Candidate):
        return found
    raise ProgrammeError(found)


def code_digest() -> str:
    """A digest of the code: what other code has loaded is not for this process."""
    digest = sha256()
    for room in _ROOMS:
        for path in sorted((PROJECT.root / room).rglob("*.py")):
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def _checked(files: ProjectFiles, retention_days: int) -> Content:
    if mistakes := check(files, mistakes_only=True):
        raise ProgrammeError(mistakes)
    return load_content(files, DECLARATIONS, retention_days=retention_days)


def _finding(files: ProjectFiles, problem: str, remedy: str) -> Finding:
    return Finding(Place(files.root, 1), problem, remedy)
