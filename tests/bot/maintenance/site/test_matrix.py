"""The matrix says of each territory and training what the assistant says, and from where."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from bot.maintenance.site.matrix import groups, matrix
from nlu.resources import project_programme

PROGRAMME = project_programme()
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def cells():
    return matrix(Answerer(PROGRAMME), "fr", TODAY)


def test_a_cell_has_its_words_its_source_its_review_and_its_row(cells):
    (landes,) = [cell for cell in cells["titre_complet"] if cell.code == "40"]
    assert landes.organisations == ("La Mêlée",)
    assert landes.reply.paragraphs == ("Pour le titre complet dans les Landes, c’est La Mêlée.",)
    assert "Hubikoop" in landes.reply.sources[0]
    assert "Histya" in landes.reply.notices[0]
    assert landes.rows[0].place.file.name == "roles.yml"
    assert landes.rows[0].review_before > TODAY


def test_territories_without_an_organisation_are_the_last_group(cells):
    _, melee, unknown = groups(cells["titre_complet"])
    assert (melee.organisations, melee.codes, melee.known) == (("La Mêlée",), ("40", "64"), True)
    assert (unknown.organisations, unknown.known) == ((), False)
