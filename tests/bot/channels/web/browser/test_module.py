"""A site that is built imports the window from a module (deploy/integrations/npm)."""

from __future__ import annotations

import html
import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.bot.channels.web.browser.widget import ANSWER, Widget
from tests.support.server import ROOT

PACKAGE = ROOT / "deploy" / "integrations" / "npm"
MOUNT = "(options) => import('/aiguilleur.js').then(({ mount }) => mount(options)).then(() => true)"


@pytest.fixture
def built(pages, site):
    """The page of a site that has the module."""
    site.policy = f"{site.policy.replace('script-src', 'script-src ' + site.url)}".replace(
        "require-trusted-types-for 'script'; ", ""
    )
    page = pages("about:blank")
    module = (PACKAGE / "index.js").read_text(encoding="utf-8")
    page.route("**/aiguilleur.js", lambda route: route.fulfill(body=module, content_type="text/javascript"))
    page.goto(f"{site.url}/page")
    return page


def test_the_window_is_mounted_changed_and_taken_away(built, server):
    assert built.evaluate(MOUNT, {"host": f"{server.url}/", "hub": "exemple", "position": "left"})
    widget = Widget(built)
    widget.converse()
    assert built.evaluate(MOUNT, {"host": server.url, "theme": "dsfr"})
    expect(widget.element).to_have_count(1)
    expect(widget.element).to_have_attribute("data-theme", "dsfr")
    expect(widget.element).to_have_attribute("data-position", "left")
    expect(widget.answers(ANSWER)).to_be_visible()
    built.evaluate("import('/aiguilleur.js').then(({ destroy }) => destroy())")
    expect(widget.element).to_have_count(0)
    assert built.locator("script").count() == 1
    assert built.console_lines == []


def test_a_version_is_pinned_with_its_digest_and_another_content_is_refused(built, server):
    page = html.unescape(httpx.get(f"{server.url}/verifier?site=exemple.fr").text)
    (version, integrity), *_ = re.findall(r'/widget/(\w+)/widget\.js" integrity="(sha384-[^"]+)"', page)
    pinned = {"host": server.url, "hub": "exemple", "version": version}
    refused = built.evaluate(f"(options) => ({MOUNT})(options).catch(String)", {**pinned, "integrity": "sha384-AAAA"})
    assert "was not loaded" in refused
    assert built.evaluate(MOUNT, {**pinned, "integrity": integrity})
    expect(Widget(built).launcher).to_be_visible()


def test_the_types_name_every_call_and_option_that_there_is():
    types = (PACKAGE / "index.d.ts").read_text(encoding="utf-8")
    table = (ROOT / "docs" / "integrer.md").read_text(encoding="utf-8")
    options = set(re.findall(r"^\| `data-(\w+)`", table, re.MULTILINE))
    assert options - {"mount"} == set(
        re.findall(r"^  (\w+)\?:", types.partition("export interface Source")[0], re.MULTILINE)
    )
    calls = set(re.findall(r"^    (?:await |const stop = )?Aiguilleur\.(\w+)\(", table, re.MULTILINE))
    assert calls <= set(re.findall(r"^  (\w+)\(", types, re.MULTILINE))
