"""The whole inventory is covered: each of its facts is asked about by a test and answered by a row."""

from __future__ import annotations

from test_actors import ACTORS
from test_aidants_connect import AIDANTS_CONNECT
from test_ccp1 import CCP1
from test_full_title import FULL_TITLE
from test_modules import MODULES
from test_reform_and_referents import REFORM_AND_REFERENTS

from rules.model import Programme

SUBJECTS = (CCP1, MODULES, FULL_TITLE, AIDANTS_CONNECT, REFORM_AND_REFERENTS, ACTORS)
ALL_NUMBERS = [f"F{n:02}" for n in range(1, 26)] + [f"N{n:02}" for n in range(1, 10)]


def test_every_fact_of_the_inventory_is_asked_about_by_an_adviser_in_a_test() -> None:
    asked = {number for inventory in SUBJECTS for number, cases in inventory.items() if cases}
    assert sorted(asked) == ALL_NUMBERS


def test_every_fact_of_the_inventory_reaches_advisers_through_a_row(programme: Programme) -> None:
    in_rows = {number for table in programme.tables.values() for row in table.rows for number in row.facts}
    assert sorted(in_rows) == ALL_NUMBERS
