"""The page and the comment of `aiguilleur diff`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.content.loading import Content
from bot.maintenance.diff.entity_changes import EntityChange
from bot.maintenance.diff.intent_changes import Hint, IntentChange
from bot.maintenance.diff.page_report import LONGEST_COMMENT, comment, page
from bot.maintenance.diff.report import Report, UnderstandingChanges
from bot.maintenance.diff.sentences import ComparedSentence
from bot.maintenance.diff.terminal_report import EXPLANATIONS_ALONE
from tests.bot.maintenance.diff.conftest import Copy, promote
from tests.bot.maintenance.diff.test_text_changes import FAQ
from tests.support.axe import violations
from tests.support.copies import copy_to

SENTENCE = ComparedSentence("c'est <b>long</b> ?", "format", "fr", Path("format.yml"), 3)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, project: Content) -> Report:
    """A report in which something of every kind changes."""
    promoted = promote(Copy(copy_to(tmp_path_factory.mktemp("copy")), project))
    promoted.write("stories/faq/parking.yml", FAQ)
    promoted.edit("stories/hubs/exemple.yml", "nom: Hub Exemple", "nom: Hub <Essai>")
    promoted.edit("rules/programme/tables/hub.yml", 'section: "', 'section: "Le rôle des hubs : ')
    promoted.edit("stories/answers/fr/questions.yml", "Qui paie la formation", "Qui paie_ra *tout*")
    found = promoted.changes()
    hints = Hint("format", "La durée", 0.8, sure=True), Hint("prix", "Le prix", 0.3, sure=False)
    change = IntentChange(SENTENCE, *hints, "worse")
    understanding = UnderstandingChanges((EntityChange(SENTENCE, "rien", "territoire : Landes"),), (change,), 2, 1)
    return replace(found, understanding=understanding)


def test_the_page_is_read_by_everybody_escaped_and_fetches_nothing(report: Report, browser: Browser) -> None:
    fetched: list[str] = []
    shown = browser.new_page(viewport={"width": 320, "height": 640})
    shown.on("request", lambda request: fetched.append(request.url))
    shown.set_content(page(report))
    assert fetched == []
    assert shown.locator("script, link, img, iframe").count() == 0
    assert shown.evaluate("document.documentElement.scrollWidth") <= 320
    assert shown.get_by_text("Hub <Essai>").count()
    assert shown.get_by_text("c'est <b>long</b> ?").count() == 2
    for details in shown.locator("summary").all():
        details.click()
    assert violations(shown) == []


def test_the_page_shows_every_kind_of_change(report: Report) -> None:
    text = page(report)
    titles = ("Les réponses", "Questions nouvelles", "Autres textes", "Phrases comprises autrement", EXPLANATIONS_ALONE)
    for title in titles:
        assert f"<h2>{title}</h2>" in text
    assert "2 phrases de contrôle changent, dont 1 moins bien" in text


def test_a_comment_keeps_signs_of_markdown_as_they_are(report: Report) -> None:
    assert "\\*tout\\*" in comment(report)
    assert "c'est <b>" not in comment(report)


def test_a_comment_that_would_be_too_long_says_what_is_left_out(report: Report) -> None:
    many = Report("HEAD", report.answers * 60, (), (), (), None)
    text = comment(many)
    assert len(text) <= LONGEST_COMMENT
    assert "ne tiennent pas dans ce commentaire" in text
