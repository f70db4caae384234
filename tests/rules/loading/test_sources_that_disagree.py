"""What an adviser hears when the maintainer puts one source before another."""

from __future__ import annotations

from datetime import date

import pytest

from rules.decision import Answer, Ask
from rules.engine import decide
from rules.model import Programme
from tests.rules.loading.spoiling import Copy
from tests.support.tables import each_row

TODAY = date(2026, 11, 25)
OVERSEAS = {"parcours": "ccp1", "territoire": "974"}


@pytest.fixture
def promoted(copy: Copy) -> Programme:
    """Put the official site first for the question of who trains."""
    copy.edit("sources.yml", "priorites:\n", "priorites:\n  organisme: [site-officiel]\n")
    return copy.load()


def test_an_adviser_is_answered_by_a_source_promoted_for_one_table_and_the_page_becomes_its_notice(
    promoted: Programme,
) -> None:
    decision = decide(promoted, "organisme", OVERSEAS, on=TODAY)
    assert isinstance(decision, Answer)
    assert (decision.wording, decision.citation.source.id) == ("ccp1_francilin", "site-officiel")
    assert [organisation.id for organisation in decision.organisations] == ["francilin_outre_mer"]
    (notice,) = decision.notices
    assert (notice.wording, notice.citation.source.id) == ("ccp1_pop_school", "hubikoop-2024")


@each_row(
    ("question", "facts"),
    [
        ("organisme", {"parcours": "ccp1", "territoire": "40"}),
        ("organisme", {"parcours": "modules", "territoire": "974"}),
        ("inscription", OVERSEAS),
    ],
)
def test_an_adviser_of_whom_a_promoted_source_says_nothing_hears_the_same_as_before(
    promoted: Programme, programme: Programme, question: str, facts: dict[str, str]
) -> None:
    then, before = (decide(rules, question, facts, on=TODAY) for rules in (promoted, programme))
    assert not isinstance(then, Ask)
    assert (then.wording, [notice.wording for notice in then.notices]) == (
        before.wording,
        [notice.wording for notice in before.notices],
    )


def test_an_adviser_is_answered_by_a_promoted_source_only_from_the_day_it_speaks(promoted: Programme) -> None:
    decision = decide(promoted, "organisme", OVERSEAS, on=date(2024, 9, 30))
    assert (decision.wording, decision.notices) == ("ccp1_pop_school", ())


@pytest.mark.parametrize("question", ["organisme", "inscription"])
def test_an_adviser_is_answered_everywhere_by_a_source_whose_block_moves_to_the_top(copy: Copy, question: str) -> None:
    path = copy.folder / "sources.yml"
    head, first, rest = path.read_text(encoding="utf-8").partition("- id: hubikoop-2024")
    start, end = rest.index("- id: site-officiel"), rest.index("- id: arrete-2025")
    path.write_text(head + rest[start:end] + first + rest[:start] + rest[end:], encoding="utf-8")
    assert decide(copy.load(), question, OVERSEAS, on=TODAY).wording == "ccp1_francilin"


def test_an_adviser_who_names_no_territory_is_asked_for_it_where_one_row_put_first_makes_the_general_answer_untrue(
    copy: Copy,
) -> None:
    copy.edit("sources.yml", "priorites:\n", "priorites:\n  organisme: [organisme-ccp1-francilin-outre-mer]\n")
    programme = copy.load()
    assert decide(programme, "organisme", OVERSEAS, on=TODAY).wording == "ccp1_francilin"
    decision = decide(programme, "organisme", {"parcours": "ccp1"}, on=TODAY)
    assert isinstance(decision, Ask)
    assert decision.fact == "territoire"
