"""A group of the inbox becomes a new question, with its sentences for examples."""

from __future__ import annotations

from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from bot.content.project_files import PROJECT, ProjectFiles
from bot.content.todo_markers import TO_FILL, unfinished
from bot.maintenance.inbox.groups import QuestionGroup
from bot.maintenance.inbox.new_question import begin_question
from bot.storage.masking import Mask
from bot.storage.open_questions import OpenQuestion
from nlu.training_data.examples import read_examples
from tests.support.copies import copy_to

MASK = Mask.load()
TODAY = date(2026, 11, 25)


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    return copy_to(tmp_path, (PROJECT.programme, PROJECT.faq, PROJECT.examples))


def group_of(*questions: tuple[str, str]) -> QuestionGroup:
    last = datetime(2026, 11, 24, tzinfo=timezone.utc)
    waiting = [
        OpenQuestion("not_understood", text, language, None, None, None, (), 1, last) for text, language in questions
    ]
    return QuestionGroup("not_understood", tuple(waiting), ())


def test_the_sentences_of_the_group_are_its_examples_by_language_but_those_that_cannot_be_are_told(
    files: ProjectFiles,
) -> None:
    left_out = "je suis [nom], on mange où ?", "combien coûte le titre complet ?"
    asked = ("ya une cantine ?", "fr"), ("is there a canteen?", "en"), ('on mange "où" ?', "fr")
    found = group_of(*asked, *((text, "fr") for text in left_out))
    examples = read_examples(files.examples, files.faq)
    begun = begin_question(files, found, "cantine", "La cantine", examples, MASK, TODAY)
    assert begun.sentences == ("ya une cantine ?", 'on mange "où" ?', "is there a canteen?")
    assert begun.path == files.faq / "cantine.yml"
    ours = [
        (example.language, example.text)
        for example in read_examples(files.examples, files.faq)
        if example.intent == "cantine" and TO_FILL not in example.text
    ]
    assert ours == [("fr", "ya une cantine ?"), ("fr", 'on mange "où" ?'), ("en", "is there a canteen?")]
    assert {finding.place.file for finding in unfinished(files)} == {begun.path}
    assert [text in finding.problem for text, finding in zip(left_out, begun.left_out, strict=True)] == [True, True]
