"""The other tabs: what an edit changes for advisers, the questions that wait, who is named where, and what comes."""

from __future__ import annotations

import json
import subprocess

import pytest
from playwright.sync_api import expect

from bot.content.project_files import ProjectFiles
from bot.maintenance.studio.inbox_panel import Mailbox, NoMailboxError
from bot.process.settings import Settings
from tests.bot.maintenance.studio.studio import Studio
from tests.support.axe import violations
from tests.support.clone import Clone

SITE_IS_MADE = 300_000
"""Milliseconds: the whole site is made before its first page is shown, beside other tests."""

_KEYS = ("kind", "text", "language", "question", "outcome", "reason", "intents", "count", "last")
_INTENTS = [["format", 0.3], ["places", 0.2]]
_RATED = ("badly_rated", "et pour finir mon titre ailleurs ?", None, "organisme", "titre_ensc", "fausse", [], 1)
WAITING = [
    dict(zip(_KEYS, (*question, f"2026-11-{day}T00:00:00+00:00"), strict=True))
    for day, question in (
        (20, ("not_understood", "ya une cantine ?", "fr", "nlu_fallback", None, None, _INTENTS, 3)),
        (19, _RATED),
        (18, ("no_rule", "combien coûte un module, en vrai ?", "fr", "prix", None, None, [["prix", 0.9]], 7)),
        (21, ("badly_rated", "", None, "format", "format_modules", "fausse", [], 1)),
    )
]


@pytest.fixture(scope="module")
def studio(tmp_path_factory, models):
    """A studio on a clone, with an inbox that was exported."""
    clone = Clone(tmp_path_factory.mktemp("clone"))
    for command in ("init -q", "add nlu rules stories", "-c user.name=a -c user.email=a@b.fr commit -qm début"):
        subprocess.run(["git", *command.split()], cwd=clone.root, check=True)  # noqa: S607
    (clone.root / "boite.json").write_text(json.dumps(WAITING), encoding="utf-8")
    running = Studio(clone, models, "--boite", "boite.json")
    yield running
    running.kill()


def test_the_change_for_advisers_is_compared_with_the_last_revision(page, edit):
    edit(
        "rules/programme/roles.yml",
        "organisme-titre: {reponse: titre_la_melee}",
        "organisme-titre: {reponse: titre_la_melee, liens: []}",
    )
    page.open("Ce qui change")
    page.panel.get_by_role("button", name="Comparer").click()
    expect(page.panel).to_contain_text("Landes (40) et Pyrénées-Atlantiques (64)", timeout=SITE_IS_MADE)
    expect(page.panel.locator("del").first).to_contain_text("La Mêlée : le site")
    assert violations(page.page) == []


def test_open_questions_are_shown_with_their_intent_and_what_is_never_answered_folded_away(page):
    page.open("Boîte de réception")
    waiting = page.panel.get_by_role("region", name="ya une cantine ?")
    expect(waiting).to_contain_text("pas comprise")
    expect(waiting).to_contain_text("3 fois")
    expect(waiting).to_contain_text("La durée et le format format 30,0 %")
    opinion = page.panel.get_by_role("region", name="La réponse « format_modules », sans un mot")
    expect(opinion).to_contain_text("fausse")
    expect(page.panel.get_by_role("button", name="Retirer de la boîte")).to_have_count(0)
    muted = page.panel.get_by_role("group").filter(has_text="En sourdine (1)")
    expect(muted.get_by_text("en vrai")).to_be_hidden()
    muted.locator("summary").click()
    expect(muted.get_by_text("combien coûte un module, en vrai ?")).to_be_visible()
    assert violations(page.page) == []


def canteen(page):
    page.open("Boîte de réception")
    return page.panel.get_by_role("region", name="ya une cantine ?")


def test_a_group_becomes_an_example_once_the_change_is_seen_or_a_new_question_with_its_sentences(page, studio):
    waiting = canteen(page)
    waiting.get_by_label("Exemple de").fill("format")
    waiting.get_by_role("button", name="Voir la modification").click()
    expect(page.panel.locator("pre")).to_contain_text("+  - ya une cantine ?")
    assert "cantine" not in studio.file("nlu/examples/format.yml").read_text(encoding="utf-8")
    waiting.get_by_text("En faire une nouvelle question").click()
    waiting.get_by_label("Nom du fichier").fill("cantine")
    waiting.get_by_label("Titre").fill("La cantine")
    waiting.get_by_role("button", name="Commencer").click()
    expect(waiting).to_contain_text("Commencée avec 1 phrase du groupe")
    begun = studio.file("stories/faq/cantine.yml")
    try:
        assert '  - "ya une cantine ?"' in begun.read_text(encoding="utf-8")
    finally:
        begun.unlink()


def test_a_conversation_is_kept_only_if_its_person_agreed(page):
    page.open("Boîte de réception")
    page.panel.get_by_text("Coller une conversation").click()
    page.panel.get_by_label("La conversation").fill("> et pour finir mon titre ailleurs ?\nC'est ENSC.")
    page.panel.get_by_label("Nom du dialogue").fill("finir ailleurs")
    page.panel.get_by_role("button", name="Voir le dialogue").click()
    expect(page.page.get_by_role("alert").filter(has_text="accepté")).to_contain_text("cocher la case")
    page.panel.get_by_label("la personne a accepté").check()
    page.panel.get_by_role("button", name="Voir le dialogue").click()
    expect(page.panel.locator("pre")).to_contain_text('+- dialogue: "finir ailleurs"')
    assert violations(page.page) == []


def test_what_comes_and_what_is_to_be_reviewed_are_on_one_page(page, edit):
    edit(
        "rules/programme/tables/organisme.yml",
        "  quand: {parcours: referent}\n",
        "  quand: {parcours: referent}\n  relu: 2020-01-01\n  a_relire_avant: 2020-06-01\n",
    )
    page.open("Dates")
    expect(page.panel).to_contain_text("1er juin 2020 : « organisme-referent »")
    expect(page.panel).to_contain_text("Rien ne change : aucune date à venir n’est écrite.")
    page.panel.get_by_text("Prochaines relectures").click()
    expect(page.panel).to_contain_text("lignes")
    assert violations(page.page) == []


def test_the_matrix_names_who_is_named_where_and_by_which_row(page):
    page.open("Couverture")
    landes = page.panel.get_by_role("row", name="Landes 40")
    expect(landes).to_contain_text("La Mêlée")
    expect(landes).to_contain_text("organisme-titre-la-melee")
    page.panel.get_by_label("Au jour du").fill("2024-02-15")
    page.panel.get_by_role("button", name="Voir").click()
    expect(landes).to_contain_text("organisme-titre-premiere-vague")
    landes.get_by_role("button", name="Landes").click()
    expect(page.turns.last).to_contain_text("quel organisme dans les Landes ?")
    assert violations(page.page) == []


def test_the_site_of_all_answers_is_made_from_what_is_in_service(page, studio, edit):
    edit("stories/answers/fr/titre.yml", "c'est La Mêlée.", "adressez-vous à La Mêlée.")
    page.ask("quel organisme pour le titre complet dans les Landes ?")
    expect(page.turns.last).to_contain_text("adressez-vous à La Mêlée")
    other = page.page.context.new_page()
    other.goto(f"{studio.url}site/fr/departements/40.html", timeout=SITE_IS_MADE)
    expect(other.get_by_role("main")).to_contain_text("adressez-vous à La Mêlée")
    assert other.goto(f"{studio.url}site/../log").status == 404


def test_missing_inbox_is_explained(tmp_path):
    with pytest.raises(NoMailboxError, match="aiguilleur inbox export"):
        Mailbox(ProjectFiles(tmp_path), Settings(data=tmp_path), None).read()
