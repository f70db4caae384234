"""A conversation that its person agreed to share becomes a dialogue, without anything personal."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.dialogues.files import read_dialogues
from bot.maintenance.inbox.conversations import FILE, SharedExchange, as_dialogue, joined, pasted
from bot.maintenance.inbox.groups import QuestionGroup
from bot.storage.masking import Mask
from bot.storage.open_questions import Kind, OpenQuestion
from nlu.training_data.examples import read_examples
from rules.errors import ProgrammeError
from tests.support.copies import replace_in
from tests.support.tables import each_row

MASK = Mask.load()
TERMINAL = """\
> je voudrais manger à la cantine
Je n'ai pas compris.

  1. La durée

> à Pau
C'est La Fabrik.
"""
WINDOW = """\
Vous :
je voudrais manger à la cantine
Aiguilleur :
Je n'ai pas compris.
1. La durée
Vous :
à Pau
Aiguilleur : C'est La Fabrik.
"""


@pytest.fixture
def files(tmp_path: Path) -> ProjectFiles:
    (tmp_path / "tests" / "dialogues").mkdir(parents=True)
    return ProjectFiles(tmp_path)


@each_row("conversation", [TERMINAL, WINDOW])
def test_a_conversation_is_read_as_the_terminal_and_the_window_show_it(conversation: str) -> None:
    assert pasted(conversation) == [
        SharedExchange("je voudrais manger à la cantine", ["Je n'ai pas compris.", "1. La durée"]),
        SharedExchange("à Pau", ["C'est La Fabrik."]),
    ]


def test_it_becomes_a_dialogue_with_what_is_left_to_write(files: ProjectFiles) -> None:
    edit = as_dialogue(files, "la cantine", pasted(TERMINAL), [], MASK)
    edit.write()
    with pytest.raises(ProgrammeError, match="il reste à écrire « alors »"):
        read_dialogues(files.dialogues)
    replace_in(files.dialogues / FILE, '["À COMPLÉTER : ce que la réponse doit dire"]', "[La Fabrik]")
    (dialogue,) = read_dialogues(files.dialogues)
    assert dialogue.name == "la cantine"
    assert [(exchange.text, exchange.wanted) for exchange in dialogue.exchanges] == [
        ("je voudrais manger à la cantine", ()),
        ("à Pau", ("La Fabrik",)),
    ]
    assert "# Il avait répondu : Je n'ai pas compris. 1. La durée" in edit.after
    second = as_dialogue(files, "la deuxième", pasted(WINDOW), [], MASK)
    assert second.after.startswith((files.dialogues / FILE).read_text(encoding="utf-8"))
    assert second.after.count("- dialogue: ") == 2


def test_what_is_personal_or_an_example_is_refused_and_what_a_reply_has_of_it_masked(files: ProjectFiles) -> None:
    for text, problem in (
        ("écrivez à marie.dupont@exemple.fr", "quelque chose de personnel"),
        ("combien coûte le titre complet ?", "est déjà un exemple"),
    ):
        with pytest.raises(ProgrammeError, match=problem):
            as_dialogue(files, "x", pasted(f"> {text}\nD'accord."), read_examples(faq=PROJECT.faq), MASK)
    edit = as_dialogue(files, "x", pasted("> à qui écrire là-bas ?\nÀ marie.dupont@exemple.fr."), [], MASK)
    assert "marie.dupont" not in edit.after


@each_row("conversation", ["", "Bonjour, voici une conversation.", "Aiguilleur : bonjour"])
def test_what_is_no_conversation_is_refused_with_how_to_write_one(files: ProjectFiles, conversation: str) -> None:
    with pytest.raises(ProgrammeError, match="aucun message n'est reconnu") as error:
        as_dialogue(files, "x", pasted(conversation), [], MASK)
    assert "« > »" in error.value.findings[0].remedy


def waiting(kind: Kind, text: str) -> OpenQuestion:
    return OpenQuestion(kind, text, "fr", "format", "format_modules", None, (), 1, datetime.now(timezone.utc))


def test_only_a_question_that_somebody_joined_to_an_opinion_may_be_kept() -> None:
    rated = QuestionGroup("badly_rated", (waiting("not_understood", "non"), waiting("badly_rated", "et à Pau ?")), ())
    assert [exchange.message for exchange in joined(rated)] == ["et à Pau ?"]
    assert joined(QuestionGroup("badly_rated", (waiting("badly_rated", ""),), ())) == []
    assert joined(QuestionGroup("not_understood", (waiting("not_understood", "et à Pau ?"),), ())) == []
