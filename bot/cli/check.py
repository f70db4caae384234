"""`aiguilleur check`: look, tell, and say by the exit code whether the files can be used."""

from __future__ import annotations

import asyncio
from datetime import date

import typer
from rich.console import Console

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.checks import check
from bot.maintenance.check.links import addresses
from bot.maintenance.check.report import as_json, printed
from bot.maintenance.check.thresholds import load_thresholds
from rules.errors import Finding, ProgrammeError


def run(files: ProjectFiles, *, strict: bool = False, online: bool = False, json: bool = False) -> int:
    """Check a project and print what is found.

    Args:
        files: the maintainers' files.
        strict: warnings count as errors.
        online: try the addresses as well.
        json: print for programmes.

    Returns:
        The exit code: 1 where there are errors, else 0.
    """
    findings = check(files, date.today())
    if online:
        findings += _tried(files)
        findings.sort(key=lambda finding: (str(finding.place.file), finding.place.line))
    if json:
        typer.echo(as_json(findings, files))
    else:
        printed(findings, files, Console(soft_wrap=True))
    return int(any(strict or finding.severity == "error" for finding in findings))


def _tried(files: ProjectFiles) -> list[Finding]:
    from bot.maintenance.check.online import online_findings

    try:
        limits = load_thresholds(files.thresholds).en_ligne
    except ProgrammeError:
        return []  # a finding of the check itself
    return asyncio.run(online_findings(addresses(files), limits))
