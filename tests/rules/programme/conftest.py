"""Fixtures of the programme: the check of a case of the inventory, with every part of its answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.decision import Answer, Unknown
from rules.items import item_figures
from rules.model import Programme
from tests.rules.programme.inventory import Case, Decided


@pytest.fixture
def expect_answer(decided: Decided, programme: Programme) -> Callable[[str, Case], None]:
    """Decide a case; check the answer, its contacts, its figures, its notices, its source and its row."""

    def check(number: str, case: Case) -> None:
        decision = decided(case.question, on=case.on, **case.facts)
        assert isinstance(decision, Answer if case.known else Unknown)
        assert decision.wording == case.wording
        assert tuple(organisation.id for organisation in decision.organisations) == case.contacts.organisations
        assert tuple(link.url for _, link in decision.links) == case.contacts.links
        # A row may show all figures of its items; a case names those that its text says.
        of_items = item_figures([item.id for item in decision.items], programme.items)
        assert case.figures.items() <= dict(decision.figures).items() <= {**of_items, **case.figures}.items()
        assert tuple(f"{notice.wording} {notice.citation.source.id}" for notice in decision.notices) == case.notices
        assert decision.citation.source.id == case.source
        rows = [decision.trace.deciding, *(notice.row for notice in decision.notices)]
        assert any(number in row.facts for row in rows if row)

    return check
