"""Organisations that an adviser compares: which of them it is, and a line for the part of each."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.answerer import Answerer
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from nlu.resources import project_programme

ANSWERER = Answerer(project_programme())
TODAY = date(2026, 11, 27)


def comparison(
    *names: str, course: str | None = None, code: str | None = None, language: str = "fr", on: date = TODAY
) -> list[str]:
    place = StatedPlace((code,), code) if code else None
    if course:
        frames: tuple[Frame, ...] = (Frame("organisme", {"parcours": course}, place),)
    else:
        frames = tuple(Frame("acteur", {"organisme_cite": name}, place) for name in names)
    interpretation = Interpretation(frames[0].question, language, DialogueState(), frames, organisations=names)
    reply = ANSWERER.reply(interpretation, frames[0].question, on=on)
    return reply.paragraphs[0].replace("\u00a0", " ").split("\n")


def test_each_organisation_has_a_line() -> None:
    first, mednum, fabrik = comparison("mednum", "fabrik")
    assert "rôle" in first
    assert "modules" in mednum
    assert "CCP1" in fabrik


def test_department_decides_between_two() -> None:
    first, *lines = comparison("ensc", "la_melee", course="titre_complet", code="64")
    assert "La Mêlée" in first
    assert "premier" in first
    assert len(lines) == 2


def test_without_a_department_it_depends_and_nothing_is_asked_back() -> None:
    first, *lines = comparison("ensc", "la_melee", course="titre_complet")
    assert "Cela dépend de votre département" in first
    assert len(lines) == 2


@pytest.mark.parametrize("code", [None, "976"])
def test_newer_organisation_is_named_where_it_took_over(code: str | None) -> None:
    first, *_ = comparison("popschool", "francilin_outre_mer", course="ccp1", code=code)
    assert first.startswith("Francil’IN, depuis octobre 2024")
    assert "POP School" in first


def test_newer_organisation_is_named_in_place_of_one_compared() -> None:
    first, *_ = comparison("popschool", "fabrik", course="ccp1", code="973")
    assert first.startswith("Francil’IN")


def test_organisation_of_a_later_date_that_left_is_not_preferred() -> None:
    first, *_ = comparison("ensc", "histya", course="titre_complet", code="87")
    assert "ENSC" in first
    assert "Histya" not in first


def test_third_organisation_is_named_where_neither_is_in_charge() -> None:
    first, *_ = comparison("popschool", "francilin_outre_mer", course="ccp1", code="33")
    assert "La Fabrik" in first


def test_one_of_those_compared_is_confirmed_or_denied() -> None:
    assert comparison("ensc", course="titre_complet", code="64") == [
        "Non : pour le titre complet dans les Pyrénées-Atlantiques, c’est La Mêlée."
    ]
    assert comparison("ensc", course="titre_complet", code="16")[0].startswith("Oui : ")


def test_comparison_is_in_the_adviser_s_language() -> None:
    first, *_ = comparison("popschool", "francilin_outre_mer", course="ccp1", language="en")
    assert first.startswith("Francil’IN, since October 2024")
