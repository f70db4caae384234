"""A role that changes hands as the recipe says: nobody loses whom to ask; a name goes with its deed and its link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, product

import pytest

from bot.content.loading import Content
from bot.maintenance.cases.enumeration import dimensions
from bot.maintenance.check import check
from bot.maintenance.diff.rendered_answers import Version
from rules.decision import Unknown
from rules.ids import FactId
from rules.model import UNSPECIFIED, Programme
from tests.bot.maintenance.diff.conftest import Copy
from tests.bot.maintenance.walkthroughs.steps import Replace, recipes
from tests.support.server import ROOT

DAY = date(2035, 1, 15)
LINE = "{organisme: ensc, ou: '40', depuis: 2035-01-01, a_la_place_de: [la_melee]}"
"""That of the recipe."""
CHANGES = {
    "the ENSC in Landes": LINE,
    "La Mêlée in Vienne": "{organisme: la_melee, ou: '86', depuis: 2035-01-01, a_la_place_de: [ensc]}",
    "La Mêlée in Vienne by a source of its own": (
        "{organisme: la_melee, ou: '86', depuis: 2035-01-01, a_la_place_de: [ensc], source: centre-aide}"
    ),
    "La Mednum in Landes": (
        "{organisme: mednum, ou: '40', depuis: 2035-01-01, a_la_place_de: [la_melee], source: centre-aide}"
    ),
}
RHINOCC = "{organisme: hub_rhinocc, ou: '40', depuis: 2035-01-01, a_la_place_de: [la_melee], source: centre-aide}"
PREPARES = re.compile(r"(?:Posez la question à|Ask) ([^,]+), (?:qui prépare au titre complet|who prepares)")


def follow(copy: Copy, line: str) -> Content:
    """What is said once somebody has followed the recipe, with a line of theirs."""
    (step,) = (
        step for step in recipes(ROOT / "docs" / "recettes")["Changer qui fait quoi"] if isinstance(step, Replace)
    )
    assert LINE in step.new
    copy.edit(step.path, step.old, step.new.replace(LINE, line))
    assert check(copy.files, mistakes_only=True) == []
    return copy.now()


def cases(programme: Programme, question: str, *, code: str | None) -> Iterator[Mapping[str, str]]:
    """What advisers of a territory, or who give none, can say of their situation when they ask a question."""
    classes = dimensions(question, programme, besides=(FactId.PLACE,)).classes
    facts = [fact for fact in classes if fact != FactId.PLACE]
    place = {FactId.PLACE.value: code} if code else {}
    for values in product(*([each[0] for each in chain(*classes[fact])] for fact in facts)):
        stated = {fact: value for fact, value in zip(facts, values, strict=True) if value != UNSPECIFIED}
        yield {**stated, **place}


@pytest.mark.parametrize("change", CHANGES)
def test_no_adviser_who_gives_no_territory_loses_whom_to_ask(copy: Copy, change: str) -> None:
    before, after = Version(copy.before), Version(follow(copy, CHANGES[change]))
    compared = 0
    for question in before.programme.tables:
        for stated in cases(before.programme, question, code=None):
            old = before.decided(question, stated, DAY)
            if old and any(isinstance(decision, Unknown) for decision in old.decisions):
                views = before.rendered(old).views, after.rendered(after.decided(question, stated, DAY)).views
                assert views[0] == views[1], (question, stated)
                compared += 1
    assert compared > 300


@pytest.mark.parametrize("change", CHANGES)
def test_who_does_what_names_everybody_as_before(copy: Copy, change: str) -> None:
    before, after = Version(copy.before), Version(follow(copy, CHANGES[change]))
    for stated in ({}, *({FactId.PLACE.value: code} for code in before.programme.territories)):
        views = [version.rendered(version.decided("acteur", stated, DAY)).views for version in (before, after)]
        assert views[0] == views[1], stated


def test_who_is_named_with_a_deed_is_who_does_it_and_their_link_is_beside(copy: Copy) -> None:
    version = Version(follow(copy, RHINOCC))
    (link,) = (link.url for link in version.programme.organisations["hub_rhinocc"].links)
    named = set()
    for question in version.programme.tables:
        for stated in cases(version.programme, question, code="40"):
            for view in version.rendered(version.decided(question, stated, DAY)).views:
                names = [name for text in view.paragraphs for name in PREPARES.findall(text)]
                named |= {(question, name) for name in names}
                assert not names or any(link in shown for shown in view.links), (question, stated)
    assert {name for _, name in named} == {"RhinOcc"}, named
    assert ("accessibilite", "RhinOcc") in named


def test_the_hub_that_is_named_is_that_of_the_place_though_another_body_of_the_answer_is_a_hub_elsewhere(
    copy: Copy,
) -> None:
    copy.edit(
        "rules/programme/roles.yml",
        "    - {organisme: hub_guyaclic",
        "    - {organisme: mednum, ou: Nouvelle-Aquitaine, depuis: 2027-01-01, source: centre-aide}\n"
        "    - {organisme: hub_guyaclic",
    )
    before, after = Version(copy.before), Version(copy.now())
    for code in ("35", "75", "974"):
        stated = {FactId.COURSE.value: "modules", FactId.PLACE.value: code}
        views = [version.rendered(version.decided("organisme", stated, DAY)).views for version in (before, after)]
        assert views[0] == views[1], code
