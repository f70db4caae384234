"""What an adviser is told is what the inventory of facts says, and the whole inventory is covered."""

from __future__ import annotations

from rules.decision import Answer, Unknown
from rules.items import item_figures
from rules.model import Programme
from tests.rules.programme.aidants_connect import AIDANTS_CONNECT
from tests.rules.programme.ccp1 import CCP1
from tests.rules.programme.full_title import FULL_TITLE
from tests.rules.programme.inventory import Case, Decided
from tests.rules.programme.modules import MODULES
from tests.rules.programme.reform_and_referents import REFORM_AND_REFERENTS
from tests.rules.programme.test_actors import ACTORS
from tests.support.tables import each_row

SUBJECTS = (CCP1, MODULES, FULL_TITLE, AIDANTS_CONNECT, REFORM_AND_REFERENTS, ACTORS)
CASES = [(number, case) for inventory in SUBJECTS for number, cases in inventory.items() for case in cases]
ALL_NUMBERS = [f"F{n:02}" for n in range(1, 26)] + [f"N{n:02}" for n in range(1, 10)]


@each_row(("number", "case"), CASES)
def test_an_adviser_is_told_what_the_inventory_says(
    decided: Decided, programme: Programme, number: str, case: Case
) -> None:
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
    assert number[0] == "F" or all(notice.links for notice in decision.notices), "a notice has a link to act on"
    rows = [decision.trace.deciding, *(notice.row for notice in decision.notices)]
    assert any(number in row.facts for row in rows if row)


def test_every_fact_of_the_inventory_is_asked_about_and_reaches_advisers_through_a_row(programme: Programme) -> None:
    assert sorted({number for number, _ in CASES}) == ALL_NUMBERS
    in_rows = {number for table in programme.tables.values() for row in table.rows for number in row.facts}
    assert sorted(in_rows) == ALL_NUMBERS
