"""What a maintainer's edit changes in the answers."""

from __future__ import annotations

from bot.maintenance.diff.summary import summary
from bot.maintenance.diff.word_diff import Run
from tests.bot.maintenance.diff.conftest import Copy

ORGANISATIONS = "rules/programme/tables/organisme.yml"
COURSES = "stories/answers/fr/formation_initiale.yml"


def test_nothing_changes_where_a_line_moves(copy: Copy) -> None:
    copy.edit(ORGANISATIONS, "lignes:\n", "# Une remarque.\n\nlignes:\n")
    report = copy.changes()
    assert report.empty
    assert summary(report)[0] == "Depuis HEAD, rien ne change pour les conseillers."


def test_changed_wording_is_shown_in_its_situation_with_marked_words(copy: Copy) -> None:
    copy.edit(COURSES, "Pour le CCP1 {dans}, c'est POP School.", "Pour le CCP1 {dans}, voyez POP School.")
    report = copy.changes()
    (change,) = report.answers
    assert [language for language, _ in change.texts] == ["fr"]
    ((_, (part,)),) = change.texts
    assert Run("removed", "c’est") in part.marked.before
    assert Run("added", "voyez") in part.marked.after
    assert {situation.question for situation in change.situations} == {"organisme"}
    assert change.example == "Guadeloupe"
    assert "en Guadeloupe" in "".join(run.text for run in part.marked.after)


def test_a_date_that_moves_is_shown_for_the_months_in_between(copy: Copy) -> None:
    row = (
        "- id: organisme-initiale-general-site-officiel\n"
        "  quand: {parcours: [ccp1, pix, formation_initiale], territoire: non_precise}\n"
    )
    copy.edit(ORGANISATIONS, f"{row}  depuis: 2024-10-01", f"{row}  depuis: 2025-01-01")
    report = copy.changes()
    shown = [
        line
        for change in report.answers
        if not change.now
        for situation in change.situations
        for line in situation.lines
    ]
    assert shown
    assert all(line.endswith("d’octobre 2024 à décembre 2024") for line in shown)


def test_the_same_change_to_many_answers_is_shown_once(copy: Copy) -> None:
    copy.edit("stories/answers/fr/interface.yml", 'source: "Source : {source}', 'source: "Origine : {source}')
    report = copy.changes()
    (change,) = report.answers
    assert len(change.situations) > 20
    ((_, (part,)),) = change.texts
    assert [run.text for run in part.marked.before if run.kind == "removed"] == ["Source"]
