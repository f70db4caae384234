"""The findings, for a maintainer's terminal and for programmes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.content.project_files import ProjectFiles
from bot.maintenance.check.excerpt import excerpt
from rules.errors import Finding

_STYLES = {"error": ("erreur", "bold red"), "warning": ("avertissement", "yellow")}
_MARGIN = 2
_NO_BREAK = "\u00a0"
_KEPT_TOGETHER = re.compile(r"(?<=«) | (?=[»:;?!])")
"""Spaces where French does not break a line."""


def printed(
    findings: Sequence[Finding],
    files: ProjectFiles,
    console: Console,
    *,
    standing: Collection[Finding] = (),
) -> None:
    """Print the findings: grouped by file on a terminal, else two lines each, for other tools.

    Args:
        findings: the findings, by file and line.
        files: the files checked.
        console: where to print; messages are wrapped at its width, never cut.
        standing: findings from before the edit: a terminal shows them apart, on one line each.
    """
    if console.is_terminal:
        kept = [finding for finding in findings if finding in standing]
        if kept:
            console.print(Text("Déjà là avant vos modifications (check --tout les montre en entier)", style="bold dim"))
            for finding in kept:
                place = f"{files.named(finding.place.file)}:{finding.place.line}"
                line = _wrapped(f"{place}  {finding.problem}", console.width - _MARGIN)
                line.stylize("dim")
                console.print(Padding(line, (0, 0, 0, _MARGIN)))
            console.print()
        for file, group in groupby(
            (finding for finding in findings if finding not in standing),
            lambda finding: files.named(finding.place.file),
        ):
            console.print(Text(file, style="bold"))
            for finding in group:
                _print_finding(finding, console)
    else:
        for finding in findings:
            word = "" if finding.severity == "error" else "avertissement : "
            place = f"{files.named(finding.place.file)}:{finding.place.line}"
            console.out(f"{place} — {word}{finding.problem}", highlight=False)
            console.out(f"    À faire : {finding.remedy}", highlight=False)
    if any(finding.severity == "error" for finding in findings):
        _print_line("Tant qu'il reste une erreur, une partie des vérifications attend.", console)
    _print_line(summary(findings, standing), console)


def _print_finding(finding: Finding, console: Console) -> None:
    word, style = _STYLES[finding.severity]
    head = _wrapped(f"ligne {finding.place.line}  {word}  {finding.problem}", console.width - _MARGIN)
    start = head.plain.index(word)
    head.stylize(style, start, start + len(word))
    console.print(Padding(head, (0, 0, 0, _MARGIN)))
    shown = excerpt(finding)
    if shown:
        number = f"{finding.place.line:>6} │ "
        line, column = shown.window(console.width - len(number) - 1)
        marked = min(shown.length, max(1, len(line) - column))
        console.print(Text.assemble((number, "dim"), line), no_wrap=True)
        console.print(Text.assemble((" " * 7 + "│ ", "dim"), " " * column, ("^" * marked, style)), no_wrap=True)
    remedy = _wrapped(f"À faire : {finding.remedy}", console.width - 2 * _MARGIN)
    remedy.stylize("bold", 0, len("À faire :"))
    console.print(Padding(remedy, (0, 0, 1, 2 * _MARGIN)))


def _wrapped(text: str, width: int) -> Text:
    """Wrap a text without breaking inside guillemets or before a colon."""
    kept = _KEPT_TOGETHER.sub(_NO_BREAK, text)
    lines = textwrap.wrap(kept, width, break_on_hyphens=False)
    return Text("\n".join(lines).replace(_NO_BREAK, " "))


def _print_line(line: str, console: Console) -> None:
    """Print a line: wrapped on a terminal, whole for other tools."""
    if console.is_terminal:
        console.print(Text(line))
    else:
        console.out(line, highlight=False)


def summary(findings: Iterable[Finding], standing: Collection[Finding] = ()) -> str:
    """The number of findings: "2 erreurs, 1 avertissement."; those from before the edit are counted separately."""
    new = [finding.severity for finding in findings if finding not in standing]
    counts = [(new.count("error"), "erreur"), (new.count("warning"), "avertissement")]
    counted = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    before = f"{len(standing)} d'avant vos modifications" if standing else ""
    if not counted:
        return f"Rien de neuf à corriger ; {before}." if before else "Tout est correct."
    return f"{', '.join(counted)}{f' ; {before}' if before else ''}."


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
