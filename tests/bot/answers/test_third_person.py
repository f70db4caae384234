"""An answer about someone else says so, names the kind of person, and never says "vous" of them."""

from __future__ import annotations

import re
from datetime import date

from bot.answers.answerer import Answerer
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.entities.criteria import CriterionMention
from nlu.forms import QuestionForm
from nlu.resources import project_programme
from tests.support.tables import each_row

ANSWERER = Answerer(project_programme())
TODAY = date(2026, 11, 27)
MODULES = {"parcours": "modules"}


def answer(
    question: str,
    facts: dict[str, str],
    *criteria: str,
    other: str | None = "collegue",
    language: str = "fr",
    about_other: bool = True,
) -> tuple[str, ...]:
    state = DialogueState(about_other=about_other, other=other)
    mentions = tuple(CriterionMention(criterion) for criterion in criteria)
    form = QuestionForm.YES_NO if criteria else QuestionForm.NONE
    frame = Frame(question, facts, None, form=form, criteria=mentions)
    interpretation = Interpretation(question, language, state, (frame,))
    paragraphs = ANSWERER.reply(interpretation, question, on=TODAY).paragraphs
    return tuple(text.replace("\u00a0", " ").replace("’", "'") for text in paragraphs)


@each_row(
    ("question", "facts", "criteria"),
    [
        ("financement", {**MODULES, "module_deja_paye": "un"}, ("paye",)),
        ("conditions", {**MODULES, "convocation": "pas_recue"}, ("possible",)),
        ("conditions", {"parcours": "aidants_connect", "habilitation": "non"}, ()),
        ("parcours_initial", {"niveau": "debutant"}, ()),
        ("obligation", MODULES, ()),
    ],
)
@each_row(("language", "second_person"), [("fr", r"(?<!-)\b(vous|votre|vos)\b"), ("en", r"\byour?\b")])
def test_answer_about_someone_else_is_in_the_third_person(
    question: str, facts: dict[str, str], criteria: tuple[str, ...], language: str, second_person: str
) -> None:
    _, *paragraphs = answer(question, facts, *criteria, language=language)
    assert not re.search(second_person, " ".join(paragraphs), re.IGNORECASE)
