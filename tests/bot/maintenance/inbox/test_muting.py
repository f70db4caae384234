"""A maintainer has the inbox show something no more, by a file that is read, shared and undone like any other."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.inbox.muting import Muted, MutedFile, mute
from bot.storage.masking import Mask
from bot.storage.open_questions import Kind, OpenQuestion
from rules.errors import ProgrammeError
from rules.yaml_lines import read_document
from tests.support.copies import copy_to, replace_in

MASK = Mask.load()


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    return copy_to(tmp_path, (PROJECT.programme, PROJECT.faq, PROJECT.muted))


def waiting(kind: Kind, text: str, question: str | None = None, outcome: str | None = None) -> OpenQuestion:
    last = datetime(2026, 11, 24, tzinfo=timezone.utc)
    return OpenQuestion(kind, text, "fr", question, outcome, None, (), 1, last)


def test_a_group_is_written_down_by_its_sentences_its_question_or_its_answer(files: ProjectFiles) -> None:
    questions = [
        waiting("not_understood", 'ya une "cantine" ?'),
        waiting("no_rule", "c'est quand ?", "calendrier"),
        waiting("badly_rated", "", "format", "format_modules"),
    ]
    mute(files, questions, MASK).write()
    file = read_document(files.muted, MutedFile).content
    assert file == MutedFile(['ya une "cantine" ?'], ["calendrier"], ["format_modules"])
    muted = Muted.load(files)
    assert [muted.hides(question) for question in questions] == [False, True, True]
    assert muted.sentences == ('ya une "cantine" ?',)


def test_the_lists_may_be_written_one_line_each(files: ProjectFiles) -> None:
    replace_in(files.muted, "phrases: []", "phrases:\n- ya un parking ?   # non")
    edit = mute(files, [waiting("not_understood", "ya une cantine ?")], MASK)
    assert 'phrases:\n- ya un parking ?   # non\n- "ya une cantine ?"\n' in edit.after


def test_what_the_programme_never_answers_does_not_come_back(files: ProjectFiles) -> None:
    """A question of the FAQ that says "nothing is known" was written by a maintainer: it is dealt with."""
    muted = Muted.load(files)
    assert muted.hides(waiting("no_rule", "combien coûte un module ?", "prix"))
    assert not muted.hides(waiting("badly_rated", "c'est faux", "prix", "prix"))
    assert not muted.hides(waiting("no_rule", "qui à Saint-Pierre ?", "organisme"))


def test_what_is_personal_is_not_written_down(files: ProjectFiles) -> None:
    personal = waiting("not_understood", "je suis [nom], ya une cantine ?")
    with pytest.raises(ProgrammeError, match="quelque chose de personnel"):
        mute(files, [personal], MASK)
    after = mute(files, [personal, waiting("not_understood", "ya une cantine ?")], MASK).after
    assert "[nom]" not in after
    assert "ya une cantine ?" in after


def test_what_is_muted_already_is_told(files: ProjectFiles) -> None:
    question = waiting("not_understood", "ya une cantine ?")
    mute(files, [question], MASK).write()
    with pytest.raises(ProgrammeError, match="déjà en sourdine"):
        mute(files, [question], MASK)


def test_the_project_mutes_nothing_that_does_not_exist() -> None:
    Muted.load(PROJECT)
