"""A maintainer who errs in the words of the site is told where and what to do."""

from __future__ import annotations

import pytest

from bot.content.declarations import load_part
from bot.content.project_files import PROJECT
from bot.maintenance.site.texts import SITE_TEXTS
from rules.errors import ProgrammeError
from tests.support.copies import copy_to, replace_in
from tests.support.tables import each_row


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
