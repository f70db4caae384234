"""An edit of a file is answered with at once; a mistake is reported, and the last good files stay in service."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LANDES = "quel organisme pour le titre complet dans les Landes ?"
TEXTS = "stories/answers/fr/titre.yml"


def test_a_text_that_is_edited_is_shown_with_what_changed(page, edit):
    page.ask(LANDES)
    edit(TEXTS, "c'est La Mêlée.", "adressez-vous à La Mêlée.")
    expect(page.changes().locator("ins")).to_have_text("adressez-vous à")
    expect(page.changes().locator("del")).to_have_text("c’est")
    expect(page.turns.last).to_contain_text("Pour le titre complet dans les Landes, adressez-vous à La Mêlée.")
    expect(page.announced).to_contain_text(f"Réponses changées : {LANDES}")
    expect(page.turns).to_have_count(1)


def test_mistake_is_reported_while_the_last_valid_text_answers(page, edit, studio):
    page.ask(LANDES)
    before = studio.file(TEXTS).read_text(encoding="utf-8")
    edit(TEXTS, "\ntitre_la_melee:\n", "\ntitre_la_melee\n")
    expect(page.state).to_contain_text("1 erreur")
    expect(page.announced).to_contain_text("1 erreur dans les fichiers")
    page.open("Fichiers")
    expect(page.files).to_contain_text(TEXTS)
    expect(page.files).to_contain_text("cette ligne n'est ni une clé")
    expect(page.files).to_contain_text("À faire")
    page.page.get_by_role("button", name="Recommencer").click()
    page.ask(LANDES)
    expect(page.turns.last).to_contain_text("Pour le titre complet dans les Landes, c’est La Mêlée.")
    studio.file(TEXTS).write_text(before, encoding="utf-8")
    expect(page.state).to_contain_text("Fichiers corrects")
    expect(page.files).not_to_contain_text("Erreur")


@pytest.mark.parametrize("name", ["stories/answers/fr/brouillon.yml", "rules/programme/tables/brouillon.yml"])
def test_a_new_file_is_seen_and_so_is_that_it_went(page, studio, name):
    studio.file(name).write_text("pas encore : [", encoding="utf-8")
    try:
        expect(page.state).to_contain_text("erreur")
    finally:
        studio.file(name).unlink()
    expect(page.state).to_contain_text("Fichiers corrects")
