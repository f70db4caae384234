"""Who holds which role, where and since when: one line of roles.yml, and every table names the same organisation."""

from __future__ import annotations

from datetime import date

import pytest

from rules.decision import Answer, Ask
from rules.engine import decide
from rules.errors import ProgrammeError
from rules.model import Programme
from tests.rules.loading.spoiling import Copy

EVE, DAY = date(2026, 12, 31), date(2027, 1, 1)
TITLE = {"parcours": "titre_complet"}
POITOU = """  cap_poitou:
    nom: Cap Numérique Poitou
    mots: [cap poitou]
    liens:
    - {pour: site, adresse: https://cap-poitou.example/, confiance: confirmee, preuve: son annonce (décembre 2026)}
"""
ANNOUNCEMENT = """- id: annonce-cap
  titre: {fr: annonce de Cap Numérique Poitou, en: Cap Numérique Poitou’s announcement}
  publie: {fr: décembre 2026, en: December 2026}
"""
LINE = "    - {organisme: cap_poitou, ou: '86', depuis: 2027-01-01, a_la_place_de: [ensc], source: annonce-cap}\n"
SECOND_TERRITORY = (
    "    - {organisme: la_melee, ou: '86', depuis: 2027-01-01, a_la_place_de: [ensc], source: annonce-cap}\n"
)
KNOWN_OTHERWISE = "    - {organisme: mednum, ou: '40', depuis: 2027-01-01, a_la_place_de: [la_melee]}\n"
LAST_OF_TITLE = "        acteur-titre: {reponse: acteur_la_melee}\n"


def edited(copy: Copy, line: str = LINE) -> Programme:
    """The programme after a maintainer has described an organisation and its source, and given it a role."""
    copy.edit("organismes.yml", "  aide_conum:\n", f"{POITOU}  aide_conum:\n")
    copy.edit("sources.yml", "# Ce que l'assistant dit de lui-même.\n", ANNOUNCEMENT)
    copy.edit("roles.yml", LAST_OF_TITLE, LAST_OF_TITLE + line)
    return copy.load()


def named(programme: Programme, question: str, on: date, **facts: str) -> tuple[str, ...]:
    decision = decide(programme, question, facts, on=on)
    assert not isinstance(decision, Ask)
    return tuple(body.id for body in decision.organisations)


@pytest.mark.parametrize("question", ["organisme", "inscription", "contact"])
def test_one_line_changes_the_organisation_of_a_department_in_every_table(copy: Copy, question: str) -> None:
    programme = edited(copy)
    assert named(programme, question, EVE, **TITLE, territoire="86") == ("ensc",)
    assert named(programme, question, DAY, **TITLE, territoire="86") == ("cap_poitou",)
    assert named(programme, question, DAY, **TITLE, territoire="16") == ("ensc",)


def test_who_takes_over_answers_first_whatever_its_source_and_the_others_stay_notices(copy: Copy) -> None:
    decision = decide(edited(copy), "organisme", {**TITLE, "territoire": "86"}, on=DAY)
    assert isinstance(decision, Answer)
    assert decision.citation.source.id == "annonce-cap"
    assert [notice.wording for notice in decision.notices] == ["titre_histya"]


def test_a_new_organisation_is_told_of_by_its_role_and_before_its_first_day_nothing_is_known(copy: Copy) -> None:
    programme = edited(copy)
    after = decide(programme, "acteur", {"organisme_cite": "cap_poitou"}, on=DAY)
    before = decide(programme, "acteur", {"organisme_cite": "cap_poitou"}, on=EVE)
    assert (after.wording, before.wording) == ("acteur_role", "acteur_pas_connu")


@pytest.mark.parametrize("line", [LINE, SECOND_TERRITORY, SECOND_TERRITORY.replace(", source: annonce-cap", "")])
@pytest.mark.parametrize("first", ["", "annonce-cap, "])
def test_whom_to_ask_stays_where_no_territory_or_no_course_is_known(copy: Copy, line: str, first: str) -> None:
    before = copy.load()
    after = edited(copy, line)
    if first:
        copy.edit("sources.yml", "  contact: [site-officiel]", f"  contact: [{first}site-officiel]")
        after = copy.load()
    for facts in ({}, {"territoire": "86"}, *({"parcours": course} for course in after.facts["parcours"].values)):
        old, new = (decide(programme, "contact", facts, on=DAY) for programme in (before, after))
        assert not isinstance(new, Ask), facts
        assert old.same_for_the_adviser(new), facts


def test_who_an_organisation_is_comes_before_its_second_territory(copy: Copy) -> None:
    """Nobody is taken over from there: what one is known for by the first source stays the answer."""
    programme = edited(copy, SECOND_TERRITORY.replace("la_melee", "mednum"))
    decision = decide(programme, "acteur", {"organisme_cite": "mednum"}, on=DAY)
    assert isinstance(decision, Answer)
    assert (decision.wording, [notice.wording for notice in decision.notices]) == ("acteur_mednum", ["acteur_role"])


def test_an_organisation_where_there_was_none_takes_the_place_of_i_do_not_know(copy: Copy) -> None:
    programme = edited(copy, LINE.replace("'86'", "'31'").replace("[ensc]", "[histya]"))
    assert named(programme, "organisme", DAY, **TITLE, territoire="31") == ("cap_poitou",)
    assert named(programme, "contact", DAY, **TITLE, territoire="31") == ("cap_poitou",)
    assert decide(programme, "organisme", {**TITLE, "territoire": "31"}, on=EVE).wording == "titre_ailleurs"


def test_an_organisation_that_comes_back_has_its_own_second_line(copy: Copy) -> None:
    back = "    - {organisme: ensc, ou: '86', depuis: 2029-01-01, a_la_place_de: [cap_poitou], source: annonce-cap}\n"
    programme = edited(copy, LINE + back)
    years = (date(2026, 6, 1), date(2028, 6, 1), date(2029, 6, 1))
    held = [named(programme, "organisme", day, **TITLE, territoire="86") for day in years]
    assert held == [("ensc",), ("cap_poitou",), ("ensc",)]


def test_a_new_hub_answers_for_its_departments_from_its_first_day(copy: Copy) -> None:
    copy.edit(
        "roles.yml",
        "    - {organisme: hub_guyaclic",
        "    - {organisme: cefim, ou: Nouvelle-Aquitaine, depuis: 2027-01-01}\n    - {organisme: hub_guyaclic",
    )
    programme = copy.load()
    assert decide(programme, "hub", {"territoire": "33"}, on=EVE).wording == "hub_nouvelle_aquitaine"
    assert named(programme, "hub", DAY, territoire="33") == ("cefim",)
    assert named(programme, "organisme", DAY, parcours="modules", territoire="33") == ("mednum", "cefim")


@pytest.mark.parametrize(
    ("line", "problem", "remedy"),
    [
        (LINE.replace("organisme: cap_poitou", "organisme: cap"), "l'organisme « cap » n'existe pas", "organismes.yml"),
        (LINE.replace("'86'", "vienne"), "« vienne » n'est pas un territoire", "vouliez-vous écrire '86' ?"),
        (LINE.replace("source: annonce-cap", "source: annonce"), "la source « annonce » n'existe pas", "annonce-cap"),
        (LINE.replace("[ensc]", "[la_melee]"), "« la_melee » ne l'a nulle part", "a_la_place_de"),
        (LINE.replace("source", "jusqu_a: 2026-01-01, source"), "finit avant de commencer", "jusqu_a"),
        (LINE.replace("source: annonce-cap", "pour: {hub: {reponse: x}}"), "pas de ligne « hub »", "organisme-titre"),
        ("    - {organisme: cap_poitou, ou: '86'}\n", "en même temps dans la Vienne", "depuis"),
        (KNOWN_OTHERWISE, "« acteur-mednum » (", "« pour: {acteur-titre: null} »"),
    ],
)  # fmt: skip
def test_a_slip_in_a_line_is_told_with_its_line_and_what_to_do(
    copy: Copy, line: str, problem: str, remedy: str
) -> None:
    with pytest.raises(ProgrammeError) as error:
        edited(copy, line)
    (finding,) = [found for found in error.value.findings if problem in found.problem]
    assert (finding.place.file, finding.place.line) == (copy.folder / "roles.yml", copy.line("roles.yml", line.strip()))
    assert remedy in finding.remedy
