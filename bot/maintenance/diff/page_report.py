"""A report as a page, alone or within another one, and as a comment on a pull request. No scripts, nothing to fetch."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment

from bot.channels.web.html_templates import html_templates
from bot.maintenance.diff.report import Report
from bot.maintenance.diff.summary import counted, hint, summary
from bot.maintenance.diff.terminal_report import EXPLANATIONS_ALONE, secret, titles

LONGEST_COMMENT = 60_000
"""Characters of a comment: forges take 65,536."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]#|~])")
_TURNS = {"worse": "moins bien", "better": "mieux", "other": "autrement"}


def page(report: Report) -> str:
    """The page, in HTML."""
    return _environment().get_template("page.html").render(**_values(report), report=report)


def body(report: Report) -> str:
    """The content of the page below its title, for use in another page."""
    return _environment().get_template("report.html").render(**_values(report), report=report)


def comment(report: Report) -> str:
    """The comment, in Markdown; what does not fit is counted."""
    shown = len(report.answers)
    template = _environment().get_template("comment.html")
    while True:
        text = template.render(
            **_values(report),
            report=replace(report, answers=report.answers[:shown]),
            left_out=len(report.answers) - shown,
        )
        if len(text) <= LONGEST_COMMENT or not shown:
            return text[:LONGEST_COMMENT]
        shown = shown * 2 // 3


def _environment() -> Environment:
    environment = html_templates(Path(__file__).parent)
    environment.filters.update(hint=hint, counted=counted, md=_markdown)
    return environment


def _values(report: Report) -> dict[str, object]:
    return {
        "summary": summary(report),
        "turns": _TURNS,
        "languages": {"fr": "En français", "en": "En anglais"},
        "explanations_alone": EXPLANATIONS_ALONE,
        "explained": titles(report.explanations),
        "secret": secret(report.understanding) if report.understanding and report.understanding.secret else "",
    }


def _markdown(text: str) -> str:
    """A text with all Markdown signs escaped."""
    return _MARKDOWN.sub(r"\\\1", text)
