"""Replies of every form, and how often a channel shows what they say."""

from __future__ import annotations

import re
from datetime import date
from itertools import cycle, product
from random import Random

from bot.answers.answerer import Answerer
from bot.answers.folding import folded
from bot.answers.place_names import department, departments
from bot.messages import Card, Choice, ComparisonTable, Fold, LinkButton, PathStep, PathSteps, Reply, plain
from nlu.dialogue.frames import Frame
from nlu.entities.model import StatedPlace
from nlu.forms import QuestionForm
from nlu.resources import project_programme
from rules.model import Programme

TODAY = date(2026, 11, 27)

EVERY_FORM = Reply(
    "fr",
    (
        "Oui & <non>\u00a0: écrivez à a@b.fr.\n• un ;\n• deux.",
        Card("Un titre", "Un texte.\n• une ligne", (LinkButton("Un lien", "https://exemple.fr/?a=1&b=2"),)),
        Card("Un autre titre", "Un autre texte."),
        PathSteps(
            (
                PathStep("✓ 1. Faite"),
                PathStep("2. Prochaine", ("Qui\u00a0: elle", "Tard"), True),
                PathStep("3. Après"),
            )
        ),
        ComparisonTable(
            ("", "A", "B"),
            (("Heures", "7 h", "14 h"), ("Format", "non précisé", "à distance")),
            ("• A\u00a0: 7 h", "• B"),
        ),
        Fold("À savoir", ("Un détail.", "Un second.")),
    ),
    notices=("À noter\u00a0: ceci.",),
    links=(LinkButton("Le site", "https://exemple.fr/"),),
    choices=(Choice("c_aaaaaaaaaa", "Plus court"),),
    sources=("Source\u00a0: A.", "Source\u00a0: B."),
)


def replies() -> list[Reply]:
    """A reply with every form of block, and what the programme answers where it has several parts, or compares."""
    programme = project_programme()
    answerer = Answerer(programme)
    frames = [
        *(Frame("organisme", {}, place) for place in _places(programme)),
        Frame("organisme", {"parcours": "titre_complet"}, _places(programme)[-1]),
        Frame("mon_parcours", {"situation": "en_initiale"}, None),
        Frame("format", {}, None, form=QuestionForm.COMPARE, items=("ccp1", "titre_complet"), compares=True),
        Frame("parcours_initial", {}, None),
        Frame("personne_ne_repond", {}, None),
    ]
    return [
        EVERY_FORM,
        *(
            folded(answerer.answer(frame, language, TODAY), answerer.texts[language])
            for frame in frames
            for language in ("fr", "en")
        ),
    ]


SAMPLE = ("40", "33", "16", "87", "75", "29", "2A", "971", "974", "988")
"""Departments with other organisations, or rules, than each other."""


def answers_on(topic: str, most: int) -> list[Reply]:
    """What the programme answers on a topic, of each course and of none, in the departments of the sample.

    At most so many different replies, in one language or the other; the same ones each time.
    """
    programme = project_programme()
    answerer = Answerer(programme)
    courses = [{}, *({"parcours": course} for course in programme.facts["parcours"].values)]
    different: dict[bytes, Reply] = {}
    for (code, facts), language in zip(product(SAMPLE, courses), cycle(("fr", "en", "fr")), strict=False):
        reply = answerer.answer(Frame(topic, facts, department(programme, code)), language, TODAY)
        shown = folded(reply, answerer.texts[language])
        different.setdefault(shown.packed(), shown)
    return Random(topic).sample(list(different.values()), min(most, len(different)))  # noqa: S311


def _places(programme: Programme) -> list[StatedPlace]:
    region = [code for code, place in programme.territories.items() if place.region == "Nouvelle-Aquitaine"]
    return [*(department(programme, code) for code in ("40", "971", "2A")), departments(programme, region, "")]


def normalized(text: str) -> str:
    """A text with single spaces, without the dots of its lists."""
    return " ".join(re.sub(r"^\s*•", "", text, flags=re.MULTILINE).split())


def said_otherwise(reply: Reply, shown: str, *, tables: bool = False) -> list[tuple[str, int, int]]:
    """What a channel does not show as often as the reply says it: the text, how often it is said, and shown.

    Args:
        reply: what is to be shown.
        shown: what the channel shows beside buttons.
        tables: whether the channel draws tables, whose lines are then cells.
    """
    expected, actual = normalized(reply.text), normalized(shown)
    drawn = [block for block in reply.blocks if isinstance(block, ComparisonTable) and tables]
    others = [block for block in (*reply.blocks, *reply.notices, *reply.sources) if block not in drawn]
    lines = {normalized(line) for block in others for line in plain(block).split("\n")} - {""}
    cells = {cell for table in drawn for row in (table.header, *table.rows) for cell in row} - {""}
    different = [(text, expected.count(text), actual.count(text)) for text in lines]
    lacking = [(cell, 1, 0) for cell in map(normalized, cells) if cell not in actual]
    return [*(found for found in different if found[1] != found[2]), *lacking]
