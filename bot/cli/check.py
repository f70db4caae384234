"""`aiguilleur check`: print the findings; the exit code says whether the files can be used."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import typer
from rich.console import Console

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.checks import check
from bot.maintenance.check.links import addresses
from bot.maintenance.check.report import as_json, printed
from bot.maintenance.check.standing import standing_findings
from bot.maintenance.check.thresholds import load_thresholds
from rules.errors import Finding, ProgrammeError


def run(
    files: ProjectFiles,
    *,
    strict: bool = False,
    online: bool = False,
    json: bool = False,
    everything: bool = False,
    kept: Path | None = None,
) -> int:
    """Check a project and print the findings.

    Args:
        files: the maintainers' files.
        strict: warnings count as errors.
        online: try the addresses as well.
        json: print for programmes.
        everything: print findings from before the edit like the others.
        kept: a folder that caches the findings of the last commit; None: findings from before are not separated.

    Returns:
        The exit code: 1 if there are errors, else 0.
    """
    findings = check(files, date.today())
    if online:
        findings += _tried(files)
        findings.sort(key=lambda finding: (str(finding.place.file), finding.place.line))
    console = Console()
    if json:
        typer.echo(as_json(findings, files))
    else:
        apart = kept is not None and console.is_terminal and not (everything or strict)
        standing = standing_findings(findings, files, kept, date.today(), check) if kept and apart else []
        printed(findings, files, console, standing=standing)
    return int(any(strict or finding.severity == "error" for finding in findings))


def _tried(files: ProjectFiles) -> list[Finding]:
    from bot.maintenance.check.online import online_findings

    try:
        limits = load_thresholds(files.thresholds).en_ligne
    except ProgrammeError:
        return []  # a finding of the check itself
    return asyncio.run(online_findings(addresses(files), limits))
