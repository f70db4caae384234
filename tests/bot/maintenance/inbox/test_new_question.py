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
from rules.errors import ProgrammeError
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


def test_the_sentences_of_the_group_are_its_examples_by_language(files: ProjectFiles) -> None:
    found = group_of(("ya une cantine ?", "fr"), ("is there a canteen?", "en"), ('on mange "où" ?', "fr"))
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


def test_what_cannot_be_an_example_is_left_out_and_told(files: ProjectFiles) -> None:
    found = group_of(
        ("ya une cantine ?", "fr"), ("je suis [nom], on mange où ?", "fr"), ("combien coûte le titre complet ?", "fr")
    )
    begun = begin_question(files, found, "cantine", None, read_examples(files.examples, files.faq), MASK, TODAY)
    assert begun.sentences == ("ya une cantine ?",)
    assert [finding.problem.split(" contient")[0].split(" est déjà")[0] for finding in begun.left_out] == [
        "« je suis [nom], on mange où ? »",
        "« combien coûte le titre complet ? »",
    ]


def test_a_name_that_is_taken_is_refused(files: ProjectFiles) -> None:
    with pytest.raises(ProgrammeError, match="existe déjà"):
        begin_question(files, group_of(("ya une cantine ?", "fr")), "prix", None, [], MASK, TODAY)
