"""How the engine decides: when it answers, when it asks, when it says that it is not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rules.decision import Answer, Ask, Decision, FactValue, Unknown
from rules.engine import decide_each
from rules.model import Programme
from tests.support.tables import each_row

TODAY = date(2026, 11, 25)
Decided = Callable[..., Decision]
TITLE = {"parcours": "titre_complet"}


def _ids(decision: Decision) -> tuple[str, ...]:
    assert not isinstance(decision, Ask)
    return tuple(organisation.id for organisation in decision.organisations)


@each_row(
    ("question", "facts", "fact", "choices"),
    [
        ("organisme", TITLE, "territoire", ()),  # 109 territories are typed, not offered as buttons
        ("inscription", {"territoire": "40"}, "parcours", ("ccp1", "modules", "aidants_connect", "titre_complet")),
        ("organisme", {**TITLE, "territoire": frozenset({"40", "33"})}, "territoire", ("33", "40")),
        ("organisme", {"parcours": "modules", "territoire": frozenset({"75", "59"})}, "territoire", ("59", "75")),
    ],
)
def test_an_adviser_is_asked_for_what_changes_the_answer(
    decided: Decided, question: str, facts: dict[str, FactValue], fact: str, choices: tuple[str, ...]
) -> None:
    decision = decided(question, **facts)
    assert isinstance(decision, Ask)
    assert (decision.fact, decision.choices) == (fact, choices)


@each_row(
    ("question", "facts", "wording", "organisations", "contact"),
    [
        ("organisme", {**TITLE, "territoire": "31"}, "titre_ailleurs", ("hub_rhinocc", "mednum"), "contact_hub"),
        ("organisme", {**TITLE, "territoire": frozenset({"75", "59"})}, "titre_ailleurs", ("mednum",),
         "contact_titre_general"),
        ("coordonnees", {"organisme_cite": "ensc", "territoire": "40", **TITLE}, "coordonnees_organisme", ("ensc",),
         ""),
        ("coordonnees", {"parcours": "modules"}, "coordonnees", ("mednum",), "contact_mednum"),
    ],
)  # fmt: skip
def test_an_adviser_hears_what_is_not_known_and_whom_to_ask(
    decided: Decided,
    question: str,
    facts: dict[str, FactValue],
    wording: str,
    organisations: tuple[str, ...],
    contact: str,
) -> None:
    decision = decided(question, **facts)
    assert isinstance(decision, Unknown)
    assert (decision.wording, _ids(decision)) == (wording, organisations)
    assert not contact or decision.contact_shown[0] == contact


def test_the_course_is_not_asked_before_spring_2024_where_the_answer_is_the_same(decided: Decided) -> None:
    among = frozenset({"ccp1", "pix", "formation_initiale"})
    assert decided("organisme", on="2024-02-29", parcours=among).wording == "organisme_premiere_vague"


def test_a_one_of_with_a_single_value_is_that_value_and_what_is_none_is_refused(decided: Decided) -> None:
    single = decided("organisme", **TITLE, territoire="40")
    assert single.same_for_the_adviser(decided("organisme", **TITLE, territoire=frozenset({"40"})))
    for none in (frozenset(), "2a"):
        with pytest.raises(ValueError, match="territoire"):
            decided("organisme", parcours="ccp1", territoire=none)


def test_departments_of_a_region_are_grouped_by_their_answer(programme: Programme) -> None:
    def groups(region: str, course: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        codes = sorted(programme.zones[region])
        found = decide_each(programme, "organisme", {"parcours": course}, over="territoire", values=codes, on=TODAY)
        return [(members, _ids(decision)) for members, decision in found]

    assert groups("Occitanie", "modules") == [(tuple(sorted(programme.zones["Occitanie"])), ("mednum", "hub_rhinocc"))]
    assert groups("Nouvelle-Aquitaine", "titre_complet") == [
        (("16", "17", "19", "23", "24", "33", "47", "79", "86", "87"), ("ensc",)),
        (("40", "64"), ("la_melee",)),
    ]


def test_a_question_without_a_course_answers_each_course_in_the_tables_order(programme: Programme) -> None:
    ((over, courses),) = programme.tables["organisme"].each
    groups = decide_each(programme, "organisme", {"territoire": "40"}, over=over, values=courses, on=TODAY)
    assert [(members, _ids(decision)) for members, decision in groups] == [
        (("ccp1",), ("fabrik",)),
        (("modules",), ("mednum", "aide_conum")),
        (("titre_complet",), ("la_melee",)),
    ]
    nowhere = decide_each(programme, "organisme", {}, over=over, values=courses, on=TODAY)
    assert [type(decision) for _, decision in nowhere] == [Answer, Answer, Ask]


def test_the_trace_tells_the_row_the_facts_and_why_each_other_row_failed(decided: Decided) -> None:
    trace = decided("organisme", **TITLE, territoire="40", niveau="solide").trace
    assert (trace.question, trace.on) == ("organisme", TODAY)
    assert trace.facts == (("parcours", "titre_complet"), ("territoire", "40"))
    assert trace.deciding is not None
    assert trace.deciding.id == "organisme-titre-la-melee"
    why = {step.row.id: (step.verdict, step.because) for step in trace.steps}
    assert why["organisme-titre-premiere-vague"] == ("fails", "date")
    assert why["organisme-ccp1-fabrik"] == ("fails", "parcours")
    assert why["organisme-titre-ensc"] == ("fails", "territoire")


@each_row("cited", [frozenset({"ensc"}), frozenset({"fabrik", "popschool"})])
def test_contact_details_of_one_of_two_organisations_are_asked_about_or_given(
    decided: Decided, cited: frozenset[str]
) -> None:
    decision = decided("coordonnees", organisme_cite=cited)
    assert isinstance(decision, Ask) or _ids(decision)


def test_an_organisation_without_a_known_address_is_named_without_a_link(decided: Decided) -> None:
    decision = decided("organisme", parcours="modules", territoire="2A")
    assert _ids(decision) == ("mednum", "hub_corsica")
    assert [owner.id for owner, _ in decision.links] == ["mednum"]
