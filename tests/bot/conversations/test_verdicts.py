"""Verdicts: the first words of an answer stand by themselves, however the question is phrased."""

from __future__ import annotations

import re

from bot.answers.texts import load_answer_texts
from nlu.training_data.examples import FAQ
from rules.loading import load_programme
from tests.support.tables import each_row

PROGRAMME = load_programme(faq=FAQ)
WORDS = load_answer_texts()


@each_row("language", ["fr", "en"])
@each_row("question", sorted(PROGRAMME.tables))
def test_no_answer_says_yes_or_no(question: str, language: str) -> None:
    """The same answer serves « puis-je suivre mes modules ? » and its opposite, « suis-je privé de mes modules ? »."""
    words = WORDS[language]
    for row in PROGRAMME.tables[question].rows:
        text = words.answers[row.then.wording].texte
        assert not re.match(r"(?:Oui|Non|Yes|No)\b", text), text


@each_row(
    ("text", "verdict"),
    [
        ("On m'a dit que si on rate le CCP1 on peut pas faire les modules, c'est vrai ?", "C’est faux"),
        ("je ne peux pas m'inscrire à un module sans avoir réussi l'examen ?", "Si"),
        ("on ne peut plus suivre de module après le contrat ?", "Non"),
    ],
)
async def test_what_is_denied_in_a_question_is_confirmed_or_contradicted(say, text, verdict):
    assert (await say(text)).paragraphs[0].startswith(verdict)


async def test_one_of_two_conditions_gets_no_bare_yes_or_no(say):
    text = "notre agent a reçu sa convocation. Peut-il déjà suivre les deux modules ou faut-il qu'il ait réussi ?"
    assert not any(line.startswith(("Oui", "Non", "Si")) for line in (await say(text)).paragraphs)
