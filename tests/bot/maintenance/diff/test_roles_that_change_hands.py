"""A role that changes hands as the recipe says: a name goes with its deed and its link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, product

from bot.maintenance.cases.enumeration import dimensions
from bot.maintenance.diff.rendered_answers import Version
from rules.ids import FactId
from rules.model import UNSPECIFIED, Programme
from tests.bot.maintenance.diff.conftest import Copy
from tests.bot.maintenance.walkthroughs.steps import Replace, recipes
from tests.support.server import ROOT

LINE = "{organisme: ensc, ou: '40', depuis: 2035-01-01, a_la_place_de: [la_melee]}"
"""That of the recipe."""
DAY = date(2035, 1, 15)
RHINOCC = "{organisme: hub_rhinocc, ou: '40', depuis: 2035-01-01, a_la_place_de: [la_melee], source: centre-aide}"
PREPARES = re.compile(r"(?:Posez la question à|Ask) ([^,]+), (?:qui prépare au titre complet|who prepares)")


def cases(programme: Programme, question: str) -> Iterator[Mapping[str, str]]:
    """What advisers of Landes can say of their situation when they ask a question."""
    classes = dimensions(question, programme, besides=(FactId.PLACE,)).classes
    facts = [fact for fact in classes if fact != FactId.PLACE]
    for values in product(*([each[0] for each in chain(*classes[fact])] for fact in facts)):
        stated = {fact: value for fact, value in zip(facts, values, strict=True) if value != UNSPECIFIED}
        yield {**stated, FactId.PLACE.value: "40"}


def test_who_is_named_with_a_deed_is_who_does_it_and_their_link_is_beside(copy: Copy) -> None:
    (step,) = (
        step for step in recipes(ROOT / "docs" / "recettes")["Changer qui fait quoi"] if isinstance(step, Replace)
    )
    assert LINE in step.new
    copy.edit(step.path, step.old, step.new.replace(LINE, RHINOCC))
    version = Version(copy.now())
    (link,) = (link.url for link in version.programme.organisations["hub_rhinocc"].links)
    named = set()
    for question in version.programme.tables:
        for stated in cases(version.programme, question):
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
