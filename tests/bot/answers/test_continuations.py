"""Continuations: after an answer, the same of another training or department, or in short, by a button."""

from __future__ import annotations

from datetime import date

from bot.answers.answerer import Answerer
from bot.answers.continuations import MAX_CHOICES
from bot.answers.place_names import department
from bot.messages import Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.resources import project_programme
from rules.ids import FactId

TODAY = date(2026, 11, 27)
ANSWERER = Answerer(project_programme())
LANDES = department(project_programme(), "40")


def reply_to(*frames: Frame) -> Reply:
    interpretation = Interpretation(frames[0].question, "fr", DialogueState(), frames)
    return ANSWERER.reply(interpretation, frames[0].question, on=TODAY)


def offered(*frames: Frame) -> dict[str, ChoiceMeaning | None]:
    """The buttons under the answer, with what a click on each means."""
    return {choice.title: ANSWERER.choices.meaning(choice.id) for choice in reply_to(*frames).choices}


def test_same_question_is_offered_of_other_trainings_and_another_department() -> None:
    choices = offered(Frame("organisme", {"parcours": "titre_complet"}, LANDES))
    assert choices["La formation initiale, CCP1"] == ChoiceMeaning("organisme", {"parcours": "ccp1"})
    assert choices["Autre territoire"] == ChoiceMeaning.correction(FactId.PLACE)
    assert "Le titre REMN complet" not in choices
    assert "Plus court" not in choices  # it is short
    assert "Autre territoire" not in offered(Frame("format", {"parcours": "titre_complet"}, LANDES))


def test_every_button_means_something_and_there_are_few() -> None:
    for question, table in project_programme().tables.items():
        for course in project_programme().facts[FactId.COURSE].values if FactId.COURSE in table.reads else ("",):
            choices = offered(Frame(question, {FactId.COURSE: course} if course else {}, LANDES))
            assert None not in choices.values()
            assert len(choices) <= MAX_CHOICES
