"""Organisations that an adviser compares: which of them it is, and a line for the part of each."""

from __future__ import annotations

from datetime import date

from bot.answers.answerer import Answerer
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.model import StatedPlace
from nlu.resources import project_programme
from tests.support.tables import each_row

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


TITLE, CCP1 = "titre_complet", "ccp1"


@each_row(
    ("names", "course", "code", "words"),
    [
        ("ensc la_melee", TITLE, "64", "La Mêlée"),
        ("ensc la_melee", TITLE, None, "Cela dépend de votre département"),  # nothing is asked back
        ("popschool francilin_outre_mer", CCP1, None, "Francil’IN, depuis octobre 2024"),  # it took over
        ("popschool fabrik", CCP1, "973", "Francil’IN"),  # neither of the two
        ("ensc histya", TITLE, "87", "ENSC"),  # the other came later, and left
        ("ensc", TITLE, "64", "Non : pour le titre complet dans les Pyrénées-Atlantiques, c’est La Mêlée."),
    ],
)
def test_organisation_in_charge_at_the_place_is_named_first(
    names: str, course: str, code: str | None, words: str
) -> None:
    first, *lines = comparison(*names.split(), course=course, code=code)
    assert words in first
    assert "Histya" not in first
    assert len(lines) == (0 if " " not in names else 2)
