"""A conversation that its person agreed to share becomes a dialogue, without anything personal."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.project_files import PROJECT, ProjectFiles
from bot.maintenance.inbox.conversations import SharedExchange, as_dialogue, pasted
from bot.storage.masking import Mask
from nlu.training_data.examples import read_examples
from rules.errors import ProgrammeError
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
