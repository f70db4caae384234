"""A dated change of who runs what is one line, in the place that it belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.project_files import ProjectFiles
from bot.maintenance.role_changes import RoleNames
from rules.errors import ProgrammeError

DAY = date(2027, 1, 1)


def test_several_places_are_a_list_and_zones_need_no_quotes(files: ProjectFiles) -> None:
    names = RoleNames(files)
    places = names.places("86, Charente, Bretagne, Provence-Alpes-Côte d'Azur, outre_mer")
    assert places == ("86", "16", "Bretagne", "Provence-Alpes-Côte d'Azur", "outre_mer")
    edit = names.change("titre_complet", "fabrik", places, DAY, "centre-aide").edit(files)
    assert "ou: ['86', '16', Bretagne, Provence-Alpes-Côte d'Azur, outre_mer], " in edit.after


def test_who_is_replaced_is_everybody_who_has_the_role_there_on_that_day(files: ProjectFiles) -> None:
    names = RoleNames(files)
    edit = names.change("titre_complet", "fabrik", ("86", "40"), DAY, "centre-aide").edit(files)
    assert "a_la_place_de: [ensc, la_melee]" in edit.after
    edit.write()
    later = RoleNames(files)
    assert later.holders("titre_complet", ("86",), DAY) == ["fabrik"]
    assert later.holders("titre_complet", ("86",), date(2026, 12, 31)) == ["ensc"]
    assert later.holders("titre_complet", ("971",), DAY) == []
    with pytest.raises(ProgrammeError, match="« fabrik » a déjà ce rôle"):
        later.change("titre_complet", "fabrik", ("86",), DAY, "centre-aide")
    after = later.change("titre_complet", "fabrik", ("971",), DAY, "centre-aide").edit(files).after
    assert "{organisme: fabrik, ou: '971', depuis: 2027-01-01, source: centre-aide, " in after
