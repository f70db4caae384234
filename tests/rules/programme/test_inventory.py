"""The whole inventory is covered: each of its facts is asked about by a test and answered by a row."""

from __future__ import annotations

from rules.model import Programme
from tests.rules.programme.test_actors import ACTORS
from tests.rules.programme.test_aidants_connect import AIDANTS_CONNECT
from tests.rules.programme.test_ccp1 import CCP1
from tests.rules.programme.test_full_title import FULL_TITLE
from tests.rules.programme.test_modules import MODULES
from tests.rules.programme.test_reform_and_referents import REFORM_AND_REFERENTS

SUBJECTS = (CCP1, MODULES, FULL_TITLE, AIDANTS_CONNECT, REFORM_AND_REFERENTS, ACTORS)
ALL_NUMBERS = [f"F{n:02}" for n in range(1, 26)] + [f"N{n:02}" for n in range(1, 10)]


def test_every_fact_of_the_inventory_is_asked_about_by_an_adviser_in_a_test() -> None:
    asked = {number for inventory in SUBJECTS for number, cases in inventory.items() if cases}
    assert sorted(asked) == ALL_NUMBERS


def test_every_fact_of_the_inventory_reaches_advisers_through_a_row(programme: Programme) -> None:
    in_rows = {number for table in programme.tables.values() for row in table.rows for number in row.facts}
    assert sorted(in_rows) == ALL_NUMBERS
