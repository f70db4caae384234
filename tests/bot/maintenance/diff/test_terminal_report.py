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


def test_the_words_that_change_come_before_the_cases_and_the_rows(copy: Copy) -> None:
    lines = printed(both(copy))
    place = {
        what: next(number for number, line in enumerate(lines) if text in line)
        for what, text in (
            ("before", "[-c’est-]"),
            ("after", "{+voyez+}"),
            ("cases", "•"),
            ("rows", "avant et après :"),
        )
    }
    assert list(place.values()) == sorted(place.values())
    assert place["before"] < 8


def test_what_changes_why_alone_is_counted_and_named_at_the_end(copy: Copy) -> None:
    lines = printed(both(copy))
    assert not any("Le titre complet" in line and "section" in line.lower() for line in lines)
    assert lines[-2] == "Réponses dont seul le « Pourquoi ? » change"
    assert lines[-1].endswith("Pour les voir : --pourquoi")


def test_it_is_shown_where_that_is_asked_for(copy: Copy) -> None:
    report = both(copy)
    assert report.explanations
    lines = printed(report, explanations=True)
    assert any("« Pourquoi ? »" in line for line in lines)
    assert sum("{+" in line for line in lines) > sum("{+" in line for line in printed(report))


def test_an_answer_that_the_path_shows_in_short_is_named(copy: Copy) -> None:
    copy.edit(
        "stories/answers/fr/formation_initiale.yml",
        "inscription_ccp1:\n  texte: ",
        "inscription_ccp1:\n  texte: Bien. ",
    )
    assert any(line.startswith("« Mon parcours » reprend en bref") for line in printed(copy.changes()))
