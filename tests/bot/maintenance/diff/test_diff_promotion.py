"""A maintainer promotes N01: overseas, initial training is Francil'IN's, and the page becomes the notice."""

from __future__ import annotations

import re

from bot.answers.texts import LANGUAGES
from tests.bot.maintenance.diff.conftest import Copy


def test_a_maintainer_reads_it_as_overseas_from_october_2024(promoted: Copy, project) -> None:
    report = promoted.changes()
    lines = [line for change in report.answers for situation in change.situations for line in situation.lines]
    assert lines
    assert {situation.question for change in report.answers for situation in change.situations} == {
        "organisme",
        "inscription",
    }
    # Overseas as a whole, or by name: the page's words differ where a territory is not of its DROM-COM or has a hub.
    territories = project.programme.territories.items()
    overseas = [f"{place.name} ({code})" for code, place in territories if place.kind != "departement"]
    names = "|".join(map(re.escape, overseas))
    where = rf"outre-mer( sauf .*)?|territoire : sans précision|(({names})(, | et )?)+"
    assert all(re.fullmatch(rf".* ; ({where}) ; à partir d’octobre 2024", line) for line in lines)
    first = next(change for change in report.answers if "organisme-ccp1-popschool" in change.rows_before[0])
    assert first.rows_before[0].startswith("organisme-ccp1-popschool (rules/programme/roles.yml:")
    assert [language for language, _ in first.texts] == list(LANGUAGES)
