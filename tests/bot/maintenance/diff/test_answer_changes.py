"""What a maintainer's edit changes in the answers."""

from __future__ import annotations

from datetime import date

import pytest

from bot.maintenance.diff.summary import summary
from bot.maintenance.diff.word_diff import Run
from rules.grid import Grid
from rules.ids import FactId
from tests.bot.maintenance.diff.conftest import Copy
from tests.bot.maintenance.diff.listing import asked, listed

ORGANISATIONS = "rules/programme/tables/organisme.yml"
TERRITORIES = "rules/programme/territoires.yml"
ROLES = "rules/programme/roles.yml"
COURSES = "stories/answers/fr/formation_initiale.yml"


def test_nothing_changes_where_nothing_is_edited(copy: Copy) -> None:
    report = copy.changes()
    assert report.empty
    assert summary(report)[0] == "Depuis HEAD, rien ne change pour les conseillers."


def test_a_comment_and_a_line_that_moves_change_nothing(copy: Copy) -> None:
    copy.edit(ORGANISATIONS, "lignes:\n", "# Une remarque.\n\nlignes:\n")
    assert copy.changes().empty


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


def test_a_link_is_shown_in_every_language_in_which_it_changes(copy: Copy) -> None:
    copy.edit("rules/programme/organismes.yml", "https://popschool.fr/", "https://popschool.example/")
    report = copy.changes()
    assert report.answers
    for change in report.answers:
        assert [language for language, _ in change.texts] == ["fr", "en"]


def test_a_section_is_shown_by_what_why_answers(copy: Copy) -> None:
    copy.edit(ORGANISATIONS, 'section: "Passer le titre REMN complet"', 'section: "Le titre complet"')
    report = copy.changes()
    assert report.answers == ()
    assert report.explanations
    names = {part.name for change in report.explanations for _, parts in change.texts for part in parts}
    assert names == {"« Pourquoi ? »"}
    assert "change seul" in summary(report)[0] or "changent seuls" in summary(report)[0]


@pytest.mark.thorough
def test_a_name_that_changes_changes_only_the_answers_of_its_department(copy: Copy) -> None:
    copy.edit(TERRITORIES, "dans: dans les Landes", "dans: au pays des Landes")
    report = copy.changes()
    situations = [situation for change in report.answers for situation in change.situations]
    # Where organisations are, whoever asks who they are.
    lines = {line for situation in situations if situation.question != "acteur" for line in situation.lines}
    assert lines
    assert all("Landes (40)" in line for line in lines)


@pytest.mark.thorough
def test_every_listed_case_changes_and_no_other_whatever_is_edited(copy: Copy, project) -> None:
    """The comparison answers once for what no row tells apart; here everything is asked."""
    copy.edit(COURSES, "Pour le CCP1 {dans}, c'est POP School.", "Voyez POP School {dans}.")
    copy.edit(TERRITORIES, "dans: en Martinique, en_anglais", "dans: à la Martinique, en_anglais")
    copy.edit(TERRITORIES, "titre_la_melee: {codes: ['40', '64']}", "titre_la_melee: {codes: ['40']}")
    copy.edit(TERRITORIES, "sauf: ['40', '64']", "sauf: ['40']")
    copy.edit(ROLES, "      jusqu_a: 2024-06-30", "      jusqu_a: 2024-08-31")
    now = copy.now()
    starts: set[date] = set()
    for content in (project, now):
        for name in ("organisme", "contact", "financement"):
            grid = content.programme.grids[name]
            assert isinstance(grid, Grid)
            starts |= set(grid.starts)
    seen = {key: shown for key, shown in listed(project, now).items() if key[0] == "organisme"}
    expected = asked("organisme", project, now, tuple(sorted(starts)))
    visible = {key: shown for key, shown in seen.items() if shown[0] != shown[1]}
    assert visible == expected
    assert len(expected) > 100


def test_what_a_text_says_overseas_alone_is_shown_for_those_who_are_there(copy: Copy, project) -> None:
    copy.edit("stories/faq/desinscription.yml", "outre_mer=Francil’IN", "outre_mer=l’équipe de Francil’IN")
    places = {dict(facts).get(FactId.PLACE) for _, facts, _ in listed(project, copy.now())}
    territories = project.programme.territories
    assert places == {code for code, territory in territories.items() if territory.kind != "departement"}
