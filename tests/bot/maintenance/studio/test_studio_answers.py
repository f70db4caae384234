"""In the studio a maintainer asks what an adviser would ask, and sees what is behind the answer."""

from __future__ import annotations

from playwright.sync_api import expect

LANDES = "quel organisme pour le titre complet dans les Landes ?"


def line_of(studio, file, words):
    """The place of a line, as the studio names it."""
    lines = studio.file(file).read_text(encoding="utf-8").splitlines()
    return f"{file}:{next(number for number, line in enumerate(lines, 1) if words in line)}"


def test_a_question_is_answered_as_advisers_are_with_what_was_understood_and_the_rows_beside(page, studio):
    page.ask(LANDES)
    expect(page.turns.last).to_contain_text("Pour le titre complet dans les Landes, c’est La Mêlée.")
    shown = page.understood
    expect(shown).to_contain_text("Landes (40) dans ce message")
    table = "rules/programme/tables/organisme.yml"
    for place in (
        line_of(studio, "rules/programme/roles.yml", "- organisme: la_melee"),
        line_of(studio, "stories/answers/fr/titre.yml", "titre_la_melee:"),
        line_of(studio, table, "- id: organisme-titre-national"),
    ):
        expect(shown.get_by_text(place, exact=True).first).to_be_visible()
    page.understood.get_by_text("Lignes essayées").first.click()
    rows = page.understood.get_by_role("region", name="Lignes essayées").first.get_by_role("row")
    expect(rows.filter(has_text="organisme-titre-la-melee")).to_contain_text("tient")
    expect(rows.filter(has_text="organisme-titre-premiere-vague")).to_contain_text(
        "ses dates : jusqu’au 29 février 2024"
    )


def test_earlier_state_of_the_conversation_is_shown_apart(page):
    page.ask(LANDES)
    page.ask("et qui paie les modules ?")
    expect(page.understood).to_contain_text("Landes (40) déjà connu")
    page.page.get_by_role("button", name="Recommencer").click()
    page.ask("et qui paie les modules ?")
    expect(page.turns).to_have_count(1)
    expect(page.understood).not_to_contain_text("Landes")


def test_questions_sent_in_haste_are_asked_once_each_in_one_conversation(page):
    page.field.fill(LANDES)
    page.field.evaluate("field => [1, 2].forEach(() => field.form.requestSubmit())")
    expect(page.turns).to_have_count(1)
    expect(page.turns.last).to_contain_text("Réponse")
    page.page.get_by_role("button", name="Recommencer").click()
    page.field.evaluate(
        "(field, asked) => asked.forEach((text) => { field.value = text; field.form.requestSubmit(); })",
        [LANDES, "et qui paie les modules ?"],
    )
    expect(page.turns).to_have_count(2)
    expect(page.understood).to_contain_text("Landes (40) déjà connu")


def test_one_can_ask_as_on_another_day_and_from_the_site_of_a_hub(page):
    page.page.get_by_text("Comme si…").click()
    page.page.get_by_label("on était le").fill("2024-02-15")
    page.page.get_by_label("on venait du site de").select_option("nouvelle-aquitaine")
    page.ask("quel organisme pour les modules ?")
    expect(page.turns.last.locator(".mine")).to_contain_text("au 15 février 2024")
    expect(page.understood).to_contain_text("15 février 2024")
    expect(page.understood).to_contain_text("Nouvelle-Aquitaine")
    expect(page.understood).to_contain_text("organisme-modules-premiere-vague")


def test_nothing_that_is_asked_is_kept_on_the_disk(page, studio):
    asked = "et pour Zorglub de Champignac ?"
    page.ask(asked)
    files = [path for path in (studio.root / "var").rglob("*") if path.is_file() and path.suffix != ".gz"]
    assert not any(b"Zorglub" in path.read_bytes() for path in files)
    assert not list((studio.root / "var").glob("*.db*"))
