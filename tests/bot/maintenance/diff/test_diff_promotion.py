"""A maintainer promotes N01: overseas, initial training is Francil'IN's, and the page becomes the notice."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import product

from bot.answers.texts import LANGUAGES
from rules.decision import Ask, Decision
from rules.engine import decide
from rules.ids import FactId
from rules.model import Programme
from tests.bot.maintenance.diff.conftest import PROMOTION, Copy
from tests.bot.maintenance.diff.listing import asked, listed

SINCE = date(2024, 10, 1)
"""The day from which N01 holds."""

INITIAL = {"ccp1", "formation_initiale", "pix"}


def overseas(programme: Programme) -> set[str]:
    return {code for code, territory in programme.territories.items() if territory.kind != "departement"}


def test_the_listing_is_every_overseas_answer_that_the_engine_gives_otherwise_and_no_other(promoted: Copy) -> None:
    """By the engine alone, for every question but those whose answer is several decisions."""
    # Read from the copy's folder on both sides, so that rows have the same place.
    path = promoted.files.root / "rules" / "programme" / "sources.yml"
    after = promoted.now()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(PROMOTION, ""), encoding="utf-8")
    before = promoted.now()
    seen = listed(before, after)
    for question in ("inscription", "financement", "test_positionnement", "acteur", "contact", "hub", "calendrier"):
        expected = _differing(question, before.programme, after.programme)
        found = {(stated, since) for name, stated, since in seen if name == question}
        assert found == expected
    assert {question for question, _, _ in seen} == {"organisme", "inscription"}


def test_each_answer_is_listed_as_it_was_and_as_it_is_in_both_languages(promoted: Copy, project) -> None:
    now = promoted.now()
    seen = listed(project, now)
    starts = sorted({since for name, _, since in seen if name == "organisme"} | {SINCE, SINCE - timedelta(days=1)})
    expected = asked("organisme", project, now, tuple(starts))
    assert {key: shown for key, shown in seen.items() if key[0] == "organisme"} == expected
    assert all(len(views) == len(LANGUAGES) for shown in expected.values() for views in shown)


def test_only_overseas_advisers_and_those_who_do_not_say_where_they_are_hear_something_else(
    promoted: Copy, project
) -> None:
    seen = listed(project, promoted.now())
    codes = overseas(project.programme)
    for _, facts, since in seen:
        stated = dict(facts)
        assert stated.get(FactId.PLACE) in (codes | {None})
        assert stated.get("parcours") in (INITIAL | {None})
        assert since >= SINCE
    assert {dict(facts)[FactId.PLACE] for _, facts, _ in seen if FactId.PLACE in dict(facts)} == codes


def test_place_is_asked_for_since_the_general_answer_names_an_organisation(promoted: Copy, project) -> None:
    seen = listed(project, promoted.now())
    _, after = seen["organisme", frozenset({("parcours", "ccp1")}), SINCE]
    assert after[0][0] == ("Dans quel département êtes-vous\u00a0? Donnez-moi son nom ou son numéro.",)


def test_a_maintainer_reads_it_as_overseas_from_october_2024(promoted: Copy, project) -> None:
    report = promoted.changes()
    lines = [line for change in report.answers for situation in change.situations for line in situation.lines]
    assert lines
    # Overseas as a whole, or by name: the page's words differ where a territory is not of its DROM-COM or has a hub.
    territories = project.programme.territories
    names = "|".join(re.escape(f"{territories[code].name} ({code})") for code in overseas(project.programme))
    where = rf"outre-mer( sauf .*)?|territoire : sans précision|(({names})(, | et )?)+"
    assert all(re.fullmatch(rf".* ; ({where}) ; à partir d’octobre 2024", line) for line in lines)
    first = next(change for change in report.answers if "organisme-ccp1-popschool" in change.rows_before[0])
    assert first.rows_before[0].startswith("organisme-ccp1-popschool (rules/programme/roles.yml:")
    assert [language for language, _ in first.texts] == list(LANGUAGES)


def test_promoting_the_whole_source_changes_the_full_title_everywhere_too(copy: Copy, project) -> None:
    copy.edit("rules/programme/sources.yml", "priorites:\n", "priorites:\n  organisme: [site-officiel]\n")
    seen = listed(project, copy.now())
    landes = frozenset({("parcours", "titre_complet"), (FactId.PLACE, "40")})
    assert ("organisme", landes, SINCE) in seen


def _differing(question: str, old: Programme, new: Programme) -> set[tuple[frozenset[tuple[str, str]], date]]:
    """Answers, with their first day, where the engine decides otherwise; every value of every fact is tried."""
    table = new.tables[question]
    days = {row.since for row in table.rows if row.since}
    days |= {row.until + timedelta(days=1) for row in table.rows if row.until}
    found = set()
    for values in product(*((*new.facts[fact].values, None) for fact in table.reads)):
        stated = {fact: value for fact, value in zip(table.reads, values, strict=True) if value is not None}
        for day in days or {SINCE}:
            if not _alike(*(decide(rules, question, stated, on=day) for rules in (old, new))):
                found.add((frozenset(stated.items()), day))
    return found


def _alike(decision: Decision, other: Decision) -> bool:
    if isinstance(decision, Ask) or isinstance(other, Ask):
        return (
            isinstance(decision, Ask)
            and isinstance(other, Ask)
            and (decision.fact, decision.choices) == (other.fact, other.choices)
        )
    return decision.same_for_the_adviser(other) and decision.citation == other.citation
