"""A maintainer changes in the browser what the assistant says: sees what it changes, writes, undoes and proposes it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.bot.maintenance.studio.editing.conftest import CHECKED, git
from tests.support.axe import violations
from tests.support.tables import each_row

TEXT = "modifier/textes/titre/titre_la_melee"
FILE = "stories/answers/fr/titre.yml"


def field(page: Page, label: str, language: str = "") -> object:
    return page.get_by_label(f"{label} {language}".strip(), exact=True)


def look(page: Page) -> None:
    page.get_by_role("button", name="Voir la modification").click()
    expect(page.locator("#resultat")).to_be_visible(timeout=CHECKED)


def write(page: Page) -> None:
    page.get_by_role("button", name="Écrire dans les fichiers").click()
    expect(page.get_by_text("Écrit", exact=True)).to_be_visible(timeout=CHECKED)


def effects(page: Page):
    return page.get_by_role("region", name="Ce que cela change pour les conseillers")


def test_a_text_from_opening_to_proposal(opened, studio):
    page = opened("modifier")
    assert violations(page) == []
    page.get_by_role("link", name="Les textes").click()
    page.get_by_label("Chercher").fill("mêlée")
    page.get_by_label("Chercher").press("Enter")
    assert violations(page) == []
    page.get_by_role("link", name="titre_la_melee", exact=True).click()
    french, english = field(page, "Le texte", "français"), field(page, "Le texte", "anglais")
    expect(english).to_have_value(re.compile("La Mêlée"))
    french.fill("Pour le titre complet {dans}, contactez La Mêlée.")
    look(page)
    preview = page.locator("#resultat")
    expect(preview).to_contain_text("Voici la modification")
    expect(preview.locator("ins")).to_contain_text(["contactez"])
    expect(preview).to_contain_text("Le texte en anglais ne change pas")
    expect(effects(page)).to_contain_text("Landes", timeout=CHECKED)
    assert violations(page) == []
    assert "contactez La Mêlée." not in studio.file(FILE).read_text(encoding="utf-8"), "shown, and not yet written"
    write(page)
    (line,) = [line for line in git(studio.root, "diff", "-U0").splitlines() if line.startswith("+ ")]
    assert line == "+  texte: Pour le titre complet {dans}, contactez La Mêlée."
    page.get_by_role("link", name="proposer", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(FILE)
    page.get_by_role("button", name="Préparer la proposition").click()
    expect(page.get_by_label("Titre de la proposition")).to_have_value(re.compile("titre_la_melee"), timeout=CHECKED)
    expect(page.get_by_label("Ce qui change")).to_have_value(re.compile("Landes"))
    assert violations(page) == []
    page.get_by_label("Titre de la proposition").fill("Contacter La Mêlée")
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_text("Proposé", exact=True)).to_be_visible(timeout=CHECKED)
    message = git(studio.root, "log", "-1", "--format=%D%n%B")
    assert re.match(
        r"HEAD -> proposition/.*-contacter-la-melee\nContacter La Mêlée\n\nDepuis HEAD : .* change", message
    )
    assert git(studio.root, "show", "main:" + FILE).count("contactez La Mêlée.") == 0


def test_an_error_stands_by_its_field_with_its_line_and_what_was_typed_stays(opened, studio):
    page = opened(TEXT)
    before = studio.file(FILE).read_bytes()
    field(page, "Le texte", "français").fill("Pour le titre complet {dan}, c'est La Mêlée.")
    look(page)
    expect(page.get_by_role("alert").first).to_contain_text("à corriger")
    group = page.get_by_role("group", name="Le texte")
    expect(group).to_contain_text("« {dan} »")
    expect(group.locator(".excerpt .meant")).to_contain_text("texte: Pour le titre complet {dan}")
    expect(field(page, "Le texte", "français")).to_have_value("Pour le titre complet {dan}, c'est La Mêlée.")
    expect(page.get_by_role("button", name="Écrire dans les fichiers")).to_have_count(0)
    assert studio.file(FILE).read_bytes() == before
    assert violations(page) == []


def test_two_tabs_lose_nothing_of_each_other(opened, studio):
    first, second = opened(TEXT), opened(TEXT)
    field(first, "Le texte", "français").fill("Voyez La Mêlée {dans}.")
    look(first)
    field(second, "Le texte", "français").fill("Écrivez à La Mêlée {dans}.")
    look(second)
    write(first)
    second.get_by_role("button", name="Écrire dans les fichiers").click()
    expect(second.get_by_role("alert")).to_contain_text("a changé pendant que vous écriviez")
    expect(field(second, "Le texte", "français")).to_have_value("Écrivez à La Mêlée {dans}.")
    expect(second.get_by_role("group", name="Le texte").locator(".now")).to_contain_text("Voyez La Mêlée {dans}.")
    assert violations(second) == []
    assert "Voyez La Mêlée {dans}." in studio.file(FILE).read_text(encoding="utf-8")
    look(second)
    write(second)
    assert "Écrivez à La Mêlée {dans}." in studio.file(FILE).read_text(encoding="utf-8")


def test_what_was_typed_after_the_look_is_looked_at_first(opened, studio):
    page = opened(TEXT)
    field(page, "Le texte", "français").fill("Voyez La Mêlée {dans}.")
    look(page)
    field(page, "Le texte", "français").fill("Voyez plutôt La Mêlée {dans}.")
    page.get_by_role("button", name="Écrire dans les fichiers").click()
    expect(page.locator("#resultat")).to_contain_text("plutôt", timeout=CHECKED)
    assert git(studio.root, "status", "--porcelain") == ""


def test_by_keyboard_alone(opened, studio):
    page = opened(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field(page, "Le texte", "français").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Voyez La Mêlée {dans}.")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Voir la modification":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#resultat")).to_be_focused(timeout=CHECKED)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Écrire dans les fichiers":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Écrit", exact=True)).to_be_visible(timeout=CHECKED)
    assert "Voyez La Mêlée" in studio.file(FILE).read_text(encoding="utf-8")


@each_row("address", ["modifier", TEXT, "modifier/lexique", "nouveau/faq", "proposer", "roles"])
def test_nothing_is_cut_on_a_telephone(pages, studio, address):
    page = pages(studio.url + address, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@each_row(
    "address",
    [
        "modifier/nulle/part",
        "modifier/textes/titre/nulle_part",
        "modifier/textes/..%2F..%2F..%2Fetc/passwd",
        "modifier/faq/..%2F..%2Frules%2Fprogramme%2Fsources",
        "nouveau/faq/entree?nom=..%2Fx&titre=x",
        "nouveau/lexique",
    ],
)
def test_nothing_but_the_maintainers_files_is_shown(opened, address):
    page = opened(address)
    expect(page.get_by_role("textbox", name="Le texte")).to_have_count(0)
    assert "root:" not in page.content()
