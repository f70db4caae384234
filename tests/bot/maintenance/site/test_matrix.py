"""The matrix says of each territory and training what the assistant says, and from where."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.maintenance.site.matrix import groups, matrix
from nlu.resources import project_programme
from rules.matrix import courses

PROGRAMME = project_programme()
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def cells():
    return matrix(Answerer(PROGRAMME), "fr", TODAY)


def test_every_territory_has_a_cell_for_every_training(cells):
    assert tuple(cells) == courses(PROGRAMME)
    for course in cells:
        assert [cell.code for cell in cells[course]] == list(PROGRAMME.territories)


def test_a_cell_has_its_words_its_source_its_review_and_its_row(cells):
    (landes,) = [cell for cell in cells["titre_complet"] if cell.code == "40"]
    assert landes.organisations == ("La Mêlée",)
    assert landes.reply.paragraphs == ("Pour le titre complet dans les Landes, c’est La Mêlée.",)
    assert "Hubikoop" in landes.reply.sources[0]
    assert "Histya" in landes.reply.notices[0]
    assert landes.rows[0].place.file.name == "roles.yml"
    assert landes.rows[0].review_before > TODAY


def test_territories_without_an_organisation_are_the_last_group(cells):
    found = groups(cells["titre_complet"])
    assert [(group.organisations, group.known) for group in found] == [
        (("ENSC",), True),
        (("La Mêlée",), True),
        ((), False),
    ]
    assert found[1].codes == ("40", "64")


def test_the_matrix_of_an_earlier_day_is_of_that_day():
    earlier = matrix(Answerer(PROGRAMME), "en", date(2024, 6, 30))
    (landes,) = [cell for cell in earlier["modules"] if cell.code == "40"]
    assert landes.organisations == ("La Mednum", "Hubikoop")


def test_a_promoted_source_changes_the_cells_of_its_territories_alone(cells, promoted):
    after = matrix(Answerer(promoted.programme, promoted.texts), "fr", TODAY)

    def changed(course: str) -> set[str]:
        pairs = zip(cells[course], after[course], strict=True)
        return {cell.code for cell, other in pairs if cell.reply.paragraphs != other.reply.paragraphs}

    assert changed("ccp1") == PROGRAMME.zones["outre_mer"]
    assert changed("modules") == changed("aidants_connect") == set()
    # The same source names Histya for the full title, everywhere.
    assert changed("titre_complet") == set(PROGRAMME.territories)
