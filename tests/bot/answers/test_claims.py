"""Figures that an adviser puts forward are confirmed or denied; what is taken for granted and false is said first."""

from __future__ import annotations

from datetime import date

from bot.answers.answerer import Answerer
from bot.messages import Reply
from nlu.dialogue.frames import Frame
from nlu.dialogue.interpretation import Claim, Interpretation, Premise
from nlu.dialogue.state import DialogueState
from nlu.entities.criteria import CriterionMention
from nlu.entities.figures import FigureMention
from nlu.forms import QuestionForm
from nlu.resources import project_programme
from tests.support.tables import each_row

ANSWERER = Answerer(project_programme())
TODAY = date(2026, 11, 27)
BEFORE_THE_SINGLE_TRACK = date(2025, 9, 30)


def reply_to(
    item: str, *figures: int, unit: str = "heures", denied: bool = False, language: str = "fr", on: date = TODAY
) -> Reply:
    about = dict(project_programme().items[item].about)
    claim = Claim(item, tuple(FigureMention(figure, unit) for figure in figures), denied)
    frames = (Frame("format", about, None),)
    interpretation = Interpretation("format", language, DialogueState(), frames, claim=claim, form=QuestionForm.YES_NO)
    return ANSWERER.reply(interpretation, "format", on=on)


def text_of(reply: Reply) -> str:
    return reply.paragraphs[0].replace("\u00a0", " ").replace("\u202f", " ")


@each_row(
    ("item", "figures", "unit", "word"),
    [
        ("titre_complet", [17], "semaines", "Oui"),
        ("titre_complet", [150], "heures", "Non"),
        ("ccp1", [315], "heures", "En partie"),
        ("ccp1", [175], "heures", "Oui"),  # of everybody, by the latest source
        ("ccp1", [175, 210, 385], "heures", "Oui"),
        ("intervenir", [7], "heures", "Non"),
    ],
)
def test_claimed_figures_are_compared_with_what_is_known(item: str, figures: list[int], unit: str, word: str) -> None:
    assert text_of(reply_to(item, *figures, unit=unit)).startswith(f"{word} :")


@each_row(
    ("item", "figures", "settings", "words"),
    [
        ("ccp1", [400], {"denied": True}, "Oui, c’est faux"),
        ("titre_complet", [140], {"denied": True}, "Non, c’est exact"),
        ("titre_complet", [600], {"unit": "prix"}, "Je n’ai aucun prix"),
        ("intervenir", [7, 14], {}, "Un module « intervenir », c’est 14 h"),  # one figure of two: no yes, no no
    ],
)
def test_claim_is_answered_as_it_is_put(item: str, figures: list[int], settings: dict[str, object], words: str) -> None:
    assert text_of(reply_to(item, *figures, **settings)).startswith(words)


def test_later_source_does_not_count_before_its_day() -> None:
    assert "385" not in text_of(reply_to("ccp1", 400, on=BEFORE_THE_SINGLE_TRACK))


def with_premise(criterion: str, course: str, *, negated: bool = False, question: str = "inscription") -> Reply:
    tables = project_programme().criteria[criterion].questions
    facts = {"parcours": course}
    premise = Premise(Frame(tables[0], facts, None), CriterionMention(criterion, negated))
    frames = (Frame(question, facts, None),)
    interpretation = Interpretation(question, "fr", DialogueState(), frames, premises=(premise,))
    return ANSWERER.reply(interpretation, question, on=TODAY)


@each_row(
    ("criterion", "course", "negated", "words"),
    [
        ("obligatoire", "titre_complet", False, "Non : le titre complet est facultatif"),
        ("obligatoire", "ccp1", True, "Si"),
        ("paye", "titre_complet", False, "Je ne sais pas qui paie le titre complet"),
    ],
)
def test_false_premise_is_contradicted_before_the_answer(
    criterion: str, course: str, negated: bool, words: str
) -> None:
    first, *answer = with_premise(criterion, course, negated=negated).paragraphs
    assert first.replace("\u00a0", " ").startswith(words)
    assert answer
