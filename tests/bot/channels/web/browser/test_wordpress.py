"""A hub whose site is a WordPress installs the plugin, names the server and its hub, and has the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.bot.channels.web.browser.widget import ANSWER, Widget
from tests.support.axe import SCHEMES, violations
from tests.support.wordpress import PASSWORD, USER, WordPress


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    site = WordPress(tmp_path_factory.mktemp("wordpress"))
    yield site
    site.stop()


def settings(page: Page, wordpress: WordPress) -> None:
    """The plugin's page of settings, once logged in."""
    page.goto(f"{wordpress.url}/wp-login.php")
    page.locator("#user_login").fill(USER)
    page.locator("#user_pass").fill(PASSWORD)
    page.locator("#wp-submit").click()
    page.goto(f"{wordpress.url}/wp-admin/options-general.php?page=aiguilleur")


@pytest.mark.thorough
def test_the_plugin_puts_the_window_on_every_page_or_where_an_editor_writes_so(pages, wordpress, server):
    visitor = pages(wordpress.url)
    expect(Widget(visitor).element).to_have_count(0)

    page = pages("about:blank")
    settings(page, wordpress)
    page.get_by_label("Le serveur").fill("bot.exemple.fr/widget.js")
    page.get_by_label("Le hub").fill('"><script>alert(1)</script>')
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("L’adresse du serveur n’est pas enregistrée")).to_be_visible()
    expect(page.get_by_text("Le hub n’est pas enregistré")).to_be_visible()
    page.get_by_label("Le serveur").fill(f"{server.url}/")
    page.get_by_label("Le hub").fill("exemple")
    page.get_by_label("Le thème").select_option("Celui des sites de l’État (DSFR)")
    page.get_by_label("La place").select_option("À gauche")
    page.get_by_role("button", name="Enregistrer").click()
    assert wordpress.option() == {
        "server": server.url, "hub": "exemple", "theme": "dsfr", "position": "left", "pages": "all",
    }  # fmt: skip
    expect(page.get_by_role("link", name="Ce site est-il permis ?")).to_be_visible()
    assert [found for found in violations(page, SCHEMES[:1]) if "aiguilleur" in found] == []

    visitor.reload()
    widget = Widget(visitor)
    expect(widget.element).to_have_attribute("data-theme", "dsfr")
    expect(widget.element).to_have_attribute("data-position", "left")
    widget.converse()
    assert [line for line in visitor.console_lines if "Aiguilleur" in line] == []

    address = wordpress.publish('[aiguilleur departement="16" question="Qui paie ?"][aiguilleur]')
    inside = Widget(pages(address))
    expect(inside.page.locator("#aiguilleur aiguilleur-assistant")).to_be_visible()
    expect(inside.element).to_have_count(1)
    expect(inside.button("Qui paie ?")).to_be_visible()
    inside.ask("quel organisme pour le titre complet ?")
    expect(inside.answers(ANSWER)).to_be_visible()

    quoted = pages(wordpress.publish("[aiguilleur question='Qui \" onload=\"alert(1)']"))
    script = quoted.locator("#aiguilleur ~ script").first
    expect(script).to_have_attribute("data-question", 'Qui " onload="alert(1)')
    assert script.get_attribute("onload") is None

    settings(page, wordpress)
    page.get_by_label("Les pages").select_option("Seulement là où j’écris [aiguilleur]")
    page.get_by_role("button", name="Enregistrer").click()
    visitor.reload()
    expect(widget.element).to_have_count(0)
    wordpress.remove_plugin()
    assert wordpress.option() is False
