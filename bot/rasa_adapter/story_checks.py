"""The maintainers' stories against this project's questions and answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.answers.by_zone import BY_ZONE
from bot.answers.text_ids import PROMISES
from bot.answers.texts import AnswerTexts, words_in_braces
from nlu.intents import ABOUT_LAST_ANSWER, CORRECT, DETAILS, FALLBACK, FORGET_SOME, MEMORY, STATEMENT
from nlu.training_data.examples import Example
from nlu.training_data.stories import read_stories
from nlu.training_data.story_checks import Answers, story_findings
from rules.errors import Finding, ProgrammeError
from rules.model import Place, Programme

_MADE = frozenset({*ABOUT_LAST_ANSWER, FALLBACK, STATEMENT, MEMORY, FORGET_SOME, CORRECT, DETAILS})
"""Questions that the answerer answers in its own way, from the conversation's memory."""


def check_stories(directory: Path, known: Answers, examples: Iterable[Example]) -> list[Finding]:
    """All that is wrong with the stories of a folder, in their form or by what they mean.

    `known`: what can be said (:func:`answers`); `examples`: what can be asked.
    """
    questions: dict[str, Place] = {}
    for example in examples:
        questions.setdefault(example.intent, example.place)
    try:
        stories = read_stories(directory)
    except ProgrammeError as error:
        return list(error.findings)
    return list(story_findings(stories, questions, known))


def answers(programme: Programme, texts: Mapping[str, AnswerTexts]) -> Answers:
    """What can be said: the texts, and the answers that depend on what was asked."""
    placeholders: dict[str, set[str]] = {}
    for language_texts in texts.values():
        for name, entry in language_texts.answers.items():
            placeholders.setdefault(name, set()).update(words_in_braces(entry.texte) - PROMISES - {BY_ZONE})
    return Answers(placeholders, _MADE | programme.tables.keys())
