"""A maintainer and an adviser read for whom and when an answer holds, in words."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.declarations import load_part
from bot.content.loading import load_content
from bot.content.project_files import PROJECT
from bot.maintenance.cases.enumeration import Period
from bot.maintenance.project_declarations import DECLARATIONS
from bot.maintenance.site.phrases import Describer
from bot.maintenance.site.texts import SITE_TEXTS
from rules.errors import ProgrammeError
from tests.support.copies import copy_to, replace_in
from tests.support.tables import each_row

CONTENT = load_content(PROJECT, DECLARATIONS)
TODAY = date(2026, 11, 25)


@pytest.fixture
def french() -> Describer:
    return Describer(CONTENT.programme, CONTENT.texts["fr"], CONTENT.of(SITE_TEXTS)["fr"])


@each_row(
    ("since", "until", "text"),
    [
        (None, "2024-02-29", "Jusqu’à la réforme du printemps 2024"),
        ("2024-03-15", "2024-06-30", "Entre mars 2024 et juin 2024"),
        ("2024-07-15", None, "Depuis juillet 2024"),
        ("2027-07-15", None, "À venir\u00a0: juillet 2027"),
        (None, None, "Sans date"),
    ],
)
def test_period_is_written_in_plain_words(french, since, until, text):
    days = [date.fromisoformat(day) if day else None for day in (since, until)]
    assert french.period(Period(*days), TODAY) == text


@each_row(
    ("before", "after", "problem"),
    [
        ("metropole:", "metropolle:", "la zone « metropolle » n'existe pas"),
        ("le {jour}.", "aujourd'hui.", "« fait » n'a pas les mots entre accolades"),
        ("loupe: Paris et sa petite couronne", "loupe: ''", "« loupe » est vide"),
    ],
)
def test_mistake_in_the_texts_of_the_site_is_reported_in_its_file(tmp_path, before, after, problem):
    copy = copy_to(tmp_path / problem[:6], (PROJECT.programme, PROJECT.faq, PROJECT.answers))
    file = copy.answers / "fr" / "site.yml"
    replace_in(file, before, after)
    with pytest.raises(ProgrammeError) as raised:
        load_part(SITE_TEXTS, copy)
    finding = raised.value.findings[0]
    assert problem in finding.problem
    assert finding.place.file == file
    assert finding.remedy
