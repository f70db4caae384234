"""In the browser: « à partir du 1er janvier 2027, dans la Vienne, ce sera… »."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.bot.maintenance.studio.editing.conftest import CHECKED, git
from tests.bot.maintenance.studio.editing.test_editing_in_a_browser import look, write
from tests.bot.maintenance.studio.studio import StudioPage
from tests.support.axe import violations


def test_a_department_passes_to_another_organisation_once_its_name_is_right(opened, studio, page):
    assert isinstance(page, StudioPage), "it answers: the names of places and organisations are known"
    shown = opened("roles")
    assert violations(shown) == []
    shown.get_by_role("link", name="Prépare au titre REMN complet").click()
    shown.get_by_label("À partir du").fill("2027-01-01")
    shown.get_by_label("dans", exact=True).fill("Vianne")
    shown.get_by_label("ce sera").select_option("La Mêlée")
    shown.get_by_role("button", name="Voir la modification").click()
    expect(shown.get_by_text("Le lieu « Vianne » n'existe pas : vouliez-vous écrire « Vienne » ?")).to_be_visible()
    expect(shown.get_by_label("À partir du")).to_have_value("2027-01-01")
    expect(shown.get_by_label("dans", exact=True)).to_have_attribute("aria-invalid", "true")
    assert violations(shown) == []
    shown.get_by_label("dans", exact=True).fill("Vienne (86)")
    shown.get_by_label("Espace Numérique Sud-Charente (ENSC)").check()
    look(shown)
    sentence = (
        "À partir du 1er janvier 2027, dans la Vienne, La Mêlée prépare au titre REMN complet, à la place d’Espace"
    )
    expect(shown.get_by_role("main")).to_contain_text(sentence)
    assert violations(shown) == []
    write(shown)
    added = [line for line in git(studio.root, "diff", "-U0").splitlines() if line.startswith("+ ")]
    assert added == ["+    - {organisme: la_melee, ou: '86', depuis: 2027-01-01, a_la_place_de: [ensc]}"]
    expect(shown.get_by_role("row", name="La Mêlée").last).to_contain_text("1er janvier 2027")
    shown.get_by_role("button", name="Annuler cette modification").click()
    expect(shown.get_by_text("annulée")).to_be_visible(timeout=CHECKED)
    assert git(studio.root, "diff") == ""
