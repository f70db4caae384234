"""How the engine decides: when it answers, when it asks, when it says that it is not known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from rules.decision import Answer, Ask, Decision, Unknown
from rules.engine import decide, decide_each
from rules.model import UNSPECIFIED, Programme
from tests.support.tables import each_row

TODAY = date(2026, 11, 25)
Decided = Callable[..., Decision]


def _ids(decision: Decision) -> tuple[str, ...]:
    assert not isinstance(decision, Ask)
    return tuple(organisation.id for organisation in decision.organisations)


def test_an_adviser_in_landes_is_sent_to_la_melee_for_the_full_title(decided: Decided) -> None:
    decision = decided("organisme", parcours="titre_complet", territoire="40")
    assert isinstance(decision, Answer)
    assert (decision.wording, _ids(decision)) == ("titre_la_melee", ("la_melee",))
    assert [link.url for _, link in decision.links] == ["https://www.lamelee.com/"]


def test_an_adviser_in_gironde_is_sent_to_ensc_for_the_full_title(decided: Decided) -> None:
    assert _ids(decided("organisme", parcours="titre_complet", territoire="33")) == ("ensc",)


def test_an_adviser_in_haute_garonne_hears_that_the_title_is_not_known_there_and_whom_to_ask(decided: Decided) -> None:
    decision = decided("organisme", parcours="titre_complet", territoire="31")
    assert isinstance(decision, Unknown)
    assert (decision.wording, decision.contact_shown[0]) == ("titre_ailleurs", "contact_hub")
    assert _ids(decision) == ("hub_rhinocc", "mednum")


def test_an_adviser_who_names_the_title_but_no_place_is_asked_for_the_place(decided: Decided) -> None:
    decision = decided("organisme", parcours="titre_complet")
    assert isinstance(decision, Ask)
    assert decision.fact == "territoire"
    assert decision.choices == (), "109 territories are typed, not offered as buttons"


def test_an_adviser_who_names_no_course_is_asked_for_the_course_with_the_four_main_ones_as_buttons(
    decided: Decided,
) -> None:
    decision = decided("inscription", territoire="40")
    assert isinstance(decision, Ask)
    assert (decision.fact, decision.choices) == (
        "parcours",
        ("ccp1", "modules", "aidants_connect", "titre_complet"),
    )


@pytest.mark.parametrize("question", ["inscription", "organisme"])
def test_an_adviser_who_has_not_said_where_gets_the_general_answer_on_the_ccp1(decided: Decided, question: str) -> None:
    decision = decided(question, parcours="ccp1")
    assert isinstance(decision, Answer)
    assert _ids(decision) == ("fabrik", "popschool")


def test_the_place_is_not_asked_for_modules_enrolment_since_it_changes_nothing(decided: Decided) -> None:
    assert decided("inscription", parcours="modules").wording == "inscription_modules"


def test_the_course_is_not_asked_before_spring_2024_where_the_answer_is_the_same(decided: Decided) -> None:
    among = frozenset({"ccp1", "pix", "formation_initiale"})
    decision = decided("organisme", on="2024-02-29", parcours=among)
    assert isinstance(decision, Unknown)
    assert decision.wording == "organisme_premiere_vague"


def test_a_town_in_two_departments_is_answered_when_both_have_the_same_body(decided: Decided) -> None:
    decision = decided("organisme", parcours="titre_complet", territoire=frozenset({"33", "24", "16"}))
    assert isinstance(decision, Answer)
    assert _ids(decision) == ("ensc",)


def test_a_town_in_two_departments_is_asked_about_when_their_bodies_differ(decided: Decided) -> None:
    decision = decided("organisme", parcours="titre_complet", territoire=frozenset({"40", "33"}))
    assert decision == Ask("territoire", ("33", "40"), decision.trace)


def test_a_town_in_two_departments_of_two_hubs_is_asked_about_for_the_modules_only(decided: Decided) -> None:
    among = frozenset({"75", "59"})
    assert isinstance(decided("organisme", parcours="modules", territoire=among), Ask)
    assert _ids(decided("organisme", parcours="ccp1", territoire=among)) == ("fabrik",)


def test_a_town_of_two_departments_without_the_title_still_names_whom_to_ask(decided: Decided) -> None:
    decision = decided("organisme", parcours="titre_complet", territoire=frozenset({"75", "59"}))
    assert isinstance(decision, Unknown)
    assert decision.contact_shown == ("contact_titre_general", "mednum")
    assert _ids(decision) == ("mednum",)


def test_a_one_of_with_a_single_value_is_that_value(decided: Decided) -> None:
    single = decided("organisme", parcours="titre_complet", territoire="40")
    alone = decided("organisme", parcours="titre_complet", territoire=frozenset({"40"}))
    assert single.same_for_the_adviser(alone)


def test_an_empty_one_of_is_no_value_of_the_fact(decided: Decided) -> None:
    with pytest.raises(ValueError, match="territoire"):
        decided("organisme", parcours="ccp1", territoire=frozenset())


@each_row(
    ("question", "facts"),
    [
        ("organisme", {"parcours": "ccp1"}),
        ("organisme", {"parcours": "modules"}),
        ("organisme", {"parcours": "titre_complet"}),
        ("financement", {}),
        ("format", {"parcours": "modules"}),
        ("calendrier", {}),
        ("hub", {}),
    ],
)
def test_absent_fact_and_unspecified_fact_are_the_same(
    programme: Programme, question: str, facts: dict[str, str]
) -> None:
    absent = decide(programme, question, facts, on=TODAY)
    reads = programme.tables[question].reads
    stated = decide(programme, question, {**dict.fromkeys(reads, UNSPECIFIED), **facts}, on=TODAY)
    if isinstance(absent, Ask):
        assert isinstance(stated, Ask)
        assert (absent.fact, absent.choices) == (stated.fact, stated.choices)
    else:
        assert absent.same_for_the_adviser(stated)


def test_the_modules_of_a_region_get_one_answer_for_all_its_departments(programme: Programme) -> None:
    occitanie = sorted(programme.zones["Occitanie"])
    groups = decide_each(programme, "organisme", {"parcours": "modules"}, over="territoire", values=occitanie, on=TODAY)
    assert [(members, _ids(decision)) for members, decision in groups] == [
        (tuple(occitanie), ("mednum", "hub_rhinocc"))
    ]


def test_the_full_title_in_nouvelle_aquitaine_gets_two_groups(programme: Programme) -> None:
    region = sorted(programme.zones["Nouvelle-Aquitaine"])
    groups = decide_each(
        programme, "organisme", {"parcours": "titre_complet"}, over="territoire", values=region, on=TODAY
    )
    assert [(members, _ids(decision)) for members, decision in groups] == [
        (("16", "17", "19", "23", "24", "33", "47", "79", "86", "87"), ("ensc",)),
        (("40", "64"), ("la_melee",)),
    ]


def test_a_question_without_a_course_answers_each_course_in_the_tables_order(programme: Programme) -> None:
    (over, courses), *others = programme.tables["organisme"].each
    assert (over, courses, others) == ("parcours", ("ccp1", "modules", "titre_complet"), [])
    groups = decide_each(programme, "organisme", {"territoire": "40"}, over=over, values=courses, on=TODAY)
    assert [(members, _ids(decision)) for members, decision in groups] == [
        (("ccp1",), ("fabrik",)),
        (("modules",), ("mednum", "aide_conum")),
        (("titre_complet",), ("la_melee",)),
    ]


def test_courses_without_a_place_that_miss_the_same_fact_are_grouped(programme: Programme) -> None:
    groups = decide_each(
        programme, "organisme", {}, over="parcours", values=["ccp1", "modules", "titre_complet"], on=TODAY
    )
    assert [type(decision) for _, decision in groups] == [Answer, Answer, Ask]


@each_row(
    ("fact", "value"),
    [
        ("territoire", "20"),
        ("territoire", "2a"),
        ("territoire", "metropole"),
        ("territoire", frozenset({"40", "999"})),
        ("parcours", "rugby"),
        ("parcours", "precise"),
    ],
)
def test_a_value_outside_its_domain_is_refused(decided: Decided, fact: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"is not a value of '{fact}'"):
        decided("organisme", **{fact: value})


def test_a_question_that_does_not_exist_is_refused(decided: Decided) -> None:
    with pytest.raises(KeyError, match="meteo"):
        decided("meteo")


def test_a_fact_that_the_table_does_not_read_changes_nothing_and_is_not_in_the_trace(decided: Decided) -> None:
    plain = decided("roles_modules")
    wordy = decided("roles_modules", territoire="40", niveau="solide")
    assert plain == wordy
    assert wordy.trace.facts == ()


def test_the_trace_tells_the_row_the_facts_and_why_each_other_row_failed(decided: Decided) -> None:
    trace = decided("organisme", parcours="titre_complet", territoire="40").trace
    assert trace.question == "organisme"
    assert trace.on == TODAY
    assert trace.facts == (("parcours", "titre_complet"), ("territoire", "40"))
    assert trace.deciding is not None
    assert trace.deciding.id == "organisme-titre-la-melee"
    why = {step.row.id: (step.verdict, step.because) for step in trace.steps}
    assert why["organisme-titre-premiere-vague"] == ("fails", "date")
    assert why["organisme-ccp1-fabrik"] == ("fails", "parcours")
    assert why["organisme-titre-ensc"] == ("fails", "territoire")


def test_the_trace_of_an_ask_has_no_deciding_row_and_tells_what_is_open(decided: Decided) -> None:
    trace = decided("organisme", parcours="titre_complet").trace
    opened = {step.row.id for step in trace.steps if (step.verdict, step.because) == ("open", "territoire")}
    assert opened == {"organisme-titre-ensc", "organisme-titre-la-melee", "organisme-titre-ailleurs"}


def test_contact_details_are_those_of_the_organisation_the_adviser_named(decided: Decided) -> None:
    decision = decided("coordonnees", organisme_cite="ensc", territoire="40", parcours="titre_complet")
    assert isinstance(decision, Unknown)
    assert (_ids(decision), [link.url for _, link in decision.links]) == (
        ("ensc",),
        ["https://numeriquesudcharente.org/"],
    )


@pytest.mark.parametrize("cited", [frozenset({"ensc"}), frozenset({"fabrik", "popschool"})])
def test_contact_details_of_one_of_two_organisations_are_asked_about_or_given(
    decided: Decided, cited: frozenset[str]
) -> None:
    decision = decided("coordonnees", organisme_cite=cited)
    assert isinstance(decision, Ask) or _ids(decision)


def test_contact_details_without_an_organisation_follow_the_course(decided: Decided) -> None:
    decision = decided("coordonnees", parcours="modules")
    assert isinstance(decision, Unknown)
    assert (_ids(decision), decision.contact_shown) == (("mednum",), ("contact_mednum", "mednum"))


def test_an_organisation_without_a_known_address_is_named_without_a_link(decided: Decided) -> None:
    decision = decided("organisme", parcours="modules", territoire="2A")
    assert _ids(decision) == ("mednum", "hub_corsica")
    assert [owner.id for owner, _ in decision.links] == ["mednum"]
