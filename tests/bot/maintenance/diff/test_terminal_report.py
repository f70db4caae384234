"""The report on a terminal: the words that change, then in which cases; « Pourquoi ? » alone, at the end."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from bot.maintenance.diff.report import Report
from bot.maintenance.diff.terminal_report import show
from tests.bot.maintenance.diff.conftest import Copy

TABLE = "rules/programme/tables/organisme.yml"
SECTION = 'section: "Passer le titre REMN complet"'


def printed(report: Report, *, explanations: bool = False) -> list[str]:
    """The lines of a report, without colours."""
    console = Console(file=StringIO(), width=80)
    show(report, console, explanations=explanations)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def both(copy: Copy) -> Report:
    """A report on a section, which advisers read under « Pourquoi ? » alone, and on an answer."""
    copy.edit(TABLE, SECTION, 'section: "Le titre complet"')
    copy.edit("stories/answers/fr/formation_initiale.yml", "{dans}, c'est POP School.", "{dans}, voyez POP School.")
    return copy.changes()


def test_the_words_that_change_come_first_and_what_changes_why_alone_is_counted_at_the_end(copy: Copy) -> None:
    lines = printed(both(copy))
    marks = ("[-c’est-]", "{+voyez+}", "•", "avant et après :")
    place = [next(number for number, line in enumerate(lines) if text in line) for text in marks]
    assert place == sorted(place)
    assert place[0] < 8
    assert not any("Le titre complet" in line and "section" in line.lower() for line in lines)
    assert lines[-2] == "Réponses dont seul le « Pourquoi ? » change"
    assert lines[-1].endswith("Pour les voir : --pourquoi")
    assert any("« Pourquoi ? »" in line for line in printed(copy.changes(), explanations=True))
