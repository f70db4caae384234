"""The findings as a maintainer reads them on a terminal, and as programmes do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.content.project_files import ProjectFiles
from rules.errors import Finding

_STYLES = {"error": ("erreur", "bold red"), "warning": ("avertissement", "yellow")}


def printed(findings: Sequence[Finding], files: ProjectFiles, console: Console) -> None:
    """Print the findings: grouped by file on a terminal, else two lines each, as other tools read them."""
    if console.is_terminal:
        for file, group in groupby(findings, lambda finding: files.named(finding.place.file)):
            console.print(Text(file, style="bold"))
            for finding in group:
                word, style = _STYLES[finding.severity]
                console.print(
                    Padding(
                        Text.assemble(f"ligne {finding.place.line}  ", (word, style), f"  {finding.problem}"), (0, 2)
                    )
                )
                console.print(Padding(Text(f"À faire : {finding.remedy}", style="dim"), (0, 2, 1, 4)))
    else:
        for finding in findings:
            word = "" if finding.severity == "error" else "avertissement : "
            console.out(
                f"{files.named(finding.place.file)}:{finding.place.line} — {word}{finding.problem}", highlight=False
            )
            console.out(f"    À faire : {finding.remedy}", highlight=False)
    console.print(Text(summary(findings)))


def summary(findings: Iterable[Finding]) -> str:
    """How many there are: "2 erreurs, 1 avertissement."."""
    severities = [finding.severity for finding in findings]
    counts = [(severities.count("error"), "erreur"), (severities.count("warning"), "avertissement")]
    counted = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return f"{', '.join(counted)}." if counted else "Tout est correct."


def as_json(findings: Iterable[Finding], files: ProjectFiles) -> str:
    """The findings as a JSON array of objects with file, line, severity, problem and remedy."""
    lines = [
        {
            "file": files.named(finding.place.file),
            "line": finding.place.line,
            "severity": finding.severity,
            "problem": finding.problem,
            "remedy": finding.remedy,
        }
        for finding in findings
    ]
    return msgspec.json.format(msgspec.json.encode(lines), indent=2).decode()
