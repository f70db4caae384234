"""Examine what comes pickled on standard input: write the candidate or the findings, pickled too."""

from __future__ import annotations

import os
import pickle
import sys

from bot.process import logs
from bot.server.reloading.examination import Candidate, load_candidate
from rules.errors import Finding, ProgrammeError


def main() -> None:
    """Examine."""
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # libraries must not print into the answer
        logs.configure()
        found: Candidate | tuple[Finding, ...]
        try:
            found = load_candidate(pickle.load(sys.stdin.buffer))  # noqa: S301 - of the server that started this process
        except ProgrammeError as error:
            found = error.findings
        pickle.dump(found, answer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
