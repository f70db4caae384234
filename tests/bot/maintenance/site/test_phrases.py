"""A maintainer and an adviser read for whom and when an answer holds, in words."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content.declarations import load_part
from bot.content.loading import load_content
from bot.content.project_files import PROJECT
from bot.maintenance.cases.enumeration import Period, survey
from bot.maintenance.project_declarations import DECLARATIONS
from bot.maintenance.site.phrases import Describer
from bot.maintenance.site.texts import SITE_TEXTS
from rules.errors import ProgrammeError
from tests.support.copies import copy_to

CONTENT = load_content(PROJECT, DECLARATIONS)
TODAY = date(2026, 11, 25)


@pytest.fixture
def french() -> Describer:
    return Describer(CONTENT.programme, CONTENT.texts["fr"], CONTENT.of(SITE_TEXTS)["fr"])


def situations(describer: Describer, question: str, wording: str) -> list[list[list[str]]]:
    cases = survey(CONTENT.programme, question, TODAY).cases()
    return [describer.situations(case) for case in cases if case.decision.wording == wording]


def test_a_zone_is_named_by_its_name(french):
    (only,) = situations(french, "organisme", "ccp1_pop_school")
    assert only == [
        [
            "La formation\u00a0: La formation initiale, CCP1 ou Pix",
            "Territoire\u00a0: Départements et collectivités d’outre-mer",
        ]
    ]


def test_a_whole_region_is_named_by_its_name_and_others_one_by_one(french):
    (region,) = situations(french, "organisme", "modules_nouvelle_aquitaine")
    assert region[0][1] == "Territoire\u00a0: Nouvelle-Aquitaine"
    (two,) = situations(french, "organisme", "titre_la_melee")
    assert two[0][1] == "Territoire\u00a0: Landes (40) ou Pyrénées-Atlantiques (64)"


def test_unstated_fact_is_shown_as_unspecified(french):
    (only,) = situations(french, "inscription", "ac_inscription")
    assert only[0][1] == "L’habilitation de la structure\u00a0: non précisé"


def test_an_answer_for_everybody_has_no_conditions(french):
    assert situations(french, "cpf", "cpf") == [[[]]]


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        (None, "2024-02-29", "Jusqu’à la réforme du printemps 2024"),
        ("2024-03-15", "2024-06-30", "Entre mars 2024 et juin 2024"),
        ("2024-07-15", None, "Depuis juillet 2024"),
        ("2027-07-15", None, "À venir\u00a0: juillet 2027"),
        (None, None, "Sans date"),
    ],
)
def test_period_is_written_in_plain_words(french, since, until, text):
    days = [date.fromisoformat(day) if day else None for day in (since, until)]
    assert french.period(Period(*days), TODAY) == text


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("metropole:", "metropolle:", "la zone « metropolle » n'existe pas"),
        ("le {jour}.", "aujourd'hui.", "« fait » n'a pas les mots entre accolades"),
        ("loupe: Paris et sa petite couronne", "loupe: ''", "« loupe » est vide"),
        ("loupe: Paris", "louppe: Paris", "loup"),
    ],
)
def test_mistake_in_the_texts_of_the_site_is_reported_with_its_line(tmp_path, before, after, problem):
    copy = copy_to(tmp_path, (PROJECT.programme, PROJECT.faq, PROJECT.answers))
    file = copy.answers / "fr" / "site.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        load_part(SITE_TEXTS, copy)
    finding = raised.value.findings[0]
    assert problem in finding.problem
    assert finding.place.file == file
    assert finding.remedy
