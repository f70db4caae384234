"""A maintainer has the inbox show something no more, by a file that is read, shared and undone like any other."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.content.project_files import ProjectFiles
from bot.maintenance.inbox.muting import Muted, mute
from bot.storage.masking import Mask
from bot.storage.open_questions import Kind, OpenQuestion
from rules.errors import ProgrammeError

MASK = Mask.load()


def waiting(kind: Kind, text: str, question: str | None = None, outcome: str | None = None) -> OpenQuestion:
    last = datetime(2026, 11, 24, tzinfo=timezone.utc)
    return OpenQuestion(kind, text, "fr", question, outcome, None, (), 1, last)


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
