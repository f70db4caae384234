"""Examines the files of a project (its folder, days of retention): writes the candidate or the findings, pickled."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

from bot.content.project_files import ProjectFiles
from bot.process import logs
from bot.server.reloading.examination import Candidate, load_candidate
from rules.errors import Finding, ProgrammeError


def main() -> None:
    """Examine."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # whatever a library prints is no part of the answer
        logs.configure()
        root, days = sys.argv[1:]
        found: Candidate | tuple[Finding, ...]
        try:
            found = load_candidate(ProjectFiles(Path(root)), int(days))
        except ProgrammeError as error:
            found = error.findings
        pickle.dump(found, answer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
