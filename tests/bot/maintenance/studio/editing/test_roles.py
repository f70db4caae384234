"""« À partir du 1er janvier 2027, dans la Vienne, ce sera… » is one line more in the file of the roles."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.project_files import PROJECT
from bot.maintenance.studio.editing.roles import read_roles, role_form, version_of
from rules.loading import load_programme
from tests.support.tables import each_row

TYPED = {"depuis": "2027-01-01", "ou": "Vienne (86)", "organisme": "histya", "a_la_place_de.ensc": "oui"}


@pytest.fixture(scope="module")
def programme():
    return load_programme(PROJECT.programme)


@each_row(
    ("typed", "field", "problem"),
    [
        ({"depuis": "demain"}, "depuis", "« demain » n'est pas une date"),
        ({"ou": ""}, "ou", "Il manque le lieu"),
        ({"source": "nulle"}, "source", "n'existe pas"),
        ({"organisme": "cap_poitou"}, "organisme", "n'existe pas"),
        ({"organisme": "ensc"}, "a_la_place_de", "Un organisme ne se remplace pas lui-même."),
    ],
)
def test_what_is_lacking_is_told_by_its_field(files, programme, typed, field, problem):
    form = role_form({**TYPED, **typed}, "titre_complet", files, read_roles(files).content, programme)
    assert form.change is None
    assert problem in form.wrong[field]


def test_another_change_meanwhile_gives_the_role_another_version(files, programme):
    roles = read_roles(files).content
    before = version_of(roles.roles["titre_complet"])
    role_form(TYPED, "titre_complet", files, roles, programme).change.edit(files).write()
    now = read_roles(files).content.roles["titre_complet"]
    assert version_of(now) != before
    assert now.qui[-1].depuis == date(2027, 1, 1)
