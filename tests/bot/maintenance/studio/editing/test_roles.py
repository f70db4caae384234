"""« À partir du 1er janvier 2027, dans la Vienne, ce sera… » is one line more in the file of the roles."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.project_files import PROJECT
from bot.maintenance.new.scaffold import READ_AGAIN_AFTER
from bot.maintenance.studio.editing.roles import read_roles, role_form, version_of
from rules.engine import decide
from rules.loading import ROLES, load_programme
from tests.support.copies import copy_to

TYPED = {"depuis": "2027-01-01", "ou": "Vienne (86)", "organisme": "histya", "a_la_place_de.ensc": "oui"}


@pytest.fixture(scope="module")
def programme():
    return load_programme(PROJECT.programme)


@pytest.fixture
def files(tmp_path):
    return copy_to(tmp_path, [PROJECT.programme])


def line(files, programme, **typed) -> list[str]:
    """The lines that a change adds; it takes none away."""
    roles = read_roles(files).content
    form = role_form({**TYPED, **typed}, "titre_complet", files, roles, programme)
    assert form.wrong == {}
    edit = form.change.edit(files)
    assert [line for line in edit.before.splitlines() if line not in edit.after.splitlines()] == []
    return [line.strip() for line in edit.after.splitlines() if line not in edit.before.splitlines()]


def test_a_department_passes_to_another_organisation_from_a_day_on(files, programme):
    assert line(files, programme) == [
        "- {organisme: histya, ou: '86', depuis: 2027-01-01, a_la_place_de: [ensc]}",
    ]


def test_several_places_are_a_list_and_a_source_is_named_with_the_day_it_was_read(files, programme):
    today = date.today()
    places = "landes, Bretagne, outre_mer (zone)"
    (added,) = line(files, programme, ou=places, source="hubikoop-2024", section="Le titre")
    assert added == (
        "- {organisme: histya, ou: ['40', Bretagne, outre_mer], depuis: 2027-01-01, a_la_place_de: [ensc], "
        f"source: hubikoop-2024, section: Le titre, relu: {today}, a_relire_avant: {today + READ_AGAIN_AFTER}}}"
    )


def test_the_line_stands_after_the_last_one_of_its_role_and_its_note(files, programme):
    path = files.programme / ROLES
    path.write_text(
        path.read_text(encoding="utf-8").replace("  # Nommés par La Mednum", "    # la fin\n\n  # Nommés"), "utf-8"
    )
    roles = read_roles(files).content
    edit = role_form(TYPED, "titre_complet", files, roles, programme).change.edit(files)
    before, _, after = edit.after.partition("- {organisme: histya")
    assert before.rstrip().endswith("acteur-titre: {reponse: acteur_la_melee}")
    assert after.partition("\n")[2].strip().startswith("# la fin")


def test_what_it_means_is_read_by_the_programme(files, programme):
    roles = read_roles(files).content
    change = role_form({**TYPED, "organisme": "la_melee"}, "titre_complet", files, roles, programme).change
    change.edit(files).write()
    facts = {"territoire": "86", "parcours": "titre_complet"}
    after = load_programme(files.programme)
    days = (date(2026, 12, 31), date(2027, 1, 1))
    held = [decide(after, "organisme", facts, on=day).organisations[0].id for day in days]
    assert held == ["ensc", "la_melee"]


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("depuis", "demain", "« demain » n'est pas une date"),
        ("ou", "", "Il manque le lieu"),
        ("ou", "Vianne", "Le lieu « Vianne » n'existe pas : vouliez-vous écrire « Vienne » ?"),
        ("organisme", "cap_poitou", "n'existe pas"),
        ("source", "nulle", "n'existe pas"),
    ],
)
def test_what_is_lacking_is_told_by_its_field(files, programme, field, typed, problem):
    form = role_form({**TYPED, field: typed}, "titre_complet", files, read_roles(files).content, programme)
    assert form.change is None
    assert problem in form.wrong[field]


def test_an_organisation_does_not_replace_itself(files, programme):
    form = role_form({**TYPED, "organisme": "ensc"}, "titre_complet", files, read_roles(files).content, programme)
    assert form.wrong == {"a_la_place_de": "Un organisme ne se remplace pas lui-même."}


def test_roles_that_cannot_be_read_are_none(tmp_path):
    assert read_roles(copy_to(tmp_path, [PROJECT.programme / "sources.yml"])) is None


def test_another_change_meanwhile_gives_the_role_another_version(files, programme):
    roles = read_roles(files).content
    before = version_of(roles.roles["titre_complet"])
    role_form(TYPED, "titre_complet", files, roles, programme).change.edit(files).write()
    now = read_roles(files).content.roles["titre_complet"]
    assert version_of(now) != before
    assert now.qui[-1].depuis == date(2027, 1, 1)
